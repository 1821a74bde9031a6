/** A pipeline as a script writes it down, of which each stream gets its own. */
import type { Connection } from './connection.ts'
import type { Output } from './events.ts'

/** A filter in one stream: takes an event, gives any number. */
export type Filter = (connection: Connection, output: Output) => Output

/** A list of filters. */
export class Pipeline {
  /** Runs when a stream begins; what it gives goes first. */
  start: ((connection: Connection, input: Output) => void) | undefined
  readonly #filters: Filter[] = []

  get isEmpty(): boolean {
    return this.#filters.length === 0
  }

  add(filter: Filter): void {
    this.#filters.push(filter)
  }

  /** Begins a stream: gives its input; what the last filter gives goes to `output`. */
  open(connection: Connection, output: Output): Output {
    const input = this.#filters.reduceRight<Output>(
      (next, filter) => filter(connection, next),
      output,
    )
    this.start?.(connection, input)
    return input
  }
}

/** A pipeline in place of a filter: its stream begins at the first event. */
export const inPlace =
  (pipeline: () => Pipeline): Filter =>
  (connection, output) => {
    let input: Output | undefined
    return event => {
      input ??= pipeline().open(connection, output)
      input(event)
    }
  }
