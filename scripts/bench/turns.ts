/** Ways of one main.js that are measured in turn, on every host. */
import type { Host } from '../../pipy/hosts.ts'
import type { Original } from '../../src/config/types.ts'
import { InputError } from '../error.ts'
import type { Options } from './options.ts'
import { MEASURES } from './probe.ts'
import { compareToFirst, type Result, type Row } from './results.ts'
import { alternate, newRow, type Task } from './rounds.ts'
import { configForEach, mainFiles, PATH, startScript } from './serve.ts'
import { waitForAnswer, type Running, type Surroundings } from './subjects.ts'
import { freePort } from './system.ts'

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

/** Starts every host's ways, measures them in turn, and holds each row against its host's first. */
export async function measureInTurn(
  hosts: readonly Host[],
  rounds: number,
  start: (host: Host) => Promise<Step[]>,
): Promise<Result> {
  const steps: Step[] = []
  const failed: Row[] = []
  for (const host of hosts) {
    try {
      const started = await start(host)
      for (const { running } of started) await waitForAnswer(running)
      steps.push(...started)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      failed.push({ ...newRow('growth', '', host.name, 'main'), notes: [error.message] })
    }
  }
  await alternate(steps, rounds)
  for (const program of new Set(steps.map(({ running }) => running.program))) await program?.stop()
  const rows = [...failed, ...steps.map(({ row }) => row)]
  return { rows, comparisons: compareToFirst(rows, MEASURES, ({ host }) => host) }
}

/** Starts main.js with a probe for each original; the last one is asked. */
export async function startMain(
  host: Host,
  surroundings: Surroundings,
  originals: readonly Original[],
): Promise<Running> {
  const port = await freePort()
  const files = mainFiles(surroundings.dist, configForEach(port, originals))
  const program = await startScript(host, surroundings, files, port)
  return { url: `http://127.0.0.1:${port}${PATH}/${originals.length - 1}`, headers: [], program }
}
