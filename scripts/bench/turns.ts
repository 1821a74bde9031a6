/** Ways of one main.js that are measured in turn, on every host. */
import type { Host } from '../../pipy/hosts.ts'
import type { Original } from '../../src/config/types.ts'
import { InputError } from '../error.ts'
import type { Options } from './options.ts'
import { MEASURES } from './probe.ts'
import { freePort } from './programs.ts'
import { compare, type Result, type Row } from './results.ts'
import { alternate, newRow, type Task } from './rounds.ts'
import {
  configWith,
  entry,
  PATH,
  proveAnswers,
  startMain,
  type Running,
  type Surroundings,
} from './subjects.ts'

/** A part of a scenario, on each of the hosts. */
export type Part = (
  hosts: readonly Host[],
  options: Options,
  surroundings: Surroundings,
) => Promise<Result>

/** A task with the way it measures. */
interface Step extends Task {
  readonly running: Running
}

/** Opens every host's ways, measures them in turn, and holds each row against its host's first. */
export async function inTurn(
  hosts: readonly Host[],
  rounds: number,
  open: (host: Host) => Promise<Step[]>,
): Promise<Result> {
  const steps: Step[] = []
  const failed: Row[] = []
  for (const host of hosts) {
    try {
      const opened = await open(host)
      for (const { running } of opened) await proveAnswers(running)
      steps.push(...opened)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      failed.push({ ...newRow('growth', '', host.name, 'main'), notes: [error.message] })
    }
  }
  await alternate(steps, rounds)
  for (const program of new Set(steps.map(({ running }) => running.program))) await program?.stop()
  const rows = [...failed, ...steps.map(({ row }) => row)]
  const comparisons = rows.flatMap(row => {
    const base = rows.find(other => other.host === row.host)
    return base && base !== row ? (compare(row, base, MEASURES) ?? []) : []
  })
  return { rows, comparisons }
}

/** main.js with a probe for each original; the last one is asked. */
export async function openMain(
  host: Host,
  surroundings: Surroundings,
  originals: readonly Original[],
): Promise<Running> {
  const port = await freePort()
  const entries = originals.map((original, index) =>
    entry(port, { ...original, container: `app${index}` }, `${PATH}/${index}`),
  )
  const program = await startMain(host, surroundings, configWith(entries), port)
  return { url: `http://127.0.0.1:${port}${PATH}/${originals.length - 1}`, headers: [], program }
}
