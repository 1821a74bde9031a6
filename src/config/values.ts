/** Narrowing of values that come from JSON. */
import { portOf } from '../text.ts'

export interface Fields {
  readonly [name: string]: unknown
}

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A port given as a number or in digits; 0 for anything else. */
export const portFrom = (value: unknown): number => {
  if (typeof value === 'number') return value >= 1 && value <= 65535 && Math.floor(value) === value ? value : 0
  return typeof value === 'string' ? portOf(value) : 0
}
