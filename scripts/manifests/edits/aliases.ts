/** Aliases of what an edit changes, which are no part of it. */
import { isCollection, isNode, visit, type Document, type Node } from 'yaml'
import type { PlannedEdit } from './plan.ts'
import type { Splice } from './splice.ts'

/** Gives each of them the value that it had. */
export function keepAliases(document: Document.Parsed, edits: readonly PlannedEdit[]): Splice[] {
  const parents = edits
    .map(edit => document.getIn(edit.path.slice(0, -1), true))
    .filter(isCollection)
  const replaced = edits.map(edit => document.getIn(edit.path, true))
  const gone = edits
    .filter(edit => edit.value === undefined || edit.replaces !== undefined)
    .map(({ path, replaces }) => [...path.slice(0, -1), replaces ?? path.at(-1)])
    .map(path => document.getIn(path, true))
    .filter(isNode)
  const splices: Splice[] = []
  visit(document, {
    Alias(_key, alias) {
      const source = alias.resolve(document)
      if (!source || !alias.range || replaced.includes(alias)) return
      const isGone = gone.some(node => contains(node, source))
      const isChanged = isCollection(source) && parents.some(parent => contains(source, parent))
      if (!isGone && !isChanged) return
      if (gone.some(node => contains(node, alias))) return
      const [start, end] = alias.range
      splices.push({ start, end, text: JSON.stringify(source.toJS(document)) })
    },
  })
  return splices
}

const contains = (outer: Node, inner: Node): boolean => {
  const [[start, end], [from, to]] = [outer.range ?? [0, 0], inner.range ?? [-1, -1]]
  return start <= from && to <= end
}
