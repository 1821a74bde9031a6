/** The globals of a script, but for those that belong to a codebase or a connection. */
import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { Data, StreamEnd } from './events.ts'
import { Metrics } from './stats.ts'
import { CertificateChain, PrivateKey } from './tls.ts'

/** From 0.90 on. */
class Timeout {
  readonly #seconds: number
  #timer: NodeJS.Timeout | undefined

  constructor(seconds: number) {
    this.#seconds = seconds
  }

  wait(): Promise<void> {
    return new Promise(resolve => {
      this.#timer = setTimeout(resolve, this.#seconds * 1000).unref()
    })
  }

  cancel(): void {
    clearTimeout(this.#timer)
  }
}

class Hmac {
  readonly #hmac

  constructor(algorithm: string, key: string | Data) {
    this.#hmac = createHmac(algorithm, bytesOf(key))
  }

  update(data: string | Data): void {
    this.#hmac.update(bytesOf(data))
  }

  digest(encoding: 'hex'): string {
    return this.#hmac.digest(encoding)
  }
}

const bytesOf = (data: string | Data) => (typeof data === 'string' ? data : data.buffer)

/** A file's bytes; null where there is none. */
export const readFile = (path: string): Data | null =>
  existsSync(path) ? new Data(readFileSync(path)) : null

/** New ones for each script, but for where its metrics are kept. */
export const globals = (metrics = new Metrics()) => ({
  Data,
  StreamEnd,
  Timeout,
  crypto: { CertificateChain, Hmac, PrivateKey },
  stats: metrics.classes,
  zlib: { gunzip: (data: Data) => new Data(gunzipSync(data.buffer)) },
  os: { env: process.env, readFile },
  console: { log: (...values: unknown[]) => console.log(...values) },
})
