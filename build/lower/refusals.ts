/** What the dialect has no words for, with what to write instead. */
import type { AnyNode, Program } from 'acorn'
import { WORDS } from '../../pipy/words.ts'
import { children, ending, isFunction, localsOf, namesIn, ownNodes, visit } from './syntax.ts'

/** A construct that no Pipy accepts, or that one takes for something else. */
export interface Refusal {
  readonly message: string
  /** Its place in the bundle. */
  readonly start: number
  readonly end: number
}

const CONSTRUCTS: Partial<Record<AnyNode['type'], string>> = {
  ClassDeclaration: 'PipyJS has no class: write functions over plain objects',
  ClassExpression: 'PipyJS has no class: write functions over plain objects',
  ThisExpression: 'PipyJS has no "this": pass the object as a parameter',
  WhileStatement: 'PipyJS has no "while": use for…of or an array method',
  DoWhileStatement: 'PipyJS has no "do": use for…of or an array method',
  ForStatement: 'PipyJS has no "for (;;)": use for…of or an array method',
  ForInStatement: 'PipyJS has no "for…in": use for…of over Object.keys()',
  SwitchStatement: 'PipyJS has no "switch": use if and return, or a table',
  TryStatement: 'PipyJS has no "try": test before you act',
  ThrowStatement: 'PipyJS has no "throw": return the error as a value',
  BreakStatement: 'PipyJS has no "break": use find, some or every',
  ContinueStatement: 'PipyJS has no "continue": use filter, or put the rest into an if',
  LabeledStatement: 'PipyJS has no labels',
  AwaitExpression: 'PipyJS has no "await"',
  YieldExpression: 'PipyJS has no generators',
  TaggedTemplateExpression: 'PipyJS has no tagged templates: call the function',
  UpdateExpression: 'PipyJS has no "++" and "--" that every version knows: write x = x + 1',
  ImportExpression: 'PipyJS has no import(): use an import declaration',
  MetaProperty: 'PipyJS has no meta properties',
  RestElement: 'PipyJS has no rest: name the elements, or pass an array',
  PrivateIdentifier: 'PipyJS has no private names',
  DebuggerStatement: 'PipyJS has no "debugger"',
}

/** All refusals of a bundle, in the order of the text. */
export const refusalsOf = (program: Program): Refusal[] => {
  const found: Refusal[] = []
  visit(program, (node, parents) => {
    const messages = [CONSTRUCTS[node.type], ...CHECKS.map(check => check(node, parents))]
    for (const message of messages) if (message) found.push({ message, start: node.start, end: node.end })
  })
  return [...found, ...reservedNames(program)]
}

type Check = (node: AnyNode, parents: AnyNode[]) => string | false | undefined

const CHECKS: Check[] = [
  node => isFunction(node) && node.async && 'PipyJS has no async functions',
  node => isFunction(node) && node.generator && 'PipyJS has no generators',
  node => node.type === 'Literal' && 'regex' in node && node.regex && 'PipyJS has no regex literals: write new RegExp("…")',
  node => node.type === 'Literal' && 'bigint' in node && node.bigint && 'PipyJS has no BigInt',
  node => node.type === 'Literal' && typeof node.value === 'string' && unsafeText(node.value),
  node => node.type === 'TemplateElement' && unsafeText(node.value.cooked ?? ''),
  node => node.type === 'UnaryExpression' && node.operator === 'delete' &&
    '"delete" on a key written in a literal does nothing in PipyJS: build a new object without the key',
  (node, parents) => node.type === 'SpreadElement' && /^(Call|New)Expression$/.test(parents.at(-1)?.type ?? '') &&
    'PipyJS has no spread in calls: pass an array',
  (node, parents) => node.type === 'AssignmentPattern' && !parents.at(-1)?.type.includes('Function') &&
    'PipyJS has no defaults in destructuring: write ?? where the name is used',
  node => (node.type === 'ArrayPattern' || node.type === 'ArrayExpression') && node.elements.includes(null) &&
    'PipyJS has no holes in arrays',
  node => node.type === 'AssignmentExpression' && node.left.type.endsWith('Pattern') &&
    'PipyJS has no destructuring assignment: assign each name',
  node => node.type === 'AssignmentExpression' && !['=', '??=', '||=', '&&='].includes(node.operator) && node.left.type !== 'Identifier' &&
    `"${node.operator}" on a property: write the assignment out`,
  node => node.type === 'Property' && node.kind !== 'init' && 'PipyJS has no getters and setters: write a function',
  node => node.type === 'Property' && !node.computed && node.key.type === 'Literal' && typeof node.key.value === 'number' &&
    'a numeric key reads "1.000000" in Pipy 0.50: put it in quotes',
  node => node.type === 'ObjectExpression' && repeated(node.properties.flatMap(keyOf)),
  node => node.type === 'ForOfStatement' && forOf(node),
  (node, parents) => node.type === 'ReturnStatement' && parents.some((parent, index) =>
    parent.type === 'ForOfStatement' && !parents.slice(index).some(isFunction)) &&
    'PipyJS has no "return" from a loop: use find, some or every',
  node => node.type === 'IfStatement' && mixed(node),
  (node, parents) => node.type === 'Identifier' && (node.name === 'arguments' || node.name === 'Symbol') && isReference(node, parents) &&
    `PipyJS has no "${node.name}"`,
  (node, parents) => node.type === 'Identifier' && /^\$./.test(node.name) && isReference(node, parents) &&
    `a name that starts with "$" is reserved in Pipy 1.5: give "${node.name}" another, or a nested "$" its own`,
  (node, parents) => node.type === 'UnaryExpression' && node.operator === 'typeof' && node.argument.type === 'Identifier' &&
    !declared(node.argument.name, parents) && `"typeof ${node.argument.name}" throws in PipyJS where the name is undeclared`,
  node => node.type === 'ChainExpression' && callsInChain(node.expression) &&
    'a call after "?." is made in PipyJS even where the chain has ended: test the value first',
  node => isFunction(node) && capturedTwice(node),
]

/** The first place of each name that a parser takes for a word of its own. */
const reservedNames = (program: Program): Refusal[] => {
  const found = new Map<string, Refusal>()
  visit(program, (node, parents) => {
    if (node.type !== 'Identifier' || !isReference(node, parents) || parents.at(-1)?.type === 'ExportSpecifier') return
    const lines = node.name === 'undefined' ? undefined : WORDS.get(node.name)
    if (!lines || found.has(node.name)) return
    const message = `"${node.name}" is a word of Pipy ${lines.join(', ')}, and no name there: choose another`
    found.set(node.name, { message, start: node.start, end: node.end })
  })
  return [...found.values()]
}

const unsafeText = (text: string): string | false =>
  /[\0\u00a0\ufeff]/.test(text) && 'PipyJS cannot hold NUL, a no-break space or a byte order mark in a text: make it from bytes'

const keyOf = (property: AnyNode): string[] =>
  property.type !== 'Property' || property.computed ? []
    : [property.key.type === 'Identifier' ? property.key.name : String((property.key as { value?: unknown }).value)]

const repeated = (keys: string[]): string | false => {
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  return twice !== undefined && `the key "${twice}" stands twice, which ends Pipy 0.50`
}

const forOf = (node: AnyNode & { type: 'ForOfStatement' }): string | false =>
  (node.await || node.left.type !== 'VariableDeclaration') && 'only "for (const name of list)" can be written in PipyJS'

/** Where one branch always returns, the other takes what follows with it; where none does, what follows would stand twice. */
const mixed = (node: AnyNode & { type: 'IfStatement' }): string | false => {
  const ends = [ending(node.consequent), ending(node.alternate)]
  return !ends.includes('returns') && ends.includes('mixed') &&
    'a branch returns on some ways and goes on on others: let it return on all, or on none'
}

const isReference = (node: AnyNode, parents: AnyNode[]): boolean => {
  const parent = parents.at(-1)
  if (parent?.type === 'MemberExpression') return parent.object === node || parent.computed
  if (parent?.type === 'Property') return parent.value === node || parent.computed
  return true
}

const declared = (name: string, parents: AnyNode[]): boolean =>
  parents.some(parent => localsOf(parent).includes(name) || (isFunction(parent) && parent.params.flatMap(namesIn).includes(name)))

const callsInChain = (node: AnyNode): boolean => {
  const link = node.type === 'CallExpression' ? node.callee : node.type === 'MemberExpression' ? node.object : undefined
  if (!link) return false
  return (node.type === 'CallExpression' && !node.optional && hasOptional(link)) || callsInChain(link)
}

const hasOptional = (node: AnyNode): boolean => {
  if (node.type === 'MemberExpression') return node.optional || hasOptional(node.object)
  return node.type === 'CallExpression' && (node.optional || hasOptional(node.callee))
}

/** One local serves a whole function in PipyJS, so that two of a name must not be remembered apart. */
const capturedTwice = (node: AnyNode & { body: AnyNode }): string | false => {
  const locals = localsOf(node.body)
  const twice = locals.filter((name, index) => locals.indexOf(name) !== index)
  const inner = ownNodes(node.body).filter(child => isFunction(child) || child.type === 'ForOfStatement')
  const captured = twice.find(name => inner.some(child => mentions(child, name)))
  return captured !== undefined && `"${captured}" is declared twice in a function and used in an inner one: name them apart`
}

const mentions = (node: AnyNode, name: string): boolean =>
  (node.type === 'Identifier' && node.name === name) || children(node).some(child => mentions(child, name))
