/** From a process's start to its first right answer. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Host } from '../../pipy/hosts.ts'
import { InputError } from '../error.ts'
import { ask, statusOf } from './ask.ts'
import type { Options } from './options.ts'
import type { Program } from './programs.ts'
import { compareToFirst, type Figures, type Measure, type Result } from './results.ts'
import { alternate, newRow, type Task } from './rounds.ts'
import { floorScript } from './scripts.ts'
import { configForEach, mainFiles, originalOf, PATH, startScript } from './serve.ts'
import type { Surroundings } from './subjects.ts'
import { freePort } from './system.ts'
import { cpuOf, memoryOf } from './usage.ts'

const MEASURES: readonly Measure[] = [
  { name: 'start − ms', figure: 'start ms', by: 'difference' },
  { name: 'CPU − ms', figure: 'CPU ms', by: 'difference' },
  { name: 'RSS − MiB', figure: 'RSS MiB', by: 'difference' },
]
/** In milliseconds. */
const PATIENCE = 20_000

/** Starts main.js with 1 and 200 probes, and Pipy's floor beside it; of 200 the last is asked. */
export async function benchStart(
  { hosts, rounds }: Options,
  surroundings: Surroundings,
): Promise<Result> {
  const { app, dist } = surroundings
  const floorOf = (host: Host) =>
    taskOf(host, 'floor', '/', port =>
      startScript(host, surroundings, { 'main.js': floorScript(port, app.port) }),
    )
  const mainOf = (host: Host, size: number) => {
    const originals = Array.from({ length: size }, () => originalOf(app.port))
    const subject = `main, ${size} probe${size === 1 ? '' : 's'}`
    return taskOf(host, subject, `${PATH}/${size - 1}`, port =>
      startScript(host, surroundings, mainFiles(dist, configForEach(port, originals))),
    )
  }
  const tasks = hosts.flatMap(host => [
    ...(host.isPipy ? [floorOf(host)] : []),
    mainOf(host, 1),
    mainOf(host, 200),
  ])
  await alternate(tasks, rounds)
  const rows = tasks.map(({ row }) => row)
  return { rows, comparisons: compareToFirst(rows, MEASURES, ({ host }) => host) }
}

const taskOf = (
  host: Host,
  subject: string,
  path: string,
  start: (port: number) => Promise<Program>,
): Task => ({
  row: newRow('start', 'to the first right answer', host.name, subject),
  run: async () => firstAnswer(path, await freePort(), start),
})

const firstAnswer = async (
  path: string,
  port: number,
  start: (port: number) => Promise<Program>,
): Promise<Figures> => {
  const started = performance.now()
  const program = await start(port)
  try {
    while (statusOf(await ask(`http://127.0.0.1:${port}${path}`)) !== 200) {
      if (!program.isRunning()) throw new InputError(`it ended at once:\n${program.lastWords()}`)
      if (performance.now() - started > PATIENCE)
        throw new InputError(`no right answer within ${PATIENCE / 1000} s`)
      await pause(1)
    }
    const lasted = performance.now() - started
    return {
      'start ms': lasted,
      'CPU ms': cpuOf(program.pid) / 1000,
      'RSS MiB': memoryOf(program.pid),
    }
  } finally {
    await program.stop()
  }
}
