/** A pipeline as a script writes it down, of which each stream gets its own. */
import type { Connection } from './connection.ts'
import { Data, StreamEnd, type Output } from './events.ts'

/** A function of a script. */
export type Callback = (...values: unknown[]) => unknown
/** A filter in one stream: takes an event, gives any number. */
export type Filter = (connection: Connection, output: Output) => Output

/** A list of filters. */
export class Pipeline {
  #start: Callback | undefined
  readonly #filters: Filter[] = []

  /** Runs when a stream begins; what it gives goes first. An error in it is the caller's. */
  onStart(start: Callback): void {
    if (this.#filters.length > 0) throw new Error('onStart() is only allowed prior to filters')
    this.#start = start
  }

  add(filter: Filter): void {
    this.#filters.push(filter)
  }

  /** Begins a stream: gives its input; what the last filter gives goes to `output`. */
  open(connection: Connection, output: Output): Output {
    const input = this.#filters.reduceRight((next, filter) => filter(connection, next), output)
    if (this.#start) emit(connection.run(this.#start), input)
    return input
  }
}

/** A pipeline in place of a filter: its stream begins at the first event. */
export function inPlace(pipeline: () => Pipeline): Filter {
  return (connection, output) => {
    let input: Output | undefined
    return event => {
      input ??= pipeline().open(connection, output)
      input(event)
    }
  }
}

/** Filters as one, one behind the other. */
export function inTurn(filters: readonly Filter[]): Filter {
  return (connection, output) =>
    filters.reduceRight((next, filter) => filter(connection, next), output)
}

/** Passes on what a callback gave: an event, a list of them, or nothing. */
export function emit(given: unknown, output: Output): void {
  for (const event of [given].flat()) {
    if (event === undefined || event === null) continue
    if (event instanceof Data || event instanceof StreamEnd) output(event)
    else {
      const what = 'a callback gave neither an event nor a list of events'
      return output(new StreamEnd(new TypeError(what)))
    }
  }
}
