/** What a script writes its pipelines down with. */
import type { Filters } from './filters.ts'
import type { Callback, Pipeline } from './pipeline.ts'

/** Each call gives the chain again. */
export type Chain = { [call: string]: (...values: unknown[]) => Chain }

/**
 * A chain whose calls add filters to the pipeline that is current; `more` holds the
 * calls that do otherwise. @throws Error at a call that Pipy refuses, or for a
 * filter that is not here.
 */
export function chainOf(
  filters: Filters,
  pipeline: () => Pipeline,
  more: Record<string, Callback> = {},
): Chain {
  /** What connectTLS was called with: the one filter whose pipeline comes in a second call. */
  let joint: unknown[] | undefined
  const add = (name: string, values: unknown[]): void => {
    const filter = filters[name]
    if (!filter)
      throw new Error(`the embedded host has no filter "${name}": run this script on Pipy`)
    pipeline().add(filter(...(values as never[])))
  }
  const call = (name: string, values: unknown[]): void => {
    if (joint && name !== 'to') throw new Error('missing .to(...) for the last filter')
    if (name === 'connectTLS') {
      joint = values
    } else if (joint) {
      add('connectTLS', [...joint, ...values])
      joint = undefined
    } else if (name === 'onStart') {
      pipeline().onStart(values[0] as Callback)
    } else if (more[name]) {
      more[name](...values)
    } else {
      add(name, values)
    }
  }
  const chain: Chain = new Proxy(
    {},
    {
      get:
        (_target, name) =>
        (...values: unknown[]) => {
          call(String(name), values)
          return chain
        },
    },
  )
  return chain
}
