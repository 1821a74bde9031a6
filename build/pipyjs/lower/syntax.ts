/** The syntax tree of a bundle, and the few questions that the lowering asks of it. */
import type {
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Pattern,
} from 'acorn'

/** Anything that is written as a function; methods have one as their value. */
export type FunctionNode = ArrowFunctionExpression | FunctionDeclaration | FunctionExpression

/** Whether a node is a function of any form. */
export const isFunction = (node: AnyNode): node is FunctionNode =>
  node.type === 'ArrowFunctionExpression' ||
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression'

/** The nodes right below a node, in the order of the text. */
export const children = (node: AnyNode): AnyNode[] =>
  Object.values(node)
    .flat()
    .filter(
      (value): value is AnyNode =>
        typeof value === 'object' && value !== null && typeof value.type === 'string',
    )
    .filter((child, index, all) => all.indexOf(child) === index)
    .sort((one, other) => one.start - other.start)

/** Every node of a tree with its parents, the nearest last. */
export function visit(
  node: AnyNode,
  seen: (node: AnyNode, parents: AnyNode[]) => void,
  parents: AnyNode[] = [],
): void {
  seen(node, parents)
  for (const child of children(node)) visit(child, seen, [...parents, node])
}

/**
 * The nodes of a function's own code: what is inside a function
 * in it, or inside a loop's body, is left out.
 */
export const ownNodes = (node: AnyNode): AnyNode[] =>
  children(node).flatMap(child => [
    child,
    ...(isFunction(child) || child.type === 'ForOfStatement' ? [] : ownNodes(child)),
  ])

/** The names that a pattern declares. */
export function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap(property =>
        namesIn(property.type === 'Property' ? property.value : property),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap(element => (element ? namesIn(element) : []))
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'RestElement':
      return namesIn(pattern.argument)
    default:
      return []
  }
}

/**
 * The names that a function's own code declares, parameters aside, each as often as it is declared.
 */
export const localsOf = (body: AnyNode): string[] =>
  [body, ...ownNodes(body)].flatMap(node => {
    if (node.type === 'VariableDeclaration')
      return node.declarations.flatMap(declaration => namesIn(declaration.id))
    return node.type === 'FunctionDeclaration' && node !== body ? [node.id?.name ?? ''] : []
  })

/** How a statement ends: every way through it returns, none does, or some do. */
export function ending(node: AnyNode | null | undefined): 'returns' | 'goes on' | 'mixed' {
  if (!node) return 'goes on'
  if (node.type === 'ReturnStatement') return 'returns'
  if (node.type === 'BlockStatement') {
    const ends = node.body.map(ending)
    if (ends.includes('returns')) return 'returns'
    return ends.includes('mixed') ? 'mixed' : 'goes on'
  }
  if (node.type !== 'IfStatement') return 'goes on'
  const consequent = ending(node.consequent)
  const alternate = ending(node.alternate)
  return consequent === alternate ? consequent : 'mixed'
}

/** Kinds of expressions that need parentheses in a branch of `?:`. */
const WRAPPED = new Set<string>([
  'AssignmentExpression',
  'ArrowFunctionExpression',
  'FunctionExpression',
  'SequenceExpression',
])

/** Whether an expression of a type needs parentheses in a branch of `?:`. */
export const isWrapped = (type: string): boolean => WRAPPED.has(type)
