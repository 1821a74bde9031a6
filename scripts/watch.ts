/** A live table of a Pod's probes, each at its own period, with what the kubelet would do next. */
import pc from 'picocolors'
import type { DeclaredProbe } from '../src/pod/types.ts'
import { attemptProbe } from './kubelet/attempt.ts'
import type { Target } from './kubelet/probe.ts'
import { isHealthy, type Verdict } from './kubelet/verdict.ts'
import { initialState, nextState, outlook, waitsForStartup, type State } from './kubelet/worker.ts'

/** A probe to watch, and the words for where it goes. */
export interface Watched {
  readonly declared: DeclaredProbe
  /** `:15901/osm-liveness-probe → 127.0.0.1:14001/liveness`. */
  readonly route: string
}

interface Row extends Watched {
  state: State
  last: Verdict | undefined
  /** ✓ ✗ ·, the newest last. */
  timeline: string[]
  due: number
}

const COLUMNS = ['CONTAINER', 'KIND', 'ROUTE', 'LAST', 'LATENCY', 'KUBELET'] as const
const LONGEST_TIMELINE = 200

/** Probes until `ending`: a table that refreshes in a terminal, a line a probe elsewhere. `onRound` runs each second. */
export async function watchProbes(
  watched: readonly Watched[],
  target: Target,
  ending: AbortSignal,
  onRound: (round: number) => string,
): Promise<boolean> {
  const rows = watched.map((one): Row => ({
    ...one,
    state: initialState(one.declared.kind.name),
    last: undefined,
    timeline: [],
    due: 0,
  }))
  for (let round = 1; !ending.aborted; round += 1) {
    const above = onRound(round)
    const now = Date.now()
    const due = rows.filter(
      row =>
        row.due <= now &&
        !row.state.stopped &&
        !waitsForStartup(row.declared.kind.name, startupOf(rows, row)),
    )
    await Promise.all(due.map(row => probeRow(row, target, now)))
    if (ending.aborted) break
    if (process.stdout.isTTY)
      process.stdout.write(
        `\x1b[2J\x1b[H${above}${tableOf(rows, process.stdout.columns ?? 120)}\n\nCtrl-C ends it\n`,
      )
    else for (const row of due) console.log(lineOf(row))
    await pause(1000, ending)
  }
  return rows.every(row => row.last !== undefined && isHealthy(row.last))
}

const startupOf = (rows: readonly Row[], row: Row): State | undefined =>
  rows.find(
    other =>
      other.declared.kind.name === 'startup' &&
      other.declared.container.name === row.declared.container.name,
  )?.state

const probeRow = async (row: Row, target: Target, now: number): Promise<void> => {
  const { probe, container, kind } = row.declared
  row.due = now + (probe.periodSeconds || 10) * 1000
  const verdict = await attemptProbe(probe, container, target)
  if (!verdict) return
  row.last = verdict
  row.state = nextState(row.state, kind.name, probe, verdict)
  row.timeline = [
    ...row.timeline,
    verdict.result === 'unknown' ? '·' : isHealthy(verdict) ? '✓' : '✗',
  ].slice(-LONGEST_TIMELINE)
}

/** One probe as plain text. */
export function lineOf({
  declared,
  route,
  last,
  state,
}: Pick<Row, 'declared' | 'route' | 'last' | 'state'>): string {
  const words = last
    ? `${last.result}${last.status > 0 ? ` ${last.status}` : ''} in ${last.duration} ms`
    : 'not run from here'
  const kubelet = outlook(state, declared.kind.name, declared.probe)
  const said = last && !isHealthy(last) ? `  ${last.message}` : ''
  return `${declared.container.name}  ${declared.kind.name}  ${route}  ${words}${kubelet === '' ? '' : `  (${kubelet})`}${said}`
}

/** The table, with timelines in the width that is left. */
export function tableOf(
  rows: readonly Pick<Row, 'declared' | 'route' | 'last' | 'state' | 'timeline'>[],
  width: number,
): string {
  const cells = rows.map(({ declared, route, last, state }) => [
    declared.container.name,
    declared.kind.name,
    route,
    last ? (last.status > 0 ? `${last.status}` : last.result) : '·',
    last ? `${last.duration} ms` : '',
    outlook(state, declared.kind.name, declared.probe),
  ])
  const widths = COLUMNS.map((name, column) =>
    Math.max(name.length, ...cells.map(row => row[column]?.length ?? 0)),
  )
  const used = widths.reduce((sum, one) => sum + one + 2, 0)
  const room = Math.max(width - used - 1, 0)
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return [
    pc.bold(line(COLUMNS).slice(0, width - 1)),
    ...rows.map((row, index) => {
      const text = line(cells[index] ?? []).slice(0, width - 1)
      const timeline =
        room === 0
          ? ''
          : row.timeline
              .slice(-room)
              .map(mark => (mark === '✓' ? pc.green(mark) : mark === '✗' ? pc.red(mark) : mark))
              .join('')
      return `${row.last && !isHealthy(row.last) ? pc.red(text) : text}  ${timeline}`.trimEnd()
    }),
  ].join('\n')
}

const pause = (milliseconds: number, ending: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds)
    ending.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
