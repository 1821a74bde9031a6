/** A Pod's probes, each at its own period, until it is told to end. */
import type { DeclaredProbe } from '../../src/pod/types.ts'
import { attemptProbe } from '../kubelet/attempt.ts'
import type { Target } from '../kubelet/probe.ts'
import { isHealthy } from '../kubelet/verdict.ts'
import { initialState, nextState, waitsForStartup, type State } from '../kubelet/worker.ts'
import { probeLine, probeTable, type ProbeRow, type Watched } from './table.ts'

interface Row extends ProbeRow {
  /** When it is next run, in milliseconds as `Date.now` counts them. */
  due: number
}

/** What is done, and said, around each round. */
interface Around {
  /** Called before each round, from 1 on. */
  readonly onRound: (round: number) => void
  /** The text above the table, and the one below it. */
  readonly above: string
  readonly below: () => string
}

const NOTHING: Around = { onRound: () => {}, above: '', below: () => '' }

/** In milliseconds. */
const ROUND = 1000
const LONGEST_TIMELINE = 200

/**
 * Runs what is due each second until `ending`, and prints it: a table that
 * refreshes in a terminal, a line a probe elsewhere. Gives whether the last run of
 * every probe was healthy.
 */
export async function watchProbes(
  watched: readonly Watched[],
  target: Target,
  ending: AbortSignal,
  around = NOTHING,
): Promise<boolean> {
  const rows = watched.map((one): Row => ({
    ...one,
    state: initialState(one.declared.kind.name),
    last: undefined,
    timeline: [],
    due: 0,
  }))
  for (let round = 1; !ending.aborted; round += 1) {
    around.onRound(round)
    const now = Date.now()
    const due = rows.filter(row => isDue(row, rows, now))
    await Promise.all(due.map(row => runRow(row, target, now)))
    if (ending.aborted) break
    printRound(around, rows, due)
    await pause(ROUND, ending)
  }
  return rows.every(row => row.last !== undefined && isHealthy(row.last))
}

const isDue = ({ due, state, declared }: Row, rows: readonly Row[], now: number): boolean =>
  due <= now && !state.stopped && !waitsForStartup(declared.kind.name, startupOf(declared, rows))

const startupOf = ({ container }: DeclaredProbe, rows: readonly Row[]): State | undefined =>
  rows.find(
    ({ declared }) =>
      declared.kind.name === 'startup' && declared.container.name === container.name,
  )?.state

const runRow = async (row: Row, target: Target, now: number): Promise<void> => {
  const { probe, container, kind } = row.declared
  row.due = now + (probe.periodSeconds || 10) * 1000
  const verdict = await attemptProbe(probe, container, target)
  if (!verdict) return
  row.last = verdict
  row.state = nextState(row.state, kind.name, probe, verdict)
  const mark = verdict.result === 'unknown' ? '·' : isHealthy(verdict) ? '✓' : '✗'
  row.timeline = [...row.timeline, mark].slice(-LONGEST_TIMELINE)
}

const printRound = (around: Around, rows: readonly Row[], due: readonly Row[]): void => {
  if (!process.stdout.isTTY) return due.forEach(row => console.log(probeLine(row)))
  const table = probeTable(rows, process.stdout.columns ?? 120)
  process.stdout.write(`${CLEAR}${around.above}${table}\n\n${around.below()}Ctrl-C ends it\n`)
}

const CLEAR = '\x1b[2J\x1b[H'

const pause = (milliseconds: number, ending: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const end = () => {
      clearTimeout(timer)
      ending.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    ending.addEventListener('abort', end)
  })
