/** What a terminal shows, as pieces of one colour. */

/** How a piece looks; the names are the picture's classes. */
type Look = 'bold' | 'dim' | 'red' | 'green' | ''

/** A piece of a line, which begins at a column, from 0. */
export interface Piece {
  readonly column: number
  readonly text: string
  readonly look: Look
}

/** The codes of colours and weights that the table has; every other one ends them. */
const LOOKS: Readonly<Record<string, Look>> = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green' }

/** The screens of an output, each of which begins where the terminal is cleared. */
export const screensOf = (output: string): string[][] =>
  output
    .split('\x1b[2J\x1b[H')
    .slice(1)
    .map(screen => screen.split('\n'))

/** A line without its colours. */
export const plain = (line: string): string => line.replace(CODE, '')

const CODE = /\x1b\[(\d*)m/g

/** A line's pieces, one a cell: two blanks part them, so that each can stand at its column. */
export function piecesOf(line: string): Piece[] {
  // A code is found as every second part.
  const parts = line.split(CODE)
  const pieces: Piece[] = []
  let [column, look]: [number, Look] = [0, '']
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1) {
      look = LOOKS[part] ?? ''
      continue
    }
    for (const { 0: text, index: place } of part.matchAll(/\S+(?: \S+)*/g))
      pieces.push({ column: column + place, text, look })
    column += part.length
  }
  return pieces
}
