/** Servers that are asked for their health by gRPC: each row is run directly and through the sidecar. */
import type { ServerHttp2Stream } from 'node:http2'
import {
  frame,
  message,
  startFrames,
  startHttp1,
  startHttp2,
  startOfficial,
  startRaw,
  type GrpcApp,
} from '../e2e/grpcApps.ts'
import { freePort } from '../ports.ts'

export interface GrpcRow {
  readonly name: string
  readonly start: () => Promise<GrpcApp>
  readonly service?: string
  /** What the sidecar answers with, and its last words. */
  readonly status: number
  readonly says: RegExp
  /** Where the official JavaScript client knows less than grpc-go, which the kubelet has. */
  readonly isLenient?: boolean
  /** Where no HTTP/2 comes about, the kubelet dials again after a second; the sidecar says so at once. */
  readonly isDialledAgain?: boolean
}

const GRPC = { ':status': 200, 'content-type': 'application/grpc' }
const FINE = message(1)

/** Answers a call with a message and trailers. */
const answer =
  (
    body: Buffer | undefined,
    trailers: Record<string, string> = { 'grpc-status': '0' },
    head: Record<string, string | number> = {},
  ) =>
  (stream: ServerHttp2Stream): void => {
    if (stream.destroyed) return
    stream.respond({ ...GRPC, ...head }, { waitForTrailers: true })
    stream.on('wantTrailers', () => stream.sendTrailers(trailers))
    stream.end(body)
  }
const calls =
  (behave: (stream: ServerHttp2Stream) => void): (() => Promise<GrpcApp>) =>
  () =>
    startHttp2(behave)
/** Sends its SETTINGS, and frames when the client has called; leaves the connection open. */
const raw =
  (...frames: Buffer[]): (() => Promise<GrpcApp>) =>
  () =>
    startFrames(socket => socket.write(Buffer.concat(frames)))
const goaway = (last: number, code: number): Buffer => {
  const payload = Buffer.alloc(8)
  payload.writeUInt32BE(last, 0)
  payload.writeUInt32BE(code, 4)
  return frame(7, 0, 0, payload)
}
const rst = (code: number): Buffer => frame(3, 0, 1, Buffer.from([0, 0, 0, code]))
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
/** `:status 200`, `content-type: application/grpc` in the dynamic table, and `grpc-status: 0`. */
const HEAD = Buffer.concat([hex('88 5f 10'), Buffer.from('application/grpc')])
const TRAILERS = Buffer.concat([hex('40 0b'), Buffer.from('grpc-status'), hex('01 30')])

export const GRPC_ROWS: readonly GrpcRow[] = [
  { name: 'the server as a whole is SERVING', start: startOfficial, status: 200, says: /SERVING/ },
  {
    name: 'a service is SERVING',
    start: startOfficial,
    service: 'shop.Books',
    status: 200,
    says: /\/shop\.Books: SERVING/,
  },
  {
    name: 'a service is NOT_SERVING',
    start: startOfficial,
    service: 'shop.Closed',
    status: 503,
    says: /: NOT_SERVING$/,
  },
  {
    name: 'a service is UNKNOWN',
    start: startOfficial,
    service: 'shop.Unsure',
    status: 503,
    says: /: UNKNOWN$/,
  },
  {
    name: 'a service that the server does not know',
    start: startOfficial,
    service: 'shop.Nothing',
    status: 503,
    says: /: NotFound/,
  },
  {
    name: 'a service with a long name in UTF-8',
    start: startOfficial,
    service: 'ü'.repeat(200),
    status: 503,
    says: /: NotFound/,
  },
  {
    name: 'a server without the health service',
    start: () => startOfficial(false),
    status: 503,
    says: /: Unimplemented: /,
  },
  {
    name: 'SERVICE_UNKNOWN',
    start: calls(answer(message(3))),
    status: 503,
    says: /: SERVICE_UNKNOWN$/,
  },
  {
    name: 'a status of tomorrow',
    start: calls(answer(message(9))),
    status: 503,
    says: /: status 9$/,
  },
  {
    name: 'an empty message',
    start: calls(answer(Buffer.alloc(5))),
    status: 503,
    says: /: UNKNOWN$/,
  },
  {
    name: 'trailers alone, Unavailable',
    start: calls(stream =>
      stream.respond({ ...GRPC, 'grpc-status': '14', 'grpc-message': 'soon' }, { endStream: true }),
    ),
    status: 503,
    says: /: Unavailable: soon$/,
  },
  {
    name: 'SERVING, and a status that fails after it',
    start: calls(answer(FINE, { 'grpc-status': '13' })),
    status: 503,
    says: /: Internal$/,
  },
  {
    name: 'a status of many fields, and long ones',
    start: calls(
      answer(
        FINE,
        { 'x-long': 'y'.repeat(3000), 'grpc-status': '0' },
        { 'x-more': '~'.repeat(900) },
      ),
    ),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'a head of more than one frame',
    start: calls(answer(FINE, undefined, { 'x-long': 'y'.repeat(20_000) })),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'a content-type with a suffix',
    start: calls(answer(FINE, undefined, { 'content-type': 'application/grpc+proto' })),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'another content-type',
    start: calls(answer(FINE, undefined, { 'content-type': 'text/html' })),
    status: 502,
    says: /no answer of gRPC \(status 200, content-type "text\/html"\)$/,
    isLenient: true,
  },
  {
    name: 'a content-type that only begins so',
    start: calls(answer(FINE, undefined, { 'content-type': 'application/grpc-web' })),
    status: 502,
    says: /no answer of gRPC/,
    isLenient: true,
  },
  {
    name: 'another status',
    start: calls(stream => {
      stream.respond({ ':status': 404 })
      stream.end('nothing here')
    }),
    status: 502,
    says: /no answer of gRPC \(status 404/,
  },
  {
    name: 'no trailers',
    start: calls(stream => {
      stream.respond(GRPC)
      stream.end(FINE)
    }),
    status: 502,
    says: /ended without a grpc-status$/,
  },
  {
    name: 'trailers without a grpc-status',
    start: calls(answer(FINE, { 'x-other': '0' })),
    status: 502,
    says: /ended without a grpc-status$/,
  },
  {
    name: 'OK without a message',
    start: calls(answer(undefined)),
    status: 502,
    says: /OK without a HealthCheckResponse$/,
  },
  {
    name: 'two messages',
    start: calls(answer(Buffer.concat([FINE, FINE]))),
    status: 502,
    says: /OK without a HealthCheckResponse$/,
  },
  {
    name: 'a compressed message',
    start: calls(answer(hex('01 00000002 0801'))),
    status: 502,
    says: /OK without a HealthCheckResponse$/,
  },
  {
    name: 'an interim head before',
    start: calls(stream => {
      stream.additionalHeaders({ ':status': 103 })
      answer(FINE)(stream)
    }),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'in pieces of a byte',
    start: () =>
      startFrames(socket => {
        const bytes = Buffer.concat([
          frame(1, 4, 1, HEAD),
          frame(0, 0, 1, FINE),
          frame(1, 5, 1, TRAILERS),
        ])
        bytes.forEach((byte, index) => setTimeout(() => socket.write(Buffer.from([byte])), index))
      }),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'padding, priority, a PING, a WINDOW_UPDATE and a frame of tomorrow',
    start: raw(
      frame(6, 0, 0, Buffer.alloc(8)),
      frame(8, 0, 0, hex('00000fff')),
      frame(99, 0, 0, Buffer.from('?')),
      frame(1, 4 | 8 | 32, 1, Buffer.concat([hex('03 00000000 10'), HEAD, Buffer.alloc(3)])),
      frame(0, 8, 1, Buffer.concat([hex('02'), FINE, Buffer.alloc(2)])),
      frame(1, 5, 1, TRAILERS),
    ),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'fields in the dynamic table, and a smaller one',
    start: raw(
      frame(1, 4, 1, Buffer.concat([hex('3f e1 0f'), HEAD, TRAILERS])),
      frame(0, 0, 1, FINE),
      frame(1, 5, 1, hex('be')),
    ),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'a server that goes away after this call',
    start: raw(
      goaway(2 ** 31 - 1, 0),
      frame(1, 4, 1, HEAD),
      frame(0, 0, 1, FINE),
      frame(1, 5, 1, TRAILERS),
    ),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'a server that goes away without it',
    start: raw(goaway(0, 11)),
    status: 502,
    says: /the server went away \(ENHANCE_YOUR_CALM\)$/,
  },
  {
    name: 'a call that is reset',
    start: raw(rst(7)),
    status: 502,
    says: /the call was reset \(REFUSED_STREAM\)$/,
  },
  {
    name: 'a field that the table does not have',
    start: raw(frame(1, 4, 1, hex('88 ff 00'))),
    status: 502,
    says: /a broken header block$/,
  },
  {
    name: 'a frame that is longer than agreed',
    start: raw(hex('ffffff 00 00 00000001')),
    status: 502,
    says: /a frame of 16777215 bytes$/,
  },
  {
    name: 'a PING that is too short',
    start: raw(frame(6, 0, 0, Buffer.alloc(7))),
    status: 502,
    says: /a broken frame of type 6$/,
  },
  {
    name: 'nothing listens',
    start: async () => ({ port: await freePort(), connections: 0, open: () => 0, calls: [] }),
    status: 503,
    says: /connection refused$/,
  },
  {
    name: 'no SETTINGS first',
    start: () => startRaw(socket => void socket.write(rst(0))),
    status: 502,
    isDialledAgain: true,
    says: /does not speak HTTP\/2$/,
  },
  {
    name: 'HTTP/1.1 alone',
    start: startHttp1,
    status: 502,
    isDialledAgain: true,
    says: /does not speak HTTP\/2$/,
  },
  {
    name: 'closes at once',
    start: () => startRaw(socket => void socket.end()),
    status: 502,
    isDialledAgain: true,
    says: /closed before an answer/,
  },
  {
    name: 'closes when it is called',
    start: () => startFrames(socket => void socket.end()),
    status: 502,
    says: /closed before an answer/,
  },
  {
    name: 'half an answer, and the end',
    start: () =>
      startFrames(
        socket => void socket.end(Buffer.concat([frame(1, 4, 1, HEAD), frame(0, 0, 1, FINE)])),
      ),
    status: 502,
    says: /closed before an answer/,
  },
  { name: 'never says a word', start: () => startRaw(() => {}), status: 0, says: /^/ },
  { name: 'never answers the call', start: raw(), status: 0, says: /^/ },
  {
    name: 'just in time',
    start: calls(stream => void setTimeout(() => answer(FINE)(stream), 500)),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'just too late',
    start: calls(stream => void setTimeout(() => answer(FINE)(stream), 3000)),
    status: 0,
    says: /^/,
  },
]
