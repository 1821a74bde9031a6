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
  /** A filter whose pipeline comes in a second call, and what it was called with. */
  let joint: { name: string; values: unknown[] } | undefined
  const add = (name: string, values: unknown[]): void => {
    const filter = filters[name]
    if (!filter)
      throw new Error(`the embedded host has no filter "${name}": run this script on Pipy`)
    pipeline().add(filter(...(values as never[])))
  }
  const call = (name: string, values: unknown[]): void => {
    if (joint && name !== 'to') throw new Error('missing .to(...) for the last filter')
    if (JOINTS.includes(name)) {
      joint = { name, values }
    } else if (joint) {
      add(joint.name, [...joint.values, ...values])
      joint = undefined
    } else if (name === 'branch' && typeof values[0] === 'boolean') {
      chosenOf(values)?.(chain)
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

/** Of a branch by values, which goes on with the very chain. */
const chosenOf = (parts: readonly unknown[]): Callback | undefined =>
  parts.find((_part, index) => parts[index - 1] === true) as Callback | undefined

const JOINTS = ['acceptTLS', 'connectTLS', 'fork']
