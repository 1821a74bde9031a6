/** HTTP/1.1 with Node's own client, held back from everything that it would do to a request. */
import { request as requestHttp, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { grouped, latin1, LONGEST_BODY, transportError, type Reply, type Request } from './reply.ts'

/** Asks on a socket that is open. @throws TransportError when no whole head comes. */
export function askHttp1(socket: Socket, request: Request): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { url, fields, deadline } = request
    const sent = requestHttp({
      createConnection: () => socket,
      setHost: false,
      insecureHTTPParser: true,
      maxHeaderSize: 1 << 20,
    })
    // Set here, a target goes out as it is: Go sends a query's blanks, too.
    sent.path = latin1(url.target)
    // Else Node writes one of its own.
    sent.removeHeader('Connection')
    for (const [name, values] of grouped(fields)) sent.setHeader(name, values)
    const fail = (error: Error) => reject(transportError(error, request))
    sent.on('error', fail)
    sent.on('response', async message => {
      // From here on an error is one of the body.
      sent.off('error', fail).on('error', error => message.destroy(error))
      const { statusCode = 0, headers } = message
      const location = Buffer.from(headers.location ?? '', 'latin1').toString()
      resolve({ status: statusCode, location, ...(await readBody(message, deadline)) })
    })
    sent.end()
  })
}

const readBody = (
  message: IncomingMessage,
  deadline: AbortSignal,
): Promise<Pick<Reply, 'body' | 'cut'>> =>
  new Promise(resolve => {
    let body = ''
    message.setEncoding('latin1')
    message.on('data', (text: string) => {
      body += text
      if (body.length >= LONGEST_BODY) resolve({ body: body.slice(0, LONGEST_BODY), cut: '' })
    })
    message.on('end', () => resolve({ body, cut: message.complete ? '' : 'unexpected EOF' }))
    message.on('error', () => {
      const cut = deadline.aborted ? 'context deadline exceeded' : 'unexpected EOF'
      resolve({ body, cut })
    })
  })
