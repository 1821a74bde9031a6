/** From a process's start to its first right answer. */
import type { Host } from '../../pipy/hosts.ts'
import { InputError } from '../error.ts'
import { ask, statusOf } from './load.ts'
import type { Options } from './options.ts'
import { freePort, type Program } from './programs.ts'
import { compare, type Figures, type Measure, type Result } from './results.ts'
import { alternate, newRow, type Task } from './rounds.ts'
import { floorScript } from './scripts.ts'
import {
  configWith,
  entry,
  HTTP,
  PATH,
  startMain,
  startScript,
  type Surroundings,
} from './subjects.ts'
import { cpuOf, memoryOf } from './usage.ts'

const MEASURES: readonly Measure[] = [
  { name: 'start − ms', figure: 'start ms', by: 'difference' },
  { name: 'CPU − ms', figure: 'CPU ms', by: 'difference' },
  { name: 'RSS − MiB', figure: 'RSS MiB', by: 'difference' },
]
const LATE = 20_000

/** Starts main.js with 1 and 200 probes, and Pipy's floor beside it; of 200 the last is asked. */
export async function benchStart(
  { hosts, rounds }: Options,
  surroundings: Surroundings,
): Promise<Result> {
  const { app, cores } = surroundings
  const floorOf = (host: Host) =>
    taskOf(host, 'floor', '/', port =>
      startScript(host, cores.proxy, { 'main.js': floorScript(port, app.port) }),
    )
  const mainOf = (host: Host, size: number) => {
    const config = (port: number) =>
      configWith(
        Array.from({ length: size }, (_, index) =>
          entry(
            port,
            { ...HTTP, container: `app${index}`, port: app.port, path: '/' },
            `${PATH}/${index}`,
          ),
        ),
      )
    const subject = `main, ${size} probe${size === 1 ? '' : 's'}`
    return taskOf(host, subject, `${PATH}/${size - 1}`, port =>
      startMain(host, surroundings, config(port)),
    )
  }
  const tasks = hosts.flatMap(host => [
    ...(host.isPipy ? [floorOf(host)] : []),
    mainOf(host, 1),
    mainOf(host, 200),
  ])
  await alternate(tasks, rounds)
  const rows = tasks.map(({ row }) => row)
  const comparisons = rows.flatMap(row => {
    const base = rows.find(other => other.host === row.host)
    return base && base !== row ? (compare(row, base, MEASURES) ?? []) : []
  })
  return { rows, comparisons }
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
      if (performance.now() - started > LATE)
        throw new InputError(`no right answer within ${LATE / 1000} s`)
      await new Promise(resolve => setTimeout(resolve, 1))
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
