/** Edits applied to plain objects; what they do not name is shared with the original. */
import { isList } from '../config/values.ts'
import type { Probe } from '../config/types.ts'
import type { Edit, Path } from './types.ts'

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

/** The fields of httpGet that rewriting changes; all others stay. */
export const isRewritten = (field: string): boolean => REWRITTEN.some(name => name === field)

const REWRITTEN = ['path', 'port', 'scheme'] as const

/** The edits that give a probe at `path` another handler: in place where both are `httpGet`. */
export const handlerEdits = (path: Path, before: Probe, after: Probe): Edit[] => {
  const isSame = before.httpGet !== undefined && after.httpGet !== undefined
  if (!isSame) {
    const handlers = (['tcpSocket', 'httpGet'] as const).filter(handler => before[handler] !== undefined || after[handler] !== undefined)
    return [...handlers.filter(handler => after[handler] === undefined), ...handlers.filter(handler => after[handler] !== undefined)]
      .map(handler => ({ path: [...path, handler], value: after[handler] }))
  }
  return REWRITTEN
    .filter(field => before.httpGet?.[field] !== after.httpGet?.[field])
    .map(field => ({ path: [...path, 'httpGet', field], value: after.httpGet?.[field] }))
}

/** The value at a path; undefined where a step is missing. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, step) => (at === undefined || at === null ? undefined : (at as Fields)[step]), value)
