/** Servers of gRPC, and of what is none, by what they do with the connection. */
import { frame, startFrames, startHttp1, startRaw } from '../e2e/grpcApps.ts'
import { freePort } from '../ports.ts'
import type { GrpcRow } from './grpcRow.ts'
import { FINE, answer, calls, raw, goaway, rst, hex, HEAD, TRAILERS } from './grpcServers.ts'

export const connected: readonly GrpcRow[] = [
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
