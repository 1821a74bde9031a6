/** HTTP/2, which Go's client speaks wherever a TLS server offers it. */
import { connect, constants, type OutgoingHttpHeaders } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import {
  grouped,
  lateError,
  LONGEST_BODY,
  TransportError,
  type Reply,
  type Request,
} from './reply.ts'

/** What Go's client leaves out: they are about a connection, and HTTP/2 forbids them. */
const OF_THE_CONNECTION = [
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]

/** Asks on a socket whose TLS has agreed on h2. @throws TransportError when no whole head comes. */
export function askHttp2(socket: TLSSocket, { url, fields, deadline }: Request): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let [status, location, body, reason] = [0, '', '', '']
    const settle = (cut: string) => {
      if (status > 0) return resolve({ status, location, body: body.slice(0, LONGEST_BODY), cut })
      reject(deadline.aborted ? lateError() : new TransportError(reason || 'EOF'))
    }
    const note = (error: Error) => void (reason ||= error.message)
    const session = connect(`https://${url.authority}`, { createConnection: () => socket })
    const stream = session.on('error', note).request(headersOf(fields, url))
    stream.setEncoding('latin1')
    stream.on('response', headers => {
      status = Number(headers[':status'])
      location = String(headers.location ?? '')
    })
    stream.on('data', (text: string) => {
      body += text
      if (body.length >= LONGEST_BODY) settle('')
    })
    stream.on('error', note)
    stream.on('close', () => {
      if (deadline.aborted) return settle('context deadline exceeded')
      const isWhole = stream.rstCode === constants.NGHTTP2_NO_ERROR && stream.readableEnded
      settle(isWhole && !stream.aborted ? '' : reason || 'unexpected EOF')
    })
  })
}

const headersOf = (fields: Request['fields'], url: Request['url']): OutgoingHttpHeaders => ({
  ':path': url.target,
  ':authority': fields.find(([name]) => name === 'Host')?.[1] ?? url.authority,
  ...Object.fromEntries(
    grouped(fields.filter(([name]) => !OF_THE_CONNECTION.includes(name.toLowerCase()))),
  ),
})
