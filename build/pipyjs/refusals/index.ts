/** What the compiler refuses, with why and what to write instead. */
import type { Program } from 'acorn'
import { visit } from '../lower/syntax.ts'
import { MISSING } from './missing.ts'
import { messageOf, type Rule } from './rule.ts'
import { TRAPS } from './traps.ts'

export { messageOf, type Rule } from './rule.ts'
export { ADDED, NO_DEFAULT } from './traps.ts'

/** A construct of a bundle that is refused. */
export interface Refusal {
  readonly rule: Rule
  readonly message: string
  /** Its place in the bundle. */
  readonly start: number
  readonly end: number
}

/** All that is refused, in the order of the README's table. */
export const RULES: readonly Rule[] = [...MISSING, ...TRAPS]

/** All refusals of a bundle, in the order of the text. */
export function refusalsOf(program: Program): Refusal[] {
  const refusals: Refusal[] = []
  visit(program, (node, parents) => {
    for (const rule of RULES) {
      const found = rule.is(node, parents)
      if (found === false || found === undefined) continue
      const message = messageOf(rule, found === true ? undefined : found)
      if (rule.once && refusals.some(refusal => refusal.message === message)) continue
      refusals.push({ rule, message, start: node.start, end: node.end })
    }
  })
  return refusals.sort((one, other) => one.start - other.start)
}
