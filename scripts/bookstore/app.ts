/** The guide's bookstore, small: healthy on its three paths. */
import { createServer, type Server } from 'node:http'

const PAGE = '<!doctype html>\n<title>bookstore</title>\n<p>Books are sold here.</p>\n'

/** Listens on 14001, as in the guide. @throws when the port is in use. */
export function startBookstore(port = 14001): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const found = ['/liveness', '/readiness', '/startup'].includes(request.url ?? '')
      const body = found ? PAGE : 'not found\n'
      response.writeHead(found ? 200 : 404, {
        'Content-Length': body.length,
        'Content-Type': 'text/html; charset=utf-8',
      })
      response.end(body)
    })
    server.once('error', reject)
    server.listen(port, () => resolve(server))
  })
}
