/** Edits applied to plain objects; what they do not name is shared with the original. */
import { isEqual, isList } from '../config/values.ts'
import type { Edit, Handlers, Path } from './types.ts'

type Fields = { readonly [name: string]: unknown }

/** The value with all edits made, in their order. Missing objects on the way are made. */
export const applyEdits = <Value>(value: Value, edits: readonly Edit[]): Value =>
  edits.reduce((result, edit) => applyEdit(result, edit.path, edit) as Value, value)

const applyEdit = (value: unknown, path: Path, edit: Edit): unknown => {
  const step = path[0]
  if (step === undefined) return edit.value
  const rest = path.slice(1)
  if (isList(value)) {
    const items = step === value.length ? value.concat([[undefined]]) : value
    return items.flatMap((item, index) => {
      if (index !== step) return [item]
      if (rest.length === 0 && edit.isInsertion) return [edit.value, item]
      return rest.length === 0 && edit.value === undefined ? [] : [applyEdit(item, rest, edit)]
    })
  }
  const fields = (value ?? {}) as Fields
  const name = `${step}`
  if (rest.length === 0 && edit.value === undefined) return without(fields, name)
  return { ...fields, [name]: applyEdit(fields[name], rest, edit) }
}

const without = (fields: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(entry => entry[0] !== name))

/**
 * The edits that give an object at `path` other values in
 * the fields that are named; all others stay.
 */
export function fieldEdits(
  path: Path,
  before: object,
  after: object,
  names: readonly string[],
): Edit[] {
  const [present, wanted] = [before as Fields, after as Fields]
  return names
    .filter(name => !isEqual(present[name], wanted[name]))
    .map(name => ({ path: [...path, name], value: wanted[name] }))
}

/** The fields of httpGet that rewriting changes; all others stay. */
export const isRewritten = (field: string): boolean => REWRITTEN.some(name => name === field)

const REWRITTEN = ['path', 'port', 'scheme'] as const

/** The edits that give a probe at `path` another handler: in place where both are `httpGet`. */
export function handlerEdits(path: Path, before: Handlers, after: Handlers): Edit[] {
  // An author's httpHeaders are the same before and after; a TCP check's are ours, and name its
  // port.
  if (before.httpGet && after.httpGet)
    return fieldEdits([...path, 'httpGet'], before.httpGet, after.httpGet, [
      ...REWRITTEN,
      'httpHeaders',
    ])
  const edits = fieldEdits(path, before, after, ['tcpSocket', 'grpc', 'httpGet'])
  return [
    ...edits.filter(({ value }) => value === undefined),
    ...edits.filter(({ value }) => value !== undefined),
  ]
}

/** The value at a path; undefined where a step is missing. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, step) => (at === undefined || at === null ? undefined : (at as Fields)[step]),
    value,
  )
