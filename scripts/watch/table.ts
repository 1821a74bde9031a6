/** What is known of probes, as a line each or as a table. */
import pc from 'picocolors'
import type { DeclaredProbe } from '../../src/pod/types.ts'
import { alignRows } from '../columns.ts'
import { isHealthy, type Verdict } from '../kubelet/verdict.ts'
import { outlook, type State } from '../kubelet/worker.ts'

/** A probe, and the words for where it goes. */
export interface Watched {
  readonly declared: DeclaredProbe
  /** `:15901/osm-liveness-probe → 127.0.0.1:14001/liveness`. */
  readonly route: string
}

/** A probe and how it stands. */
export interface ProbeRow extends Watched {
  state: State
  /** Undefined before the first run, and for what is not run over the network. */
  last: Verdict | undefined
  /** ✓ ✗ ·, the newest last. */
  timeline: readonly string[]
}

/** One probe as plain text. */
export function probeLine(row: ProbeRow): string {
  const { declared, route, last, state } = row
  const kubelet = outlook(state, declared.kind.name, declared.probe)
  return [
    declared.container.name,
    declared.kind.name,
    route,
    last ? lastWords(last) : 'not run from here',
    ...(kubelet === '' ? [] : [`(${kubelet})`]),
    ...(last && !isHealthy(last) ? [last.message] : []),
  ].join('  ')
}

const lastWords = ({ result, status, duration }: Verdict): string =>
  `${result}${status > 0 ? ` ${status}` : ''} in ${duration} ms`

const COLUMNS = ['CONTAINER', 'KIND', 'ROUTE', 'LAST', 'LATENCY', 'KUBELET'] as const

/** A line a probe, with timelines in what is left of `width` characters. */
export function probeTable(rows: readonly ProbeRow[], width: number): string {
  const [head = '', ...lines] = alignRows([COLUMNS, ...rows.map(cellsOf)])
  const room = Math.max(width - head.length - 3, 0)
  return [
    pc.bold(head.slice(0, width - 1)),
    ...rows.map((row, index) => {
      const text = lines[index]?.slice(0, width - 1) ?? ''
      const isBad = row.last && !isHealthy(row.last)
      return `${isBad ? pc.red(text) : text}  ${timelineText(row, room)}`.trimEnd()
    }),
  ].join('\n')
}

const cellsOf = ({ declared, route, last, state }: ProbeRow): string[] => [
  declared.container.name,
  declared.kind.name,
  route,
  last ? (last.status > 0 ? `${last.status}` : last.result) : '·',
  last ? `${last.duration} ms` : '',
  outlook(state, declared.kind.name, declared.probe),
]

/** As many of the newest marks as there is room for. */
const timelineText = ({ timeline }: ProbeRow, room: number): string =>
  (room === 0 ? [] : timeline.slice(-room)).map(coloured).join('')

const coloured = (mark: string): string => {
  if (mark === '✓') return pc.green(mark)
  return mark === '✗' ? pc.red(mark) : mark
}
