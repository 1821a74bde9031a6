/** Of Pipy's admin port, the metrics. */
import { createServer } from 'node:http'
import { addressOf } from './script.ts'

/** Listens where `--admin-port` says: a port, or with its address `127.0.0.1:6060`. */
export function serveAdmin(address: string, metrics: () => string): void {
  const { host, port } = addressOf(address)
  const server = createServer((request, response) => {
    const status = request.url !== '/metrics' ? 404 : request.method !== 'GET' ? 405 : 200
    response.writeHead(status, { 'content-type': 'text/plain' })
    response.end(status === 200 ? metrics() : '')
  })
  server.listen(port, host)
}
