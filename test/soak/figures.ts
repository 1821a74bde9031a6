/** What a host holds while it is under load, and the load itself. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import type { Sidecar } from '../../pipy/sidecar.ts'
import { until } from '../suite.ts'
import { host } from '../e2e/sidecar.ts'

/** What a host holds. */
export interface Figures {
  readonly descriptors: number
  /** MiB. */
  readonly memory: number
}

export const figuresOf = ({ pid }: Sidecar): Figures => {
  const [, kib = 0] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return {
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    memory: Math.round(Number(kib) / 1024),
  }
}

/** Prints the figures of then and now; gives those of now. */
export function say(what: string, before: Figures, sidecar: Sidecar): Figures {
  const after = figuresOf(sidecar)
  const descriptors = `descriptors ${before.descriptors} → ${after.descriptors}`
  const memory = `memory ${before.memory} → ${after.memory} MiB`
  console.log(`\n  ${host.name}: ${what}: ${descriptors}, ${memory}`)
  return after
}

/** Heaps breathe; what leaks in thousands of probes is more than that. */
export const assertFlat = (before: Figures, after: Figures): void =>
  assert.equal(
    after.memory < before.memory * 1.5 + 30,
    true,
    `memory grew from ${before.memory} to ${after.memory} MiB`,
  )

/** Descriptors are back where they were, give or take a few of the host's own. */
export const settled = (sidecar: Sidecar, before: Figures): Promise<void> =>
  until(
    'the descriptors to be as before',
    () => figuresOf(sidecar).descriptors <= before.descriptors + 5,
    90_000,
  )

/** Runs so many times, so many at once, each with its number from 1. */
export async function inParallel(
  count: number,
  width: number,
  run: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < count) {
        next += 1
        await run(next)
      }
    }),
  )
}

/** The middle one of numbers. */
export const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0
