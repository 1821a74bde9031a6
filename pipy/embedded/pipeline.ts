/** A pipeline as a script writes it down, of which each stream gets its own. */
import type { Connection } from './connection.ts'
import type { Builder, Callback, Filter, Output } from './filters.ts'
import type { Script } from './script.ts'

/** What a script adds filters to: each call gives the chain again. */
export type Chain = { [filter: string]: (...values: unknown[]) => Chain }

/** A list of filters; `open` makes one stream of it. */
export class Pipeline {
  readonly #filters: Filter[] = []

  static build(script: Script, builder: Builder): Pipeline {
    const pipeline = new Pipeline()
    builder(chainTo(script, () => pipeline))
    return pipeline
  }

  add(filter: Filter): void {
    this.#filters.push(filter)
  }

  /** Gives the input of a stream whose last filter's events go to `output`. */
  open(connection: Connection, output: Output): Output {
    return this.#filters.reduceRight<Output>((next, filter) => filter(connection, next), output)
  }
}

/** A chain whose calls add to the pipeline that is current; `begin` holds the calls that change it. */
export const chainTo = (script: Script, current: () => Pipeline, begin: Record<string, Callback> = {}): Chain => {
  const chain: Chain = new Proxy({}, {
    get: (_target, property) => (...values: unknown[]) => {
      const name = String(property)
      const add = (...all: unknown[]) => {
        const filter = script.filters[name]
        if (!filter) throw new Error(`the embedded host has no filter "${name}": run this script on Pipy`)
        current().add(filter(...all as never[]))
        return chain
      }
      if (begin[name]) {
        begin[name](...values)
        return chain
      }
      // The one filter whose pipeline is named by a second call.
      return name === 'connectTLS' ? { to: (builder: Builder) => add(...values, builder) } : add(...values)
    },
  })
  return chain
}
