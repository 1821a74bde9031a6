/** Applications behind the sidecar: raw sockets, so that every byte is the test's own. */
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import selfsigned from 'selfsigned'

export interface App {
  readonly port: number
  /** The heads of the requests seen, as text. */
  readonly requests: string[]
  /** Connections accepted so far. */
  connections: number
  stop(): Promise<void>
}

/** What an app does with a request's head, and the connection's number from 1. */
export type Behaviour = (socket: Socket, head: string, connection: number) => void

const started = new Set<App>()

/** An app on a free port of all addresses that reads a head and then behaves. */
export const startApp = (behave = answering(ok()), port = 0): Promise<App> =>
  startOn(createServer({ allowHalfOpen: true }), 'connection', behave, port)

/** The same over TLS, with a certificate nobody trusts. */
export async function startTlsApp(
  behave = answering(ok()),
  protocols: string[] = ['http/1.1'],
  expired = false,
): Promise<App> {
  const pems = await (expired ? expiredCertificate() : certificate())
  return startOn(
    createTlsServer({ key: pems.private, cert: pems.cert, ALPNProtocols: protocols }),
    'secureConnection',
    behave,
  )
}

type Answer = (request: Http2ServerRequest, response: Http2ServerResponse) => void

/**
 * An app that speaks HTTP/2, alone or beside HTTP/1.1, and answers with the version it spoke; its
 * requests are recorded as `GET /path HTTP/2.0`.
 */
export async function startHttp2App(
  alone: boolean,
  answer: Answer = (request, response) => response.end(request.httpVersion),
): Promise<App> {
  const { private: key, cert } = await certificate()
  const app: App = { port: 0, requests: [], connections: 0, stop: () => Promise.resolve() }
  const server = createSecureServer({ key, cert, allowHTTP1: !alone }, (request, response) => {
    app.requests.push(`${request.method} ${request.url} HTTP/${request.httpVersion}`)
    answer(request, response)
  }).on('secureConnection', () => void (app.connections += 1))
  started.add(app)
  app.stop = () =>
    new Promise(resolve => {
      started.delete(app)
      server.close(() => resolve())
    })
  await new Promise<void>(resolve => server.listen(0, '::', () => resolve()))
  return Object.assign(app, { port: (server.address() as AddressInfo).port })
}

let pems: Promise<{ private: string; cert: string }> | undefined
export const certificate = () =>
  (pems ??= selfsigned.generate([{ name: 'commonName', value: 'bookstore' }]))

const expiredCertificate = () =>
  selfsigned.generate([{ name: 'commonName', value: 'bookstore' }], {
    notBeforeDate: new Date('2020-01-01'),
    notAfterDate: new Date('2020-01-02'),
  })

/** Stops every app that a test has left. */
export async function stopApps(): Promise<void> {
  await Promise.all([...started].map(app => app.stop()))
}

const startOn = (server: Server, event: string, behave: Behaviour, port = 0): Promise<App> => {
  const sockets = new Set<Socket>()
  const app: App = {
    port: 0,
    requests: [],
    connections: 0,
    stop: () =>
      new Promise(resolve => {
        started.delete(app)
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
  })
  server.on(event, (socket: Socket | TLSSocket) => {
    app.connections += 1
    const number = app.connections
    let received = ''
    socket.on('error', () => {})
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text
      const end = received.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = received.slice(0, end + 4)
      received = received.slice(end + 4)
      app.requests.push(head)
      behave(socket, head, number)
    })
    socket.on('end', () => socket.end())
  })
  started.add(app)
  return new Promise(resolve =>
    server.listen(port, '::', () =>
      resolve(Object.assign(app, { port: (server.address() as AddressInfo).port })),
    ),
  )
}

/** Answers, and closes as `Connection: close` asks. */
export const answering =
  (bytes: string | Buffer): Behaviour =>
  socket =>
    void socket.end(bytes)

/** `HTTP/1.1 <status>` with a body. */
export const ok = (body = 'ok', status = '200 OK', ...fields: string[]): string =>
  [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, ...fields, '', body].join(
    '\r\n',
  )

/** A redirect to a location. */
export const movedTo = (location: string, status = '302 Found'): string =>
  ok('', status, `Location: ${location}`)

/** The path that a request's head asks for. */
export const pathOf = (head: string): string => /^GET (\S+) /.exec(head)?.[1] ?? ''

/** The Host of a request's head. */
export const hostOf = (head: string): string => /\r\nHost: (.*)\r\n/i.exec(head)?.[1] ?? ''
