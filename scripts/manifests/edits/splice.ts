/** Pieces of a text to be replaced, and where the nodes of a parsed document lie in it. */
import { isScalar, type Node, type Pair as YamlPair, type YAMLMap } from 'yaml'

/** What comes in place of the characters from `start` to before `end`. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A key with its value, as a parsed document has it. */
export type Pair = YamlPair<Node, Node | null>
/** A map of a parsed document. */
export type Mapping = YAMLMap<Node, Node | null>

/** Made from the end on; of two at one place the earlier in the list stands first. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  return splices
    .map((splice, index) => ({ ...splice, index }))
    .sort((one, other) => other.start - one.start || other.index - one.index)
    .reduce(
      (result, { start, end, text: put }) => result.slice(0, start) + put + result.slice(end),
      text,
    )
}

/** A pair's key as text; `''` for a key that is no scalar. */
export const keyOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '')

/** Where a pair's key begins. */
export const startOf = (pair: Pair): number => pair.key.range?.[0] ?? 0

/** Where a pair's value ends; behind the colon where it has none. */
export function endOf(text: string, { key, value }: Pair): number {
  const keyEnd = key.range?.[1] ?? 0
  return value?.range && value.range[1] > keyEnd ? rangeOf(text, value).end : keyEnd + 1
}

/** A node's place, without the line breaks behind it. */
export function rangeOf(text: string, node: Node): Pick<Splice, 'start' | 'end'> {
  const [start, end] = node.range ?? [0, 0]
  return { start, end: start + text.slice(start, end).trimEnd().length }
}

/** Where the line of a position begins. */
export const lineStart = (text: string, position: number): number =>
  text.lastIndexOf('\n', position - 1) + 1

/** Where the line of a position ends, its line break in it. */
export function lineEnd(text: string, position: number): number {
  const end = text.indexOf('\n', position)
  return end < 0 ? text.length : end + 1
}

/** The column of a position, from 0. */
export const columnOf = (text: string, position: number): number =>
  position - lineStart(text, position)
