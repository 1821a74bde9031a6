/** Block style: a line a pair, a dash an item, and what belongs together at one column. */
import { stringify } from 'yaml'
import {
  columnOf,
  endOf,
  lineEnd,
  lineStart,
  rangeOf,
  startOf,
  type Mapping,
  type Pair,
  type Splice,
} from './splice.ts'
import type { Style } from './style.ts'

/** Edits whole lines, but for the first key after a dash. */
export const BLOCK: Style = {
  addPair(text, map, key, value) {
    const last = map.items.at(-1) as Pair
    const column = columnOf(text, startOf(last))
    return insertLine(text, endOf(text, last), column, blockText({ [key]: value }, column))
  },
  replacePair(text, _map, pair, key, value) {
    const start = startOf(pair)
    return {
      start,
      end: endOf(text, pair),
      text: blockText({ [key]: value }, columnOf(text, start)),
    }
  },
  removePair(text, map, pair) {
    const [start, end] = [startOf(pair), endOf(text, pair)]
    const line = lineStart(text, start)
    const isAlone = /^ *$/.test(text.slice(line, start))
    // The first key after a dash leaves its line to the next one.
    return isAlone
      ? { start: line, end: lineEnd(text, end), text: '' }
      : { start, end: nextStart(map, pair) ?? end, text: '' }
  },
  addItem(text, last, value) {
    const { start, end } = rangeOf(text, last)
    const column = columnOf(text, dashOf(text, start))
    return insertLine(text, end, column, `- ${blockText(value, column + 2)}`)
  },
  insertItem(text, item, value) {
    const line = lineStart(text, dashOf(text, rangeOf(text, item).start))
    // A comment above an item is about that item.
    const start = line - (/(?:(?<=\n) *#.*\r?\n)*$/.exec(text.slice(0, line))?.[0].length ?? 0)
    const column = columnOf(text, dashOf(text, rangeOf(text, item).start))
    const added = `${' '.repeat(column)}- ${blockText(value, column + 2)}\n`
    return { start, end: start, text: added }
  },
  replaceItem(text, item, value) {
    const range = rangeOf(text, item)
    return { ...range, text: blockText(value, columnOf(text, range.start)) }
  },
  removeItem(text, item) {
    const { start, end } = rangeOf(text, item)
    return { start: lineStart(text, dashOf(text, start)), end: lineEnd(text, end), text: '' }
  },
}

const nextStart = (map: Mapping, pair: Pair): number | undefined => {
  const next = map.items[map.items.indexOf(pair) + 1]
  return next && startOf(next)
}

const dashOf = (text: string, position: number): number => text.lastIndexOf('-', position)

/** A line below the one where `end` is; a comment behind that stays there. */
const insertLine = (text: string, end: number, column: number, added: string): Splice => {
  const comment = /^[ \t]+#[^\r\n]*/.exec(text.slice(end, lineEnd(text, end)))?.[0] ?? ''
  const start = end + comment.length
  return { start, end: start, text: `\n${' '.repeat(column)}${added}` }
}

/** YAML whose lines after the first are moved to a column; empty ones stay empty. */
const blockText = (value: unknown, column: number): string =>
  stringify(value, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line, index) => (index === 0 || line === '' ? line : ' '.repeat(column) + line))
    .join('\n')
