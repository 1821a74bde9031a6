/** The chart of a run: what each way of a probe costs, and how many go it a second. */
import { figureOf, type Row, type Spread } from './results.ts'

interface Bar {
  readonly isOurs: boolean
  readonly value: Spread
}

const PANELS = [
  { figure: 'CPU µs', title: 'CPU a probe, µs (less is better)' },
  { figure: 'probes/s', title: 'probes a second (more is better)' },
  { figure: 'p99 ms', title: 'p99, ms (less is better)' },
] as const
const OURS = ['main', 'probes', 'https', 'terminated', 'tcp']
const WORDS: Readonly<Record<string, string>> = {
  'direct-https': 'direct, HTTPS',
  haproxy: 'HAProxy',
  floor: 'Pipy’s floor',
  mesh: 'shared connections',
  main: 'main.js',
  probes: 'probes.js',
  'floor-https': 'floor, HTTPS',
  https: 'HTTPS passed through',
  'plain-terminated': 'plainest, to HTTPS',
  terminated: 'main.js, to HTTPS',
  'plain-tcp': 'plainest TCP check',
  tcp: 'main.js, TCP check',
}
/** In pixels: the labels' column, a panel, a line of either, and what stands above them. */
const [LABELS, WIDTH, LINE, HEAD] = [250, 300, 20, 46]
const STYLE = `\
  text { font: 12px system-ui, sans-serif; fill: #444; }
  .title { font-weight: 600; } .label { text-anchor: end; }
  .label.ours { font-weight: 600; } .below { font-size: 11px; }
  .bar { fill: #9aa7b4; } .bar.ours { fill: #2f7ed8; } line { stroke: #444; }
  @media (prefers-color-scheme: dark) {
    text { fill: #ccc; } line { stroke: #ccc; } .bar { fill: #5d6975; }
  }`

/**
 * An SVG for pages, light and dark; `below` stands under it. It shows 16 clients,
 * or else the first setting there is; its panels are empty where a run had no probe.
 */
export function chartOf(rows: readonly Row[], below: string): string {
  const probes = rows.filter(({ scenario, rounds }) => scenario === 'probe' && rounds.length > 0)
  const setting =
    probes.find(row => row.setting === '16 clients')?.setting ?? probes[0]?.setting ?? ''
  const shown = probes.filter(row => row.setting === setting)
  const width = LABELS + PANELS.length * WIDTH
  const height = HEAD + shown.length * LINE + 40
  const labels = shown.map((row, index) =>
    text(LABELS - 12, lineAt(index), labelOf(row), `label${isOurs(row) ? ' ours' : ''}`),
  )
  const panels = PANELS.flatMap(({ figure, title }, panel) => [
    text(LABELS + panel * WIDTH, 32, title, 'title'),
    ...barsOf(
      shown.map(row => ({ isOurs: isOurs(row), value: figureOf(row, figure) })),
      LABELS + panel * WIDTH,
    ),
  ])
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`
  const attributes = `${size} role="img" aria-label="A probe’s way, ${setting}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>
<style>
${STYLE}
</style>
${text(0, 14, `A probe’s way, ${setting}, a new connection each`, 'title')}
${[...labels, ...panels].join('\n')}
${text(0, height - 10, below, 'below')}
</svg>
`
}

const barsOf = (bars: readonly Bar[], left: number): string[] => {
  const room = WIDTH - 90
  const most = Math.max(...bars.map(({ value }) => (Number.isNaN(value.max) ? 0 : value.max)), 1e-9)
  const at = (value: number) => (left + (value / most) * room).toFixed(1)
  return bars.flatMap(({ isOurs, value }, index) => {
    if (Number.isNaN(value.median)) return []
    const y = lineAt(index)
    const length = ((value.median / most) * room).toFixed(1)
    const kind = isOurs ? 'bar ours' : 'bar'
    return [
      `<rect class="${kind}" x="${left}" y="${y - 11}" width="${length}" height="14"/>`,
      `<line x1="${at(value.min)}" x2="${at(value.max)}" y1="${y - 4}" y2="${y - 4}"/>`,
      text(Number(at(value.max)) + 5, y, shortly(value.median), 'value'),
    ]
  })
}

const isOurs = ({ subject }: Row): boolean => OURS.includes(subject)
const labelOf = ({ host, subject }: Row): string =>
  `${host === '' ? '' : `${host.replace(/-\d+$/, '')}: `}${WORDS[subject] ?? subject}`
const lineAt = (index: number): number => HEAD + index * LINE + 14
const shortly = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2)
const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const text = (x: number, y: number, words: string, kind: string): string =>
  `<text x="${x}" y="${y}" class="${kind}">${escaped(words)}</text>`
