/**
 * Edits made in a manifest's text, by the ranges of its nodes: every byte
 * outside what an edit names stays as it was.
 */
import { isMap, isSeq, type Document, type Node, type YAMLSeq } from 'yaml'
import type { Edit, Path } from '../../src/pod/types.ts'
import { keepAliases } from './edits/aliases.ts'
import { BLOCK } from './edits/block.ts'
import { FLOW } from './edits/flow.ts'
import { planEdits, type PlannedEdit } from './edits/plan.ts'
import { applySplices, keyOf, type Mapping, type Pair, type Splice } from './edits/splice.ts'
import { replaceScalar } from './edits/scalar.ts'

/**
 * The text with the edits made. `document` is the text's only document, parsed
 * with positions. Where a layout is beyond this the text says something else
 * than the edits: whoever calls it parses it again.
 */
export function editText(text: string, document: Document.Parsed, edits: readonly Edit[]): string {
  if (edits.length === 0) return text
  const planned = planEdits(document, edits)
  const splices = [
    ...planned.flatMap(edit => splicesOf(text, document, edit, planned)),
    ...keepAliases(document, planned),
  ]
  return applySplices(text, text.includes('\r\n') ? splices.map(withWindowsEnds) : splices)
}

const withWindowsEnds = (splice: Splice): Splice => ({
  ...splice,
  text: splice.text.replace(/\r?\n/g, '\r\n'),
})

const splicesOf = (
  text: string,
  document: Document.Parsed,
  edit: PlannedEdit,
  planned: readonly PlannedEdit[],
): Splice[] => {
  const parent = document.getIn(edit.path.slice(0, -1), true)
  const beside = planned.filter(other => isBeside(edit.path, other.path))
  if (isMap(parent)) return editMapping(text, parent as Mapping, edit, beside)
  return isSeq(parent) ? editSequence(text, parent as YAMLSeq<Node>, edit) : []
}

/** `beside` are the edits of this map, this one among them. */
const editMapping = (
  text: string,
  map: Mapping,
  edit: PlannedEdit,
  beside: readonly PlannedEdit[],
) => {
  const { path, value, replaces } = edit
  const style = map.flow ? FLOW : BLOCK
  const key = String(path.at(-1))
  const pair = pairAt(map, replaces ?? key)
  const removed = removedOf(map, beside)
  if (value === undefined) return pair ? [style.removePair(text, map, pair, removed)] : []
  const isFirst = beside.find(other => other.value !== undefined) === edit
  if (!pair) return [style.addPair(text, map, key, value, isFirst)]
  const scalar = replaces === undefined ? replaceScalar(map, pair, value) : undefined
  return [scalar ?? style.replacePair(text, map, pair, key, value)]
}

const pairAt = (map: Mapping, key: string): Pair | undefined =>
  map.items.find(item => keyOf(item) === key)

const removedOf = (map: Mapping, edits: readonly PlannedEdit[]): Pair[] =>
  edits
    .filter(({ value }) => value === undefined)
    .flatMap(({ path }) => pairAt(map, String(path.at(-1))) ?? [])

const isBeside = (one: Path, other: Path): boolean =>
  one.length === other.length && one.slice(0, -1).every((step, index) => step === other[index])

const editSequence = (text: string, sequence: YAMLSeq<Node>, edit: PlannedEdit) => {
  const { path, value, isInsertion } = edit
  const style = sequence.flow ? FLOW : BLOCK
  const item = sequence.items[Number(path.at(-1))]
  const last = sequence.items.at(-1)
  if (value === undefined) return item ? [style.removeItem(text, item)] : []
  if (item && isInsertion) return [style.insertItem(text, item, value)]
  if (item) return [style.replaceItem(text, item, value)]
  if (last) return [style.addItem(text, last, value)]
  const [start, end] = sequence.range ?? [0, 0]
  return [{ start, end, text: JSON.stringify([value]) }]
}
