/**
 * Applications that are asked for their health by gRPC: official
 * ones, and some that are up but speak otherwise.
 */
import { Server, ServerCredentials } from '@grpc/grpc-js'
import { HealthImplementation } from 'grpc-health-check'
import { createServer as createHttp1Server } from 'node:http'
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2'
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net'

/** An application that listens, with the connections that it has had. */
export interface GrpcApp {
  readonly port: number
  connections: number
  /** How many connections are open now. */
  readonly open: () => number
  /** Header fields of each call, where it could be read. */
  readonly calls: object[]
}

const running = new Set<() => void>()

/** Stops what a test has left. */
export function stopGrpcApps(): void {
  for (const stop of running) stop()
  running.clear()
}

/** What the official server knows. */
const STATUSES = {
  '': 'SERVING',
  'shop.Books': 'SERVING',
  'shop.Closed': 'NOT_SERVING',
  'shop.Unsure': 'UNKNOWN',
} as const

/** The official server, with the official health service or without it. */
export async function startOfficial(hasHealth = true): Promise<GrpcApp> {
  const server = new Server()
  if (hasHealth) new HealthImplementation({ ...STATUSES }).addToServer(server)
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  )
  running.add(() => server.forceShutdown())
  return { port, connections: 0, open: () => 0, calls: [] }
}

/** A server that does with each connection what is said. */
export function startRaw(accept: (socket: Socket) => void): Promise<GrpcApp> {
  return listen(createServer(accept))
}

/** A server that sends its SETTINGS at once, and does what is said when it has the whole call. */
export const startFrames = (called: (socket: Socket) => void): Promise<GrpcApp> =>
  startRaw(socket => {
    let received = Buffer.alloc(0)
    const preface = 24
    const isCalled = (start: number): boolean => {
      if (received.length < start + 9) return false
      const end = start + 9 + received.readUIntBE(start, 3)
      const isEnd = received.readUInt32BE(start + 5) === 1 && ((received[start + 4] ?? 0) & 1) === 1
      return received.length >= end && (isEnd || isCalled(end))
    }
    socket.setNoDelay(true).write(SETTINGS)
    socket.on('data', data => {
      const before = isCalled(preface)
      received = Buffer.concat([received, data])
      if (!before && isCalled(preface)) called(socket)
    })
  })

/** A server of HTTP/1.1 alone. */
export function startHttp1(): Promise<GrpcApp> {
  return listen(createHttp1Server((_request, response) => void response.end('ok')))
}

/** A server of HTTP/2 that does with each call what is said. */
export async function startHttp2(answer: (stream: ServerHttp2Stream) => void): Promise<GrpcApp> {
  const server = createHttp2Server()
  server.on('sessionError', () => {})
  const app = await listen(server as unknown as NetServer)
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {})
    app.calls.push(headers)
    answer(stream)
  })
  return app
}

const listen = (server: NetServer): Promise<GrpcApp> => {
  const sockets = new Set<Socket>()
  const app: GrpcApp = { port: 0, connections: 0, open: () => sockets.size, calls: [] }
  server.on('connection', (socket: Socket) => {
    app.connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
  })
  running.add(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return new Promise(resolve =>
    server.listen(0, '127.0.0.1', () =>
      resolve(Object.assign(app, { port: (server.address() as AddressInfo).port })),
    ),
  )
}

/** The health service's answer, as one message. */
export const message = (status: number): Buffer => Buffer.from([0, 0, 0, 0, 2, 8, status])

/** Frames as they stand on the wire. */
export const frame = (
  type: number,
  flags: number,
  stream: number,
  payload: Buffer = Buffer.alloc(0),
): Buffer => {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

/** A server's first frame. */
const SETTINGS = frame(4, 0, 0)
