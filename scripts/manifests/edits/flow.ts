/** Flow style, and so JSON: braces, brackets and commas, with blanks as the text has them. */
import { isScalar } from 'yaml'
import { endOf, rangeOf, startOf, type Mapping, type Splice } from './splice.ts'
import type { Style } from './style.ts'

/** Edits with the comma that belongs to a pair or an item. */
export const FLOW: Style = {
  addPair(text, map, key, value, isFirst) {
    const pair = pairText(text, map, key, value)
    const last = map.items.at(-1)
    if (last) return insertBehind(text, startOf(last), endOf(text, last), pair)
    const [start, end] = map.range ?? [0, 0]
    return isFirst
      ? { start: start + 1, end: end - 1, text: pair }
      : { start: end - 1, end: end - 1, text: `, ${pair}` }
  },
  replacePair: (text, map, pair, key, value) => ({
    start: startOf(pair),
    end: endOf(text, pair),
    text: pairText(text, map, key, value),
  }),
  /**
   * With the comma before it, or behind where nothing before it stays: so neighbours do not meet.
   */
  removePair(text, map, pair, removed) {
    const before = map.items.slice(0, map.items.indexOf(pair))
    const [previous, next] = [before.at(-1), map.items[before.length + 1]]
    const end = endOf(text, pair)
    return previous && before.some(one => !removed.includes(one))
      ? { start: endOf(text, previous), end, text: '' }
      : { start: startOf(pair), end: next ? startOf(next) : end, text: '' }
  },
  addItem(text, last, value) {
    const { start, end } = rangeOf(text, last)
    return insertBehind(text, start, end, JSON.stringify(value))
  },
  insertItem(text, item, value) {
    const { start } = rangeOf(text, item)
    const added = `${JSON.stringify(value)},${blanksBefore(text, start) || ' '}`
    return { start, end: start, text: added }
  },
  replaceItem: (text, item, value) => ({ ...rangeOf(text, item), text: JSON.stringify(value) }),
  removeItem(text, item) {
    const { start, end } = rangeOf(text, item)
    return removeWithComma(text, start, end)
  },
}

/** Without quotes where nothing can be taken for something else. */
export const plainText = (value: unknown): string =>
  typeof value === 'string' &&
  /^[A-Za-z/][\w./-]*$/.test(value) &&
  !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value)
    ? value
    : JSON.stringify(value)

/** A key and a value, in quotes and with a colon as the map's first pair has them. */
const pairText = (text: string, map: Mapping, key: string, value: unknown): string => {
  const first = map.items[0]
  const isPlain = isScalar(first?.key) && first.key.type === 'PLAIN'
  const words = isPlain ? plainText : (one: unknown) => JSON.stringify(one)
  const between = text.slice(first?.key.range?.[1] ?? 0, first?.value?.range?.[0] ?? 0)
  return `${words(key)}${between === ':' ? ':' : ': '}${words(value)}`
}

/** Behind the last pair or item, after a comma and the blanks that stand before that one. */
const insertBehind = (text: string, start: number, end: number, added: string): Splice => ({
  start: end,
  end,
  text: `,${blanksBefore(text, start)}${added}`,
})

/** A line's indentation, or a blank; nothing where the text has no blanks after a comma. */
const blanksBefore = (text: string, position: number): string => {
  const blanks = /[,{[](\s*)$/.exec(text.slice(0, position))?.[1] ?? ' '
  if (blanks.includes('\n')) return `\n${blanks.slice(blanks.lastIndexOf('\n') + 1)}`
  return blanks || (text[position - 1] === ',' ? '' : ' ')
}

/** The comma behind goes with it; the one before where it is the last. */
const removeWithComma = (text: string, start: number, end: number): Splice => {
  const behind = /^\s*,\s*/.exec(text.slice(end))?.[0].length
  if (behind !== undefined) return { start, end: end + behind, text: '' }
  const before = /,?\s*$/.exec(text.slice(0, start))?.[0].length ?? 0
  return { start: start - before, end, text: '' }
}
