/** Narrowing and comparing of values that come from JSON. */
import { portOf } from '../text.ts'

/** A JSON object whose values are not known yet. */
export interface Fields {
  readonly [name: string]: unknown
}

/** Each number once, in the order of its first place. */
export const unique = (numbers: readonly number[]): number[] =>
  numbers.filter((number, index) => numbers.indexOf(number) === index)

/**
 * Asked by what it can do: `Array.isArray` was not found in every
 * Pipy, and `instanceof` depends on who made the list.
 */
export const isList = (value: unknown): value is unknown[] =>
  typeof value === 'object' && value !== null && typeof (value as Fields).flatMap === 'function'

/** Whether a value is a JSON object, not null and no list. */
export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !isList(value)

/** Whether two values are the same JSON; the order of an object's fields is no matter. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (isList(one))
    return (
      isList(other) &&
      one.length === other.length &&
      one.every((item, index) => isEqual(item, other[index]))
    )
  if (!isObject(one) || !isObject(other)) return one === other
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every(name => isEqual(one[name], other[name]))
  )
}

/** A port given as a number or in digits; 0 for anything else. */
export function portFrom(value: unknown): number {
  if (typeof value === 'number')
    return value >= 1 && value <= 65535 && Math.floor(value) === value ? value : 0
  return typeof value === 'string' ? portOf(value) : 0
}
