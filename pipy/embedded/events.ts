/** What flows through a pipeline. */

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
  toString(encoding: 'utf8' | 'hex' | 'base64' = 'utf8'): string | undefined {
    return encoding === 'utf8' ? textOf(this.buffer) : this.buffer.toString(encoding)
  }
}

const textOf = (bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The end of a byte stream; `error` is undefined when it is clean, and a script's own error is an object. */
export class StreamEnd {
  readonly error: unknown

  constructor(error?: unknown) {
    this.error = error
  }
}

/** What flows through a pipeline. */
export type Event = Data | StreamEnd
/** Takes the events that come out of something. */
export type Output = (event: Event) => void
