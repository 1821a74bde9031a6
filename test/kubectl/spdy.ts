/**
 * As much of SPDY/3.1 as `kubectl exec` and `kubectl port-forward` speak to an API server: streams
 * that the client opens, with data both ways. kubectl's own end has no flow control either.
 */
import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import { constants, createDeflate, createInflate } from 'node:zlib'
import { DICTIONARY } from './dictionary.ts'

const [SYN_STREAM, SYN_REPLY, RST_STREAM, PING] = [1, 2, 3, 6]
const FIN = 1

/** One that the client has opened; `data` and `end` come as they do of a socket. */
export class SpdyStream extends EventEmitter {
  readonly headers: ReadonlyMap<string, string>
  readonly #send: (bytes: Buffer, flags: number) => void

  constructor(headers: Map<string, string>, send: (bytes: Buffer, flags: number) => void) {
    super()
    this.headers = headers
    this.#send = send
  }

  write(bytes: Buffer): void {
    this.#send(bytes, 0)
  }

  end(text = ''): void {
    this.#send(Buffer.from(text), FIN)
  }
}

/** Serves the streams of a connection; `onStream` is called when one has been taken. */
export function serveSpdy(socket: Duplex, onStream: (stream: SpdyStream) => void): void {
  const streams = new Map<number, SpdyStream>()
  const inflate = createInflate({ dictionary: DICTIONARY })
  const deflate = createDeflate({ dictionary: DICTIONARY })
  const send = (bytes: Buffer): void => void (socket.destroyed || socket.write(bytes))
  const answer = (type: number, body: Buffer): void => send(control(type, body))

  const open = async (body: Buffer, flags: number): Promise<void> => {
    const id = body.readUInt32BE(0)
    const headers = headersOf(await through(inflate, body.subarray(10)))
    const stream = new SpdyStream(headers, (bytes, flag) => send(data(id, bytes, flag)))
    streams.set(id, stream)
    const none = await through(deflate, Buffer.alloc(4))
    answer(SYN_REPLY, Buffer.concat([word(id), none]))
    onStream(stream)
    if (flags & FIN) stream.emit('end')
  }

  const take = async ({ isControl, type, flags, body }: Frame): Promise<void> => {
    if (!isControl) {
      if (body.length > 0) streams.get(type)?.emit('data', body)
      if (flags & FIN) streams.get(type)?.emit('end')
    } else if (type === SYN_STREAM) await open(body, flags)
    else if (type === PING) answer(PING, body)
    else if (type === RST_STREAM) streams.get(body.readUInt32BE(0))?.emit('end')
  }

  let [rest, work]: [Buffer, Promise<void>] = [Buffer.alloc(0), Promise.resolve()]
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes])
    for (let frame = frameIn(rest); frame; frame = frameIn(rest)) {
      rest = rest.subarray(8 + frame.body.length)
      const next = frame
      work = work.then(() => take(next))
    }
  })
  socket.on('close', () => streams.forEach(stream => stream.emit('end')))
}

interface Frame {
  readonly isControl: boolean
  /** Of a control frame; of one with data its stream. */
  readonly type: number
  readonly flags: number
  readonly body: Buffer
}

/** The first of what has come in; undefined before it is whole. */
const frameIn = (bytes: Buffer): Frame | undefined => {
  if (bytes.length < 8) return undefined
  const length = bytes.readUIntBE(5, 3)
  if (bytes.length < 8 + length) return undefined
  const isControl = bytes.readUInt8(0) >= 0x80
  return {
    isControl,
    type: isControl ? bytes.readUInt16BE(2) : bytes.readUInt32BE(0),
    flags: bytes.readUInt8(4),
    body: bytes.subarray(8, 8 + length),
  }
}

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const control = (type: number, body: Buffer): Buffer =>
  Buffer.concat([word(0x80030000 + type), word(body.length), body])

const data = (id: number, bytes: Buffer, flags: number): Buffer =>
  Buffer.concat([word(id), word(flags * 0x1000000 + bytes.length), bytes])

/** Names and values, each with its length. */
const headersOf = (bytes: Buffer): Map<string, string> => {
  let place = 4
  const next = (): string => {
    const start = place + 4
    place = start + bytes.readUInt32BE(place)
    return bytes.toString('utf8', start, place)
  }
  const count = bytes.readUInt32BE(0)
  return new Map(Array.from({ length: count }, () => [next().toLowerCase(), next()]))
}

/** Compression goes on from one block of headers to the next. */
const through = (
  zlib: ReturnType<typeof createInflate> | ReturnType<typeof createDeflate>,
  bytes: Buffer,
): Promise<Buffer> =>
  new Promise(resolve => {
    const parts: Buffer[] = []
    const gather = (part: Buffer) => void parts.push(part)
    zlib.on('data', gather)
    zlib.write(bytes, () =>
      zlib.flush(constants.Z_SYNC_FLUSH, () => {
        zlib.off('data', gather)
        resolve(Buffer.concat(parts))
      }),
    )
  })
