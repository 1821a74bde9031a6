/** One client's connection: its addresses and variables, and what ends with it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { StreamEnd, type Output } from './events.ts'

/** The connection whose callback runs, or ran when a promise was made. */
const current = new AsyncLocalStorage<Connection>()

/** Lives as long as the client’s socket. */
export class Connection {
  readonly inbound: { readonly localAddress: string; readonly remoteAddress: string }
  ended = false
  #failure: { readonly error: unknown } | undefined
  readonly #variables = new Map<object, Record<string, unknown>>()
  readonly #endings: (() => void)[] = []

  constructor(localAddress = '', remoteAddress = '') {
    this.inbound = { localAddress, remoteAddress }
  }

  /** The one whose callback runs; undefined while a script is read. */
  static get current(): Connection | undefined {
    return current.getStore()
  }

  /** The variables that a script has for this connection; `first` holds their first values. */
  variables(script: object, first: Record<string, unknown>): Record<string, unknown> {
    const known = this.#variables.get(script) ?? { ...first }
    this.#variables.set(script, known)
    return known
  }

  /** Runs a script's function as one of this connection. */
  run(callback: () => unknown): unknown {
    return current.run(this, callback)
  }

  /** Runs a callback of a filter: its value goes to `take`, an error ends the filter's stream. */
  call(callback: () => unknown, output: Output, take: (value: unknown) => void): void {
    let value: unknown
    try {
      if (this.#failure) throw this.#failure.error
      value = this.run(callback)
    } catch (error) {
      return this.#fail(error, output)
    }
    take(value)
  }

  /** While an error goes through the pipeline every callback behind fails alike, as in Pipy. */
  #fail(error: unknown, output: Output): void {
    const isFirst = !this.#failure
    if (isFirst) logError(error)
    this.#failure ??= { error }
    output(new StreamEnd(error))
    if (isFirst) this.#failure = undefined
  }

  /** Runs when the client is gone. */
  onEnd(end: () => void): void {
    if (this.ended) end()
    else this.#endings.push(end)
  }

  end(): void {
    this.ended = true
    for (const end of this.#endings.splice(0)) end()
  }
}

/** A script's error, which may be anything, in the host's log. */
export const logError = (error: unknown): void =>
  console.error((error as Error | undefined)?.stack ?? String(error))
