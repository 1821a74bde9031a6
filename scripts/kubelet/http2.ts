/** HTTP/2, which Go's client speaks wherever a TLS server offers it. */
import { connect } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import { lateError, LONGEST_BODY, TransportError, type Reply, type Request } from './reply.ts'

/** Asks on a socket whose TLS has agreed on h2. @throws TransportError when no answer ends. */
export function askHttp2(socket: TLSSocket, { url, fields, deadline }: Request): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(deadline.aborted ? lateError() : new TransportError(error.message))
    const session = connect(`https://${url.authority}`, { createConnection: () => socket })
    const stream = session.on('error', fail).request({
      ':path': url.target,
      ':authority': fields.find(([name]) => name === 'Host')?.[1] ?? url.authority,
      ...Object.fromEntries(fields.filter(([name]) => name !== 'Host' && name !== 'Connection')),
    })
    let [status, location, body] = [0, '', '']
    stream.setEncoding('latin1')
    stream.on('response', headers => {
      status = Number(headers[':status'])
      location = String(headers.location ?? '')
    })
    stream.on('data', (text: string) => void (body += text))
    stream.on('end', () =>
      resolve({ status, location, body: body.slice(0, LONGEST_BODY), cut: '' }),
    )
    stream.on('error', fail)
  })
}
