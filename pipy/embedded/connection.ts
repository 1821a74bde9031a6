/** One client's connection: its addresses and variables, and what ends with it. */

/** Lives as long as the client’s socket. */
export class Connection {
  readonly inbound: { readonly localAddress: string; readonly remoteAddress: string }
  /** The error of a callback while its end goes on: every callback behind it fails alike, as in Pipy. */
  failure: { readonly error: unknown } | undefined
  ended = false
  readonly #variables = new Map<object, Record<string, unknown>>()
  readonly #endings: (() => void)[] = []

  constructor(localAddress = '', remoteAddress = '') {
    this.inbound = { localAddress, remoteAddress }
  }

  /** The variables that a script has for this connection; `first` holds their first values. */
  variables(script: object, first: Record<string, unknown>): Record<string, unknown> {
    const known = this.#variables.get(script) ?? { ...first }
    this.#variables.set(script, known)
    return known
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
