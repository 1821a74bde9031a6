/** The two styles of YAML, as what can be done in either. */
import type { Node } from 'yaml'
import type { Mapping, Pair, Splice } from './splice.ts'

/** How maps and sequences of one style are edited, each call in one place of the text. */
export interface Style {
  /** `map` has another pair already, or is a flow map; `isFirst` of those that are added to it. */
  addPair(text: string, map: Mapping, key: string, value: unknown, isFirst: boolean): Splice
  /** Puts another key and value in the place of `pair`. */
  replacePair(text: string, map: Mapping, pair: Pair, key: string, value: unknown): Splice
  /** `removed` are all that are taken from the map, this one among them. */
  removePair(text: string, map: Mapping, pair: Pair, removed: readonly Pair[]): Splice
  /** Adds behind `last`, the last item of a sequence. */
  addItem(text: string, last: Node, value: unknown): Splice
  /** Puts an item before another. */
  insertItem(text: string, item: Node, value: unknown): Splice
  replaceItem(text: string, item: Node, value: unknown): Splice
  removeItem(text: string, item: Node): Splice
}
