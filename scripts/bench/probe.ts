/** A probe's way: what each proxy costs on it, beside the direct way and others' proxies. */
import type { Host } from '../../pipy/hosts.ts'
import { InputError } from '../error.ts'
import type { Options } from './options.ts'
import { measure } from './measure.ts'
import { compare, type Comparison, type Measure, type Result, type Row } from './results.ts'
import { alternate, newRow, type Task } from './rounds.ts'
import { plainSubjects } from './plain.ts'
import { scriptSubjects } from './scriptSubjects.ts'
import { waitForAnswer, type Running, type Subject, type Surroundings } from './subjects.ts'

/** What says most in the least time. */
const SHORT = ['nginx', 'floor', 'main', 'plain-tcp', 'tcp']

/** What is compared with what. */
const BASES: Readonly<Record<string, string>> = {
  floor: 'nginx',
  haproxy: 'nginx',
  https: 'floor-https',
  terminated: 'plain-terminated',
  tcp: 'plain-tcp',
  grpc: 'plain-grpc',
}

/** What every load is compared by. */
export const MEASURES: readonly Measure[] = [
  { name: 'CPU ÷', figure: 'CPU µs', by: 'ratio' },
  { name: 'probes/s ÷', figure: 'probes/s', by: 'ratio' },
  { name: 'p50 − ms', figure: 'p50 ms', by: 'difference' },
  { name: 'p99 − ms', figure: 'p99 ms', by: 'difference' },
  { name: 'RSS − MiB', figure: 'RSS MiB', by: 'difference' },
]

/** Measures the ways that are chosen; a way that does not answer rightly has a row that says so. */
export async function benchProbe(options: Options, surroundings: Surroundings): Promise<Result> {
  const { hosts, clients, rounds, seconds, only, short } = options
  const scripts = hosts.flatMap(host => [
    ...scriptSubjects(host, surroundings),
    ...others(host, options, surroundings),
  ])
  const all = [...plainSubjects(surroundings), ...scripts]
  const chosen = only ?? (short ? SHORT : all.map(({ name }) => name))
  const subjects = all.filter(({ name }) => chosen.includes(name) || name === 'against')
  const strange = only?.find(name => !all.some(subject => subject.name === name))
  if (strange !== undefined) {
    throw new InputError(
      `--only "${strange}" is none of ${[...new Set(all.map(({ name }) => name))].join(', ')}`,
    )
  }
  const ways: { subject: Subject; running: Running }[] = []
  const failed: Row[] = []
  for (const subject of subjects) {
    try {
      const running = await subject.start()
      ways.push({ subject, running })
      await waitForAnswer(running)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      if (ways.at(-1)?.subject === subject) await ways.pop()?.running.program?.stop()
      failed.push({ ...newRow('probe', '', subject.host, subject.name), notes: [error.message] })
    }
  }
  const tasks = clients.flatMap(count =>
    ways.map(({ subject, running }): Task => {
      const row = newRow(
        'probe',
        `${count} client${count === 1 ? '' : 's'}`,
        subject.host,
        subject.name,
      )
      return { row, run: () => measure(running, { clients: count, seconds }) }
    }),
  )
  await alternate(tasks, rounds)
  for (const { running } of ways) await running.program?.stop()
  const rows = tasks.map(({ row }) => row)
  return { rows: [...rows, ...failed], comparisons: rows.flatMap(row => comparisonsOf(row, rows)) }
}

const others = (host: Host, { against }: Options, surroundings: Surroundings): Subject[] =>
  against === undefined
    ? []
    : scriptSubjects(host, { ...surroundings, dist: against })
        .filter(({ name }) => name === 'main')
        .map(subject => ({ ...subject, name: 'against' }))

/** A row beside its own base, and what goes the plain way beside nginx as well. */
const comparisonsOf = (row: Row, rows: readonly Row[]): Comparison[] => {
  const beside = rows.filter(
    other => other.setting === row.setting && (other.host === row.host || other.host === ''),
  )
  const find = (name: string) => beside.find(other => other.subject === name)
  const isPlain = ['main', 'against', 'probes', 'mesh'].includes(row.subject)
  const names = isPlain
    ? ['floor', 'nginx', ...(row.subject === 'against' ? ['main'] : [])]
    : [BASES[row.subject] ?? '']
  return names.flatMap(name => {
    const base = find(name)
    return base ? (compare(row, base, MEASURES) ?? []) : []
  })
}
