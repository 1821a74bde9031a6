/** What is to be written where, so that each edit has a place of its own in the text. */
import { isAlias, isCollection, isMap, type Document } from 'yaml'
import { applyEdits, valueAt } from '../../../src/pod/edits.ts'
import type { Edit, Path } from '../../../src/pod/types.ts'

/** An edit whose parent is a map or a sequence of the text. */
export interface PlannedEdit extends Edit {
  /** The key in whose place it comes: `tcpSocket` becomes `httpGet`. */
  readonly replaces?: string
}

/** In the order of the edits, at most one a path. */
export function planEdits(document: Document.Parsed, edits: readonly Edit[]): PlannedEdit[] {
  const before: unknown = document.toJS()
  const at = (edit: PlannedEdit, path: Path): PlannedEdit => {
    if (path === edit.path) return edit
    // What comes and goes elsewhere in a list moves this path's value.
    const after = applyEdits(
      before,
      edits.filter(one => isBelow(one, path)),
    )
    return { path, value: valueAt(after, path) }
  }
  const own = edits.map(edit => at(edit, pathOutsideAliases(document, before, edit)))
  const placed = mergeReplacements(document, own).map(edit =>
    at(edit, pathBelowParent(document, edit.path)),
  )
  return placed.filter(
    (edit, index) => placed.findIndex(other => isSamePath(other.path, edit.path)) === index,
  )
}

/**
 * An edit below an alias or a merge key would change other places, too: then the
 * deepest value that the path has for itself is written anew.
 */
const pathOutsideAliases = (document: Document.Parsed, before: unknown, edit: Edit): Path => {
  let node: unknown = document.contents
  for (const [depth, step] of edit.path.entries()) {
    const path = edit.path.slice(0, depth + 1)
    if (edit.isInsertion && path.length === edit.path.length) return edit.path
    const child: unknown = isCollection(node) ? node.get(step, true) : undefined
    if (isAlias(child)) return path
    const isMerged = isMap(node) && child === undefined && valueAt(before, path) !== undefined
    const isWritten = path.length === edit.path.length && edit.value !== undefined
    if (isMerged && !isWritten) return path.slice(0, -1)
    node = child
  }
  return edit.path
}

/** A parent that is empty (`annotations:` and nothing), or not there, is written whole. */
const pathBelowParent = (document: Document.Parsed, path: Path): Path => {
  const parent = path.slice(0, -1)
  return isCollection(document.getIn(parent, true)) ? path : pathBelowParent(document, parent)
}

/** A removal and the addition behind it in the same map become one edit, made in place. */
const mergeReplacements = (document: Document.Parsed, edits: readonly Edit[]): PlannedEdit[] =>
  edits.flatMap((edit, index) => {
    const [previous, next] = [edits[index - 1], edits[index + 1]]
    if (next && isReplacement(document, edit, next)) return []
    return previous && isReplacement(document, previous, edit)
      ? [{ ...edit, replaces: String(previous.path.at(-1)) }]
      : [edit]
  })

const isReplacement = (document: Document.Parsed, removal: Edit, addition: Edit): boolean =>
  removal.value === undefined &&
  addition.value !== undefined &&
  typeof removal.path.at(-1) === 'string' &&
  isSamePath(removal.path.slice(0, -1), addition.path.slice(0, -1)) &&
  !document.hasIn(addition.path)

/** Whether an edit changes the value at a path. */
const isBelow = ({ path, isInsertion }: Edit, place: Path): boolean =>
  isSamePath(path.slice(0, place.length), place) && !(isInsertion && isSamePath(path, place))

const isSamePath = (one: Path, other: Path): boolean =>
  one.length === other.length && one.every((step, index) => step === other[index])
