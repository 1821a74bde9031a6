/** What a rule of refusal is made of. */
import type { AnyNode } from 'acorn'

/** Whether a node with its parents, the nearest last, is refused; a text is the name that is. */
export type Check = (node: AnyNode, parents: readonly AnyNode[]) => boolean | string | undefined

/** A construct that the compiler refuses. */
export interface Rule {
  /** TypeScript that is refused: a module, or what stands in a function. */
  readonly example: string
  /** Why: by the name that is refused, where there is one. */
  readonly why: string | ((name: string) => string)
  /** The name that the example has refused. */
  readonly name?: string
  /** What to write instead. */
  readonly instead: string
  /** Finds it in the bundle. */
  readonly is: Check
  /** Whether a name is refused at its first place alone. */
  readonly once?: boolean
}

/** The message of a rule for a name, or for its example's. */
export const messageOf = ({ why, instead, name = '' }: Rule, found = name): string =>
  `${typeof why === 'string' ? why : why(found)}: ${instead}`

/** A check for nodes of some kinds, whatever is in them. */
export const kind =
  (...types: AnyNode['type'][]): Check =>
  node =>
    types.includes(node.type)
