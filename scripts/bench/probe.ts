/** A probe's way: what each proxy costs on it, beside the direct way, Pipy's floor, nginx and HAProxy. */
import type { Host } from '../../pipy/hosts.ts'
import { InputError } from '../error.ts'
import { runLoad } from './load.ts'
import { cpuOf, memoryOf, socketsOf } from './programs.ts'
import { compare, type Comparison, type Figures, type Measure, type Row } from './results.ts'
import { alternate, newRow, type Task } from './rounds.ts'
import { plainSubjects, proveAnswers, scriptSubjects, type Running, type Subject, type Surroundings } from './subjects.ts'

/** What is measured how long. */
export interface ProbeOptions {
  readonly hosts: readonly Host[]
  readonly clients: readonly number[]
  readonly rounds: number
  readonly seconds: number
  /** The subjects' names, all of them where it is undefined. */
  readonly only: readonly string[] | undefined
  /** A folder of other built files, measured beside these. */
  readonly against: string | undefined
}

/** What is compared with what: the first that a run has. */
const BASES: Readonly<Record<string, string>> = {
  floor: 'nginx', haproxy: 'nginx', https: 'floor-https', terminated: 'plain-terminated', tcp: 'plain-tcp',
}

const MEASURES: readonly Measure[] = [
  { name: 'CPU ÷', figure: 'CPU µs', by: 'ratio' },
  { name: 'probes/s ÷', figure: 'probes/s', by: 'ratio' },
  { name: 'p50 − ms', figure: 'p50 ms', by: 'difference' },
  { name: 'p99 − ms', figure: 'p99 ms', by: 'difference' },
  { name: 'RSS − MiB', figure: 'RSS MiB', by: 'difference' },
]

/** Measures the ways that are chosen; a way that does not answer rightly has a row that says so. */
export const benchProbe = async (options: ProbeOptions, surroundings: Surroundings): Promise<{ rows: Row[]; comparisons: Comparison[] }> => {
  const { hosts, clients, rounds, seconds, only } = options
  const all = [...plainSubjects(surroundings), ...hosts.flatMap(host => [...scriptSubjects(host, surroundings), ...others(host, options, surroundings)])]
  const subjects = all.filter(({ name }) => only === undefined || only.includes(name) || (name === 'against' && options.against))
  const ways: { subject: Subject; running: Running }[] = []
  const failed: Row[] = []
  for (const subject of subjects) {
    try {
      const running = await subject.start()
      ways.push({ subject, running })
      await proveAnswers(running)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      if (ways.at(-1)?.subject === subject) await ways.pop()?.running.program?.stop()
      failed.push({ ...newRow('probe', '', subject.host, subject.name), notes: [error.message] })
    }
  }
  const tasks = clients.flatMap(count => ways.map(({ subject, running }): Task => {
    const row = newRow('probe', `${count} client${count === 1 ? '' : 's'}`, subject.host, subject.name)
    return { row, run: () => measure(row, running, count, seconds) }
  }))
  await alternate(tasks, rounds)
  for (const { running } of ways) await running.program?.stop()
  const rows = tasks.map(({ row }) => row)
  return { rows: [...rows, ...failed], comparisons: rows.flatMap(row => comparisonsOf(row, rows)) }
}

const others = (host: Host, { against }: ProbeOptions, surroundings: Surroundings): Subject[] =>
  against === undefined ? [] : scriptSubjects(host, { ...surroundings, dist: against })
    .filter(({ name }) => name === 'main').map(subject => ({ ...subject, name: 'against' }))

const measure = async (row: Row, { url, headers, program }: Running, clients: number, seconds: number): Promise<Figures> => {
  const sockets = program ? socketsOf(program.pid) : 0
  const before = program ? cpuOf(program.pid) : 0
  const { probes, seconds: lasted, p50, p99, p999, wrong } = await runLoad({ url, headers, clients, seconds })
  if (wrong > 0) row.notes.push(`${wrong} of ${probes} answers were wrong or missing`)
  const ways = { 'probes/s': probes / lasted, 'p50 ms': p50, 'p99 ms': p99, 'p999 ms': p999 }
  if (!program) return ways
  const cpu = (cpuOf(program.pid) - before) / probes
  return { ...ways, 'CPU µs': cpu, 'RSS MiB': memoryOf(program.pid), 'sockets left': await socketsLeft(program.pid, sockets) }
}

/** Those that are not gone after some seconds. */
const socketsLeft = async (pid: number, before: number): Promise<number> => {
  const deadline = Date.now() + 2000
  while (socketsOf(pid) > before && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 20))
  return Math.max(socketsOf(pid) - before, 0)
}

/** A row beside its own base, and what goes the plain way beside nginx as well. */
const comparisonsOf = (row: Row, rows: readonly Row[]): Comparison[] => {
  const find = (name: string) => rows.find(other => other.subject === name && other.setting === row.setting && (other.host === row.host || other.host === ''))
  const isPlain = ['main', 'against', 'probes', 'mesh'].includes(row.subject)
  const names = isPlain ? ['floor', 'nginx', ...(row.subject === 'against' ? ['main'] : [])] : [BASES[row.subject] ?? '']
  return names.flatMap(name => {
    const base = find(name)
    return base ? compare(row, base, MEASURES) ?? [] : []
  })
}
