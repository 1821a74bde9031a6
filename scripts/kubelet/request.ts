/** One GET on a connection of its own: HTTP/1.1, or HTTP/2 where TLS agrees on it. */
import { request, type IncomingMessage } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { hostName, portOfUrl, type Url } from '../../src/http/url.ts'

/** A whole head, and as much of the body as the kubelet reads. */
export interface Reply {
  readonly status: number
  readonly location: string
  /** At most 10 KiB. */
  readonly body: string
  /** Why the body ended early; `''` where it did not. */
  readonly cut: string
}

/** No whole head came; the message is the transport's. */
export class TransportError extends Error {}

const LONGEST_BODY = 10 * 1024

/** @throws TransportError when there is no answer before the deadline. */
export async function send(
  url: Url,
  fields: readonly [string, string][],
  deadline: AbortSignal,
): Promise<Reply> {
  const socket = await open(url, deadline)
  try {
    return url.scheme === 'https' && (socket as TLSSocket).alpnProtocol === 'h2'
      ? await overHttp2(socket as TLSSocket, url, fields, deadline)
      : await overHttp1(socket, url, fields, deadline)
  } finally {
    socket.destroy()
  }
}

const late = () =>
  new TransportError('context deadline exceeded (Client.Timeout exceeded while awaiting headers)')

const open = (url: Url, deadline: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const address = { host: hostName(url.authority), port: portOfUrl(url) }
    const socket: Socket =
      url.scheme === 'https'
        ? connectTls({ ...address, rejectUnauthorized: false, ALPNProtocols: ['h2', 'http/1.1'] })
        : connectTcp(address)
    socket.once(url.scheme === 'https' ? 'secureConnect' : 'connect', () => resolve(socket))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      reject(new TransportError(wordsOf(error, url))),
    )
    socket.once('close', () => reject(new TransportError('EOF')))
    deadline.addEventListener('abort', () => {
      socket.destroy()
      reject(late())
    })
  })

const overHttp1 = (
  socket: Socket,
  url: Url,
  fields: readonly [string, string][],
  deadline: AbortSignal,
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const sent = request({
      createConnection: () => socket,
      setHost: false,
      insecureHTTPParser: true,
      maxHeaderSize: 1 << 20,
    })
    // Set here, a target goes out as it is: Go sends a query's blanks, too.
    sent.path = Buffer.from(url.target).toString('latin1')
    for (const [name, values] of grouped(fields)) sent.setHeader(name, values)
    sent.on('error', (error: NodeJS.ErrnoException) =>
      reject(deadline.aborted ? late() : new TransportError(wordsOf(error, url))),
    )
    sent.on(
      'response',
      message =>
        void bodyOf(message, deadline).then(({ body, cut }) =>
          resolve({
            status: message.statusCode ?? 0,
            location: utf8(message.headers.location ?? ''),
            body,
            cut,
          }),
        ),
    )
    sent.end()
  })

/** Node gives a header's bytes as Latin-1. */
const utf8 = (value: string): string => Buffer.from(value, 'latin1').toString()

/** Repeated fields together, their bytes as Node writes them. */
const grouped = (fields: readonly [string, string][]): Map<string, string[]> => {
  const groups = new Map<string, string[]>()
  for (const [name, value] of fields)
    groups.set(name, [...(groups.get(name) ?? []), Buffer.from(value).toString('latin1')])
  return groups
}

const bodyOf = (
  message: IncomingMessage,
  deadline: AbortSignal,
): Promise<{ body: string; cut: string }> =>
  new Promise(resolve => {
    let body = ''
    message.setEncoding('latin1')
    message.on('data', (text: string) => {
      body += text
      if (body.length >= LONGEST_BODY) resolve({ body: body.slice(0, LONGEST_BODY), cut: '' })
    })
    message.on('end', () => resolve({ body, cut: message.complete ? '' : 'unexpected EOF' }))
    message.on('error', () =>
      resolve({ body, cut: deadline.aborted ? 'context deadline exceeded' : 'unexpected EOF' }),
    )
  })

const overHttp2 = (
  socket: TLSSocket,
  url: Url,
  fields: readonly [string, string][],
  deadline: AbortSignal,
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const session = connectHttp2(`https://${url.authority}`, { createConnection: () => socket })
    const fail = (error: Error) =>
      reject(deadline.aborted ? late() : new TransportError(error.message))
    session.on('error', fail)
    const host = fields.find(([name]) => name === 'Host')?.[1] ?? url.authority
    const kept = fields.filter(([name]) => name !== 'Host' && name !== 'Connection')
    const stream = session.request({
      ':path': url.target,
      ':authority': host,
      ...Object.fromEntries(kept),
    })
    let body = ''
    let status = 0
    let location = ''
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

const wordsOf = (error: NodeJS.ErrnoException, url: Url): string => {
  if (error.code === 'ECONNREFUSED') return `dial tcp ${url.authority}: connect: connection refused`
  if (error.code === 'ECONNRESET')
    return error.message === 'socket hang up' ? 'EOF' : 'read: connection reset by peer'
  return error.message
}
