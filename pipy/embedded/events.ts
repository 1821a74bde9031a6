/** What flows through a pipeline. */
import { isUtf8 } from 'node:buffer'

/** A piece of a byte stream. */
export class Data {
  buffer: Buffer

  constructor(bytes: string | Buffer | Data = '', encoding: 'utf8' | 'hex' = 'utf8') {
    if (bytes instanceof Data) this.buffer = bytes.buffer
    else this.buffer = typeof bytes === 'string' ? Buffer.from(bytes, encoding) : bytes
  }

  get size(): number {
    return this.buffer.length
  }

  push(data: Data): void {
    this.buffer = Buffer.concat([this.buffer, data.buffer])
  }

  shift(size: number): Data {
    const front = new Data(this.buffer.subarray(0, size))
    this.buffer = this.buffer.subarray(size)
    return front
  }

  /** Bytes that are no UTF-8 have no text. */
  toString(encoding: 'utf8' | 'hex' = 'utf8'): string | undefined {
    const isText = encoding === 'hex' || isUtf8(this.buffer)
    return isText ? this.buffer.toString(encoding) : undefined
  }
}

/** The end of a byte stream. */
export class StreamEnd {
  /** Undefined where it is clean; a text of the host's, or what a script threw. */
  readonly error: unknown

  constructor(error?: unknown) {
    this.error = error
  }
}

/** What flows through a pipeline. */
export type Event = Data | StreamEnd
/** Takes the events that come out of something. */
export type Output = (event: Event) => void
