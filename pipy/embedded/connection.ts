/** One client's connection: its variables, and what ends with it. */
import type { Socket } from 'node:net'
import { Data, StreamEnd } from './events.ts'
import type { Output } from './filters.ts'
import type { Script } from './script.ts'

/** Lives as long as the client’s socket; `fail` and the end of the socket end what hangs on it. */
export class Connection {
  readonly inbound: { localAddress: string; remoteAddress: string }
  readonly #variables = new Map<Script, Record<string, unknown>>()
  readonly #endings: (() => void)[] = []
  readonly #socket: Socket
  #ended = false

  constructor(socket: Socket) {
    this.#socket = socket
    this.inbound = { localAddress: socket.localAddress ?? '', remoteAddress: socket.remoteAddress ?? '' }
    socket.on('close', () => {
      this.#ended = true
      for (const end of this.#endings) end()
    })
  }

  /** The script's variables for this connection. */
  variables(script: Script): Record<string, unknown> {
    const known = this.#variables.get(script) ?? { ...script.variables }
    this.#variables.set(script, known)
    return known
  }

  /** Runs when the client is gone. */
  onEnd(end: () => void): void {
    if (this.#ended) end()
    else this.#endings.push(end)
  }

  /** Ends the connection for an error in the script. */
  fail(error: unknown): void {
    console.error(error instanceof Error ? error.stack : String(error))
    this.#socket.destroy()
  }

  /** Passes on what a callback gave: an event, several, or none. */
  emit(result: unknown, output: Output): void {
    for (const event of [result].flat()) {
      if (event === undefined || event === null) continue
      if (!(event instanceof Data || event instanceof StreamEnd)) throw new TypeError('a callback gave neither an event nor a list of events')
      output(event)
    }
  }
}
