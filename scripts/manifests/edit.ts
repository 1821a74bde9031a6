/**
 * Edits made in a manifest's text, by the ranges of its nodes: every byte
 * outside what an edit names stays as it was.
 */
import { isMap, isSeq, type Document, type Node, type YAMLSeq } from 'yaml'
import type { Edit } from '../../src/pod/types.ts'
import { keepAliases } from './edits/aliases.ts'
import { BLOCK } from './edits/block.ts'
import { FLOW } from './edits/flow.ts'
import { planEdits, type PlannedEdit } from './edits/plan.ts'
import { applySplices, keyOf, type Mapping, type Splice } from './edits/splice.ts'
import { replaceScalar } from './edits/scalar.ts'

/**
 * The text with the edits made. `document` is the text's only document, parsed
 * with positions. Where a layout is beyond this the text says something else
 * than the edits: whoever calls it parses it again.
 */
export function editText(text: string, document: Document.Parsed, edits: readonly Edit[]): string {
  if (edits.length === 0) return text
  const planned = planEdits(document, edits)
  return applySplices(text, [
    ...planned.flatMap(edit => splicesOf(text, document, edit)),
    ...keepAliases(document, planned),
  ])
}

const splicesOf = (text: string, document: Document.Parsed, edit: PlannedEdit): Splice[] => {
  const parent = document.getIn(edit.path.slice(0, -1), true)
  if (isMap(parent)) return editMapping(text, parent as Mapping, edit)
  return isSeq(parent) ? editSequence(text, parent as YAMLSeq<Node>, edit) : []
}

const editMapping = (text: string, map: Mapping, { path, value, replaces }: PlannedEdit) => {
  const style = map.flow ? FLOW : BLOCK
  const key = String(path.at(-1))
  const pair = map.items.find(item => keyOf(item) === (replaces ?? key))
  if (value === undefined) return pair ? [style.removePair(text, map, pair)] : []
  if (!pair) return [style.addPair(text, map, key, value)]
  const scalar = replaces === undefined ? replaceScalar(map, pair, value) : undefined
  return [scalar ?? style.replacePair(text, map, pair, key, value)]
}

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
