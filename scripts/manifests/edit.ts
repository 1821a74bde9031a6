/**
 * Edits made in a manifest's text, by the ranges of its nodes: every byte
 * outside what an edit names stays as it was.
 */
import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  stringify,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { applyEdits, valueAt } from '../../src/pod/edits.ts'
import type { Edit, Path } from '../../src/pod/types.ts'

interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with the edits made. `document` is the text's only document, parsed with positions. */
export function editText(text: string, document: Document.Parsed, edits: readonly Edit[]): string {
  if (edits.length === 0) return text
  const value: unknown = document.toJS()
  const planned = mergeReplacements(
    document,
    edits.map(edit => ownEdit(document, value, edits, edit)),
  ).filter(unique)
  const splices = [
    ...planned.flatMap(edit => spliceFor(text, document, value, edit)),
    ...brokenAliases(document, planned),
  ]
  // From the end on; of two at one place the later goes in first, and so stands after the earlier.
  return splices
    .map((splice, index) => ({ ...splice, index }))
    .sort((one, other) => other.start - one.start || other.index - one.index)
    .reduce(
      (result, splice) => result.slice(0, splice.start) + splice.text + result.slice(splice.end),
      text,
    )
}

/** A removal and an addition in one map, made in place: `tcpSocket` becomes `httpGet`. */
interface PlannedEdit extends Edit {
  readonly replaces?: string
}

const unique = (edit: Edit, index: number, all: readonly Edit[]): boolean =>
  all.findIndex(other => other.path.join('\0') === edit.path.join('\0')) === index

const mergeReplacements = (document: Document.Parsed, edits: readonly Edit[]): PlannedEdit[] => {
  const replaced = new Set<Edit>()
  return edits.flatMap((edit, index): PlannedEdit[] => {
    if (replaced.has(edit)) return []
    const next = edits[index + 1]
    if (
      edit.value !== undefined ||
      next?.value === undefined ||
      next.path.length !== edit.path.length
    )
      return [edit]
    const parent = (path: Path) => path.slice(0, -1).join('\0')
    if (
      typeof edit.path.at(-1) !== 'string' ||
      parent(edit.path) !== parent(next.path) ||
      document.hasIn(next.path)
    )
      return [edit]
    replaced.add(next)
    return [{ ...next, replaces: String(edit.path.at(-1)) }]
  })
}

/**
 * An edit below an alias or a merge would change other places, too: then the
 * deepest value of the path's own is written anew, with all edits in it.
 */
const ownEdit = (
  document: Document.Parsed,
  value: unknown,
  edits: readonly Edit[],
  edit: Edit,
): Edit => {
  let node: unknown = document.contents
  for (const [depth, step] of edit.path.entries()) {
    const last = depth === edit.path.length - 1
    if (last && edit.isInsertion) return edit
    const next = isCollection(node) ? childOf(node, step) : undefined
    const merged =
      isMap(node) &&
      next === undefined &&
      valueAt(value, edit.path.slice(0, depth + 1)) !== undefined
    if (isAlias(next) || (merged && !(last && edit.value !== undefined))) {
      const path = edit.path.slice(0, merged ? depth : depth + 1)
      const below = edits.filter(other => isAt(path, other))
      return { path, value: valueAt(applyEdits(value, below), path) }
    }
    node = next
  }
  return edit
}

/** Whether an edit changes what is at a path, and not what stands around it. */
const isAt = (path: Path, edit: Edit): boolean =>
  path.every((step, index) => edit.path[index] === step) &&
  !(edit.isInsertion && edit.path.length === path.length)

const childOf = (node: YAMLMap | YAMLSeq, step: string | number): unknown => node.get(step, true)

const spliceFor = (
  text: string,
  document: Document.Parsed,
  value: unknown,
  edit: PlannedEdit,
): Splice[] => {
  const parent = document.getIn(edit.path.slice(0, -1), true)
  const step = edit.path.at(-1) ?? ''
  if (isSeq(parent)) {
    const sequence = parent as YAMLSeq<Node>
    return [
      edit.isInsertion
        ? beforeItem(text, sequence, Number(step), edit.value)
        : inSequence(text, sequence, Number(step), edit.value),
    ]
  }
  if (!isMap(parent)) {
    // The parent is empty (`annotations:` with nothing): it is written whole.
    const path = edit.path.slice(0, -1)
    return spliceFor(text, document, value, {
      path,
      value: valueAt(applyEdits(value, [edit]), path),
    })
  }
  const map = parent as YAMLMap<Node, Node | null>
  const pair = map.items.find(item => keyOf(item) === (edit.replaces ?? String(step)))
  if (edit.replaces !== undefined && pair)
    return [replacePair(text, map, pair, String(step), edit.value)]
  if (edit.value === undefined) return pair ? [removePair(text, map, pair)] : []
  return [
    pair ? replaceValue(text, map, pair, edit.value) : addPair(text, map, String(step), edit.value),
  ]
}

const keyOf = (pair: Pair<unknown, unknown>): string =>
  isScalar(pair.key) ? String(pair.key.value) : ''

/** Scalars keep their quotes; anything else is written below its key. */
const replaceValue = (
  text: string,
  map: YAMLMap,
  pair: Pair<Node, Node | null>,
  value: unknown,
): Splice => {
  const node = pair.value
  if (
    node?.range &&
    isScalar(node) &&
    typeof value !== 'object' &&
    node.range[1] > node.range[0] &&
    !node.type?.startsWith('BLOCK')
  ) {
    return { start: node.range[0], end: node.range[1], text: scalarText(map, node.type, value) }
  }
  return replacePair(text, map, pair, keyOf(pair), value)
}

const scalarText = (map: YAMLMap, type: string | undefined, value: unknown): string => {
  if (typeof value === 'string' && type === 'QUOTE_DOUBLE') return JSON.stringify(value)
  if (typeof value === 'string' && type === 'QUOTE_SINGLE')
    return `'${value.replaceAll("'", "''")}'`
  return map.flow ? plainInFlow(value) : stringify(value, { lineWidth: 0 }).trimEnd()
}

const replacePair = (
  text: string,
  map: YAMLMap,
  pair: Pair<Node, Node | null>,
  key: string,
  value: unknown,
): Splice => {
  const start = startOf(pair)
  const end = endOf(text, pair)
  return {
    start,
    end,
    text: map.flow ? flowPair(text, map, key, value) : blockPair(key, value, columnOf(text, start)),
  }
}

const removePair = (text: string, map: YAMLMap, pair: Pair<Node, Node | null>): Splice => {
  const [start, end] = [startOf(pair), endOf(text, pair)]
  if (!map.flow) {
    const line = text.lastIndexOf('\n', start - 1) + 1
    const next = text.indexOf('\n', end)
    const alone = /^ *$/.test(text.slice(line, start))
    // The first key after a dash leaves its line to the next one.
    if (!alone) return { start, end: nextPairStart(map, pair) ?? end, text: '' }
    return { start: line, end: next < 0 ? text.length : next + 1, text: '' }
  }
  const comma = /^\s*,\s*/.exec(text.slice(end))
  if (comma) return { start, end: end + comma[0].length, text: '' }
  const before = /,?\s*$/.exec(text.slice(0, start))
  return { start: start - (before?.[0].length ?? 0), end, text: '' }
}

const nextPairStart = (map: YAMLMap, pair: Pair): number | undefined => {
  const next = map.items[map.items.indexOf(pair) + 1]
  return next && startOf(next as Pair<Node, Node | null>)
}

const addPair = (text: string, map: YAMLMap, key: string, value: unknown): Splice => {
  const last = map.items.at(-1) as Pair<Node, Node | null> | undefined
  const [start = 0, valueEnd = 0] = map.range ?? []
  if (!last) {
    return map.flow
      ? { start: start + 1, end: valueEnd - 1, text: flowPair(text, map, key, value) }
      : { start, end: valueEnd, text: `{${JSON.stringify(key)}: ${JSON.stringify(value)}}` }
  }
  const at = endOf(text, last)
  if (map.flow)
    return {
      start: at,
      end: at,
      text: `,${separatorOf(text, last)}${flowPair(text, map, key, value)}`,
    }
  const column = columnOf(text, startOf(last))
  return { start: at, end: at, text: `\n${' '.repeat(column)}${blockPair(key, value, column)}` }
}

const inSequence = (
  text: string,
  sequence: YAMLSeq<Node>,
  index: number,
  value: unknown,
): Splice => {
  const item = sequence.items[index]
  const last = sequence.items.at(-1)
  const range = (node: Node | undefined) => ({
    start: node?.range?.[0] ?? 0,
    end: trimmedEnd(text, node),
  })
  if (!last) {
    const [start = 0, end = 0] = sequence.range ?? []
    return { start, end, text: `[${JSON.stringify(value)}]` }
  }
  if (sequence.flow) {
    if (item && value !== undefined) return { ...range(item), text: JSON.stringify(value) }
    if (!item)
      return {
        start: range(last).end,
        end: range(last).end,
        text: `,${flowSeparator(text, range(last).start)}${JSON.stringify(value)}`,
      }
    const next = sequence.items[1]
    if (index === 0 && next) return { start: range(item).start, end: range(next).start, text: '' }
    const before = /,?\s*$/.exec(text.slice(0, range(item).start))?.[0].length ?? 0
    return { start: range(item).start - before, end: range(item).end, text: '' }
  }
  const anchor = item ?? last
  const itemColumn = columnOf(text, range(anchor).start)
  const dash = text.lastIndexOf('-', range(anchor).start)
  const column = columnOf(text, dash)
  const line = text.lastIndexOf('\n', dash) + 1
  if (item && value === undefined) {
    const next = text.indexOf('\n', range(item).end)
    return { start: line, end: next < 0 ? text.length : next + 1, text: '' }
  }
  const rendered = indentBelow(stringify(value, { lineWidth: 0 }).trimEnd(), column + 2)
  if (item)
    return {
      ...range(item),
      text: indentBelow(stringify(value, { lineWidth: 0 }).trimEnd(), itemColumn),
    }
  return {
    start: range(last).end,
    end: range(last).end,
    text: `\n${' '.repeat(column)}- ${rendered}`,
  }
}

const beforeItem = (
  text: string,
  sequence: YAMLSeq<Node>,
  index: number,
  value: unknown,
): Splice => {
  const start = sequence.items[index]?.range?.[0] ?? 0
  if (sequence.flow)
    return {
      start,
      end: start,
      text: `${JSON.stringify(value)},${flowSeparator(text, start) || ' '}`,
    }
  const dash = text.lastIndexOf('-', start)
  const column = columnOf(text, dash)
  const rendered = indentBelow(stringify(value, { lineWidth: 0 }).trimEnd(), column + 2)
  // A comment above an item is about that item.
  const comments = /(?:(?<=\n) *#.*\n)*$/.exec(text.slice(0, dash - column))?.[0] ?? ''
  const line = dash - column - comments.length
  return { start: line, end: line, text: `${' '.repeat(column)}- ${rendered}\n` }
}

const blockPair = (key: string, value: unknown, column: number): string =>
  indentBelow(stringify({ [key]: value }, { lineWidth: 0 }).trimEnd(), column)

const flowPair = (text: string, map: YAMLMap, key: string, value: unknown): string => {
  const first = map.items[0] as Pair<Node, Node | null> | undefined
  const colon = first?.value?.range
    ? text.slice(first.key.range?.[1] ?? 0, first.value.range[0])
    : ': '
  const isPlain = isScalar(first?.key) && first.key.type === 'PLAIN'
  return `${isPlain ? plainInFlow(key) : JSON.stringify(key)}${/^: ?$/.test(colon) ? colon : ': '}${isPlain ? plainInFlow(value) : JSON.stringify(value)}`
}

/** Without quotes where nothing can be taken for something else. */
const plainInFlow = (value: unknown): string =>
  typeof value === 'string' &&
  /^[A-Za-z/][\w./-]*$/.test(value) &&
  !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value)
    ? value
    : JSON.stringify(value)

/** Blanks before the last pair of a flow map: a line's indentation, or a blank. */
const separatorOf = (text: string, pair: Pair<Node, Node | null>): string =>
  flowSeparator(text, startOf(pair))

const flowSeparator = (text: string, start: number): string => {
  const blanks = /[,{[](\s*)$/.exec(text.slice(0, start))?.[1] ?? ' '
  return blanks.includes('\n')
    ? `\n${blanks.slice(blanks.lastIndexOf('\n') + 1)}`
    : blanks || (text[start - 1] === ',' ? '' : ' ')
}

const startOf = (pair: Pair<Node, Node | null>): number => pair.key.range?.[0] ?? 0

const endOf = (text: string, pair: Pair<Node, Node | null>): number =>
  pair.value?.range && pair.value.range[1] > (pair.key.range?.[1] ?? 0)
    ? trimmedEnd(text, pair.value)
    : (pair.key.range?.[1] ?? 0) + 1

/** A node's end without the line breaks after it. */
const trimmedEnd = (text: string, node: Node | null | undefined): number => {
  const [start = 0, end = 0] = node?.range ?? []
  return start + text.slice(start, end).trimEnd().length
}

const columnOf = (text: string, position: number): number =>
  position - (text.lastIndexOf('\n', position - 1) + 1)

/** Text whose lines after the first are moved to a column; empty ones stay empty. */
const indentBelow = (text: string, column: number): string =>
  text
    .split('\n')
    .map((line, index) => (index === 0 || line === '' ? line : ' '.repeat(column) + line))
    .join('\n')

/** Aliases elsewhere of what an edit changes get the value they had. */
const brokenAliases = (document: Document.Parsed, edits: readonly PlannedEdit[]): Splice[] => {
  const places = edits
    .map(edit => document.getIn(edit.path.slice(0, -1), true))
    .filter(isCollection)
  const replaced = edits.map(edit => document.getIn(edit.path, true))
  const splices: Splice[] = []
  visit(document, {
    Alias(_key, alias: Alias) {
      const source = alias.resolve(document)
      const changed =
        source && isCollection(source) && places.some(place => contains(source, place))
      if (!changed || replaced.includes(alias) || !alias.range) return
      splices.push({
        start: alias.range[0],
        end: alias.range[1],
        text: JSON.stringify(source.toJS(document)),
      })
    },
  })
  return splices
}

const contains = (outer: Node, inner: Node): boolean =>
  (outer.range?.[0] ?? 0) <= (inner.range?.[0] ?? -1) &&
  (inner.range?.[1] ?? 0) <= (outer.range?.[1] ?? -1)
