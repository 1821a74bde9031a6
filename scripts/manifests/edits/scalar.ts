/** Scalars in the place of scalars, which keep their quotes. */
import { isScalar, stringify } from 'yaml'
import { plainText } from './flow.ts'
import type { Mapping, Pair, Splice } from './splice.ts'

/** Undefined where the value, or the one before, is more than a word: its pair is written anew. */
export function replaceScalar(map: Mapping, pair: Pair, value: unknown): Splice | undefined {
  const node = pair.value
  if (!isScalar(node) || !node.range || typeof value === 'object') return undefined
  const [start, end] = node.range
  const isWord = end > start && !node.type?.startsWith('BLOCK')
  return isWord ? { start, end, text: wordOf(map, node.type, value) } : undefined
}

const wordOf = (map: Mapping, type: string | undefined, value: unknown): string => {
  if (typeof value === 'string' && type === 'QUOTE_DOUBLE') return JSON.stringify(value)
  if (typeof value === 'string' && type === 'QUOTE_SINGLE')
    return `'${value.replaceAll("'", "''")}'`
  return map.flow ? plainText(value) : stringify(value, { lineWidth: 0 }).trimEnd()
}
