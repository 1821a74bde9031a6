/** The dashboard as an SVG for pages, light and dark. */
import type { Range, Series } from './prometheus.ts'

/** A panel: its title, how it is drawn, and what its query gave. */
export interface Panel {
  readonly title: string
  readonly unit: string
  readonly kind: 'lines' | 'states' | 'shares'
  readonly series: readonly Series[]
}

/** In pixels: a panel and its plot's place in it; a line of text. */
const [WIDTH, HEIGHT, LEFT, TOP, LINE] = [450, 210, 50, 34, 15]
const COLORS = ['#2f7ed8', '#e08a1e', '#8a56c4', '#2ca02c', '#d64550', '#7f8b97', '#17a2b8']
/** So that a result has its colour in each panel. */
const RESULT_COLORS: Readonly<Record<string, string>> = {
  success: '#2ca02c',
  status: '#e08a1e',
  refused: '#d64550',
  timeout: '#8a56c4',
  broken: '#7f8b97',
}
const STYLE = `\
  text { font: 11px system-ui, sans-serif; fill: #444; }
  .title { font-weight: 600; font-size: 13px; } .right { text-anchor: end; }
  .axis { stroke: #bbb; } polyline { fill: none; stroke-width: 1.6; }
  .frame { fill: none; stroke: #ddd; }
  @media (prefers-color-scheme: dark) {
    text { fill: #ccc; } .axis { stroke: #555; } .frame { stroke: #444; }
  }`

/** Two panels a row; `below` stands under them. */
export function dashboardChart(panels: readonly Panel[], range: Range, below: string): string {
  const rows = Math.ceil(panels.length / 2)
  const [width, height] = [2 * WIDTH, rows * HEIGHT + 24]
  const drawn = panels.map((panel, index) => {
    const place = `translate(${(index % 2) * WIDTH} ${Math.floor(index / 2) * HEIGHT})`
    return `<g transform="${place}">\n${drawPanel(panel, range).join('\n')}\n</g>`
  })
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="The dashboard">
<style>
${STYLE}
</style>
${drawn.join('\n')}
${text(8, height - 8, below)}
</svg>
`
}

const drawPanel = (panel: Panel, range: Range): string[] => [
  `<rect class="frame" x="4" y="4" width="${WIDTH - 8}" height="${HEIGHT - 8}" rx="4"/>`,
  text(14, 22, panel.title, 'title'),
  ...DRAW[panel.kind](panel, range),
]

/** `bookstore liveness status`: what tells the series of a panel apart. */
const nameOf = ({ metric: { container, kind, result, pod } }: Series): string =>
  [container, kind, result].filter(Boolean).join(' ') || (pod ?? '')

const colorOf = ({ metric: { container, result = '' } }: Series, index: number): string =>
  (container === undefined ? RESULT_COLORS[result] : undefined) ??
  COLORS[index % COLORS.length] ??
  ''

const across =
  ({ start, end }: Range, left: number) =>
  (seconds: number) =>
    (left + ((seconds - start) / (end - start)) * (WIDTH - left - 16)).toFixed(1)

const timeAxis = (range: Range, left: number): string[] => {
  const x = across(range, left)
  const seconds = [0, 15, 30, 45, 60, 75].filter(second => range.start + second <= range.end)
  return seconds.map(second => text(Number(x(range.start + second)), HEIGHT - 14, `${second} s`))
}

const drawLines = ({ series, unit }: Panel, range: Range): string[] => {
  const values = series.flatMap(one => one.values.map(([, value]) => value))
  const most = Math.max(...values, 1e-9) * 1.1
  const bottom = HEIGHT - 30
  const head = TOP + LINE * Math.ceil(series.length / 2) + 4
  const x = across(range, LEFT)
  const y = (value: number) => (bottom - (value / most) * (bottom - head)).toFixed(1)
  const marks = [0, most / 2, most].flatMap(value => [
    `<line class="axis" x1="${LEFT}" x2="${WIDTH - 16}" y1="${y(value)}" y2="${y(value)}"/>`,
    text(LEFT - 6, Number(y(value)) + 4, `${shortly(value)}${unit}`, 'right'),
  ])
  const lines = series.flatMap((one, index) => {
    const color = colorOf(one, index)
    const [left, top] = [16 + (index % 2) * 210, TOP + 6 + LINE * Math.floor(index / 2)]
    return [
      `<rect x="${left}" y="${top - 5}" width="10" height="3" fill="${color}"/>`,
      text(left + 16, top, nameOf(one)),
      ...runsOf(one, range).map(
        run =>
          `<polyline stroke="${color}" points="${run.map(([s, v]) => `${x(s)},${y(v)}`).join(' ')}"/>`,
      ),
    ]
  })
  return [...marks, ...lines, ...timeAxis(range, LEFT)]
}

/** A series ends where nothing is drawn, and begins anew behind it. */
const runsOf = ({ values }: Series, { start, end }: Range): Series['values'][] => {
  const longest = (end - start) / 40
  return values.reduce<(readonly [number, number])[][]>((runs, point) => {
    const last = runs.at(-1)?.at(-1)
    if (last && point[0] - last[0] <= longest) runs.at(-1)?.push(point)
    else runs.push([point])
    return runs
  }, [])
}

/** Each time in which a series stays the same. */
const statesOf = ({ values }: Series): { value: number; from: number; to: number }[] => {
  const step = (values[1]?.[0] ?? 1) - (values[0]?.[0] ?? 0)
  return values.reduce<{ value: number; from: number; to: number }[]>((states, [from, value]) => {
    const last = states.at(-1)
    if (last?.value === value) last.to = from + step
    else states.push({ value, from, to: from + step })
    return states
  }, [])
}

const drawStates = ({ series }: Panel, range: Range): string[] => {
  const x = across(range, 150)
  const height = Math.min(24, (HEIGHT - TOP - 36) / Math.max(series.length, 1))
  const rows = series.flatMap((one, index) => {
    const top = TOP + 4 + index * height
    const states = statesOf(one).map(({ value, from, to }) => {
      const [left, right] = [x(from), x(Math.min(to, range.end))]
      const size = `width="${(Number(right) - Number(left)).toFixed(1)}" height="${height - 5}"`
      const color = value === 1 ? RESULT_COLORS.success : RESULT_COLORS.refused
      return `<rect x="${left}" y="${top}" ${size} fill="${color}"/>`
    })
    return [text(142, top + height / 2 + 2, nameOf(one), 'right'), ...states]
  })
  return [...rows, ...timeAxis(range, 150)]
}

const drawShares = ({ series }: Panel): string[] =>
  series.flatMap((one, index) => {
    const value = one.values.at(-1)?.[1] ?? 0
    const top = TOP + 8 + index * 26
    return [
      text(142, top + 12, nameOf(one), 'right'),
      `<rect class="frame" x="150" y="${top}" width="220" height="16"/>`,
      `<rect x="150" y="${top}" width="${(value * 220).toFixed(1)}" height="16" fill="#2ca02c"/>`,
      text(378, top + 12, `${(value * 100).toFixed(1)} %`),
    ]
  })

const DRAW = { lines: drawLines, states: drawStates, shares: drawShares }

const shortly = (value: number): string =>
  value === 0
    ? '0'
    : value >= 10
      ? value.toFixed(0)
      : value >= 1
        ? value.toFixed(1)
        : value.toFixed(2)
const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const text = (x: number, y: number, words: string, kind = ''): string =>
  `<text x="${x}" y="${y.toFixed(1)}" class="${kind}">${escaped(words)}</text>`
