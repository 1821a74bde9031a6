/** Servers of gRPC health in all the ways that a row can want. */
import type { ServerHttp2Stream } from 'node:http2'
import { frame, message, startFrames, startHttp2, type GrpcApp } from '../e2e/grpcApps.ts'

export const GRPC = { ':status': 200, 'content-type': 'application/grpc' }
export const FINE = message(1)

/** Answers a call with a message and trailers. */
export const answer =
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
export const calls =
  (behave: (stream: ServerHttp2Stream) => void): (() => Promise<GrpcApp>) =>
  () =>
    startHttp2(behave)
/** Sends its SETTINGS, and frames when the client has called; leaves the connection open. */
export const raw =
  (...frames: Buffer[]): (() => Promise<GrpcApp>) =>
  () =>
    startFrames(socket => socket.write(Buffer.concat(frames)))
export const goaway = (last: number, code: number): Buffer => {
  const payload = Buffer.alloc(8)
  payload.writeUInt32BE(last, 0)
  payload.writeUInt32BE(code, 4)
  return frame(7, 0, 0, payload)
}
export const rst = (code: number): Buffer => frame(3, 0, 1, Buffer.from([0, 0, 0, code]))
export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
/** `:status 200`, `content-type: application/grpc` in the dynamic table, and `grpc-status: 0`. */
export const HEAD = Buffer.concat([hex('88 5f 10'), Buffer.from('application/grpc')])
export const TRAILERS = Buffer.concat([hex('40 0b'), Buffer.from('grpc-status'), hex('01 30')])
