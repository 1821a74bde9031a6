/** Aliases of what an edit changes, which are no part of it. */
import { isCollection, visit, type Document, type Node } from 'yaml'
import type { PlannedEdit } from './plan.ts'
import type { Splice } from './splice.ts'

/** Gives each of them the value that it had. */
export function keepAliases(document: Document.Parsed, edits: readonly PlannedEdit[]): Splice[] {
  const parents = edits
    .map(edit => document.getIn(edit.path.slice(0, -1), true))
    .filter(isCollection)
  const replaced = edits.map(edit => document.getIn(edit.path, true))
  const splices: Splice[] = []
  visit(document, {
    Alias(_key, alias) {
      const source = alias.resolve(document)
      if (!isCollection(source) || !alias.range || replaced.includes(alias)) return
      if (!parents.some(parent => contains(source, parent))) return
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
