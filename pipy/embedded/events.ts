/** Pipy's events and small built-ins, as the built scripts use them. */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A piece of a byte stream. */
export class Data {
  buffer: Buffer

  constructor(text: string | Buffer = '', encoding: 'utf8' | 'hex' = 'utf8') {
    this.buffer = typeof text === 'string' ? Buffer.from(text, encoding) : text
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

  toString(encoding: 'utf8' | 'hex' = 'utf8'): string {
    return this.buffer.toString(encoding)
  }
}

/** The end of a byte stream; `error` is undefined when it is clean. */
export class StreamEnd {
  readonly error: string | undefined

  constructor(error?: string) {
    this.error = error
  }
}

/** What flows through a pipeline. */
export type Event = Data | StreamEnd

/** From 0.90 on. */
export class Timeout {
  readonly seconds: number

  constructor(seconds: number) {
    this.seconds = seconds
  }

  wait(): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, this.seconds * 1000).unref())
  }
}

class Hmac {
  readonly #hmac

  constructor(algorithm: string, key: string | Data) {
    this.#hmac = createHmac(algorithm, typeof key === 'string' ? key : key.buffer)
  }

  update(data: string | Data): void {
    this.#hmac.update(typeof data === 'string' ? data : data.buffer)
  }

  digest(encoding: 'hex'): string {
    return this.#hmac.digest(encoding)
  }
}

/** The globals of a script, but for those that belong to a codebase or a connection. */
export const globals = () => ({
  Data,
  StreamEnd,
  Timeout,
  crypto: { Hmac },
  os: { env: process.env, readFile: (path: string) => new Data(readFileSync(path)) },
  console: { log: (...values: unknown[]) => console.log(...values) },
})
