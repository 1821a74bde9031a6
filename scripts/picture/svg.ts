/** Screens of a terminal as a picture that moves, for light pages and dark ones. */
import { piecesOf, type Piece } from './ansi.ts'

/** In pixels: a character of the font, whatever the font makes of it. */
const [WIDTH, HEIGHT] = [7.6, 19]
const MARGIN = 16
/** In seconds: a screen, and the last one, which tells how it ends. */
const [SHOWN, LAST_SHOWN] = [1, 5]

/** A picture of screens, one after the other; who wants no motion sees the last one. */
export function svgOf(screens: readonly (readonly string[])[], label: string): string {
  const lines = screens.map(screen => screen.map(piecesOf))
  const columns = Math.max(...lines.flat(2).map(({ column, text }) => column + text.length))
  const rows = Math.max(...screens.map(screen => screen.length))
  const [width, height] = [columns * WIDTH + 2 * MARGIN, rows * HEIGHT + 2 * MARGIN - 4].map(
    Math.ceil,
  )
  const attributes = `viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ${attributes}>
${styleOf(screens.length)}
<rect width="${width}" height="${height}" rx="8"/>
${lines.map(screenOf).join('\n')}
</svg>
`
}

const styleOf = (count: number): string => {
  const whole = count - 1 + LAST_SHOWN / SHOWN
  const last = (((count - 1) / whole) * 100).toFixed(2)
  const each = (100 / whole).toFixed(2)
  const delays = Array.from(
    { length: count - 1 },
    (_, index) => `.s${index} { animation-delay: ${index * SHOWN}s }`,
  )
  return `<style>
  text { font: 12.5px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #24292f; }
  rect { fill: #f6f8fa; } .bold { font-weight: 600; } .dim { fill: #6e7781; }
  .red { fill: #cf222e; } .green { fill: #1a7f37; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } rect { fill: #161b22; } .dim { fill: #8b949e; }
    .red { fill: #ff7b72; } .green { fill: #3fb950; }
  }
  .screen { visibility: hidden; } .last { visibility: visible; }
  @media (prefers-reduced-motion: no-preference) {
    .screen { animation: shown ${whole * SHOWN}s infinite step-end; }
    .last { animation-name: last; }
    ${delays.join(' ')}
  }
  @keyframes shown { 0% { visibility: visible } ${each}% { visibility: hidden } }
  @keyframes last { 0% { visibility: hidden } ${last}% { visibility: visible } }
</style>`
}

const screenOf = (lines: Piece[][], index: number, all: readonly Piece[][][]): string => {
  const name = index === all.length - 1 ? 'screen last' : `screen s${index}`
  return `<g class="${name}">\n${lines.flatMap(lineOf).join('\n')}\n</g>`
}

const lineOf = (pieces: Piece[], row: number): string[] =>
  pieces.map(({ column, text, look }) => {
    const [x, y] = [MARGIN + column * WIDTH, MARGIN + row * HEIGHT + 13]
    const length = `textLength="${(text.length * WIDTH).toFixed(1)}"`
    const colour = look === '' ? '' : ` class="${look}"`
    return `<text x="${x.toFixed(1)}" y="${y}" ${length}${colour}>${escaped(text)}</text>`
  })

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
