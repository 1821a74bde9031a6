/** What some Pipy would take for something else, or end at, or could give no value for. */
import type { AnyNode } from 'acorn'
import { children, ending, isFunction, localsOf, namesIn, ownNodes } from '../lower/syntax.ts'
import { WORDS } from '../words.ts'
import { isReference } from './missing.ts'
import type { Check, Rule } from './rule.ts'

/** The module has no value. It is found by its want, and so has no place. */
export const NO_DEFAULT: Rule = {
  example: 'pipy({}).listen(8080)',
  why: 'a module without a default export gives Pipy no configuration',
  instead: 'write export default pipy(…)',
  is: node =>
    node.type === 'Program' &&
    !node.body.some(
      statement =>
        statement.type === 'ExportNamedDeclaration' &&
        statement.specifiers.some(
          ({ exported }) => exported.type === 'Identifier' && exported.name === 'default',
        ),
    ),
}

/** Stands for any refusal in code that esbuild added, which no line of TypeScript is behind. */
export const ADDED: Rule = {
  example: 'import * as all from "./all"; export default all',
  why: 'PipyJS has no words for what a namespace as a value, or a CommonJS module, needs',
  instead: 'import each name, from ES modules',
  is: () => false,
}

const DECLARATIONS = [
  'VariableDeclaration',
  'FunctionDeclaration',
  'ClassDeclaration',
  'ExpressionStatement',
  'EmptyStatement',
  'ExportNamedDeclaration',
]

const unsafeText: Check = node =>
  (node.type === 'Literal' && typeof node.value === 'string' && UNSAFE.test(node.value)) ||
  (node.type === 'TemplateElement' && UNSAFE.test(node.value.cooked ?? ''))
const UNSAFE = /[\0\u00a0\ufeff]/

const repeatedKey: Check = node => {
  if (node.type !== 'ObjectExpression') return false
  const keys = node.properties.flatMap(keyOf)
  return keys.find((key, index) => keys.indexOf(key) !== index)
}

const keyOf = (property: AnyNode): string[] => {
  if (property.type !== 'Property' || property.computed) return []
  const { key } = property
  return [key.type === 'Identifier' ? key.name : String((key as { value?: unknown }).value)]
}

/**
 * Where one branch always returns, the other takes what follows with it; where
 * none does, what follows would stand twice.
 */
const mixed: Check = node => {
  if (node.type !== 'IfStatement') return false
  const ends = [ending(node.consequent), ending(node.alternate)]
  return !ends.includes('returns') && ends.includes('mixed')
}

const isDeclared = (name: string, parents: readonly AnyNode[]): boolean =>
  parents.some(
    parent =>
      localsOf(parent).includes(name) ||
      (isFunction(parent) && parent.params.flatMap(namesIn).includes(name)),
  )

const undeclaredType: Check = (node, parents) =>
  node.type === 'UnaryExpression' &&
  node.operator === 'typeof' &&
  node.argument.type === 'Identifier' &&
  !isDeclared(node.argument.name, parents) &&
  node.argument.name

const callsInChain = (node: AnyNode): boolean => {
  if (node.type === 'MemberExpression') return callsInChain(node.object)
  if (node.type !== 'CallExpression') return false
  return (!node.optional && hasOptional(node.callee)) || callsInChain(node.callee)
}

const hasOptional = (node: AnyNode): boolean => {
  if (node.type === 'MemberExpression') return node.optional || hasOptional(node.object)
  return node.type === 'CallExpression' && (node.optional || hasOptional(node.callee))
}

/** One local serves a whole function in PipyJS: two of a name must not be remembered apart. */
const capturedTwice: Check = node => {
  if (!isFunction(node)) return false
  const locals = localsOf(node.body)
  const twice = locals.filter((name, index) => locals.indexOf(name) !== index)
  const inner = ownNodes(node.body).filter(
    child => isFunction(child) || child.type === 'ForOfStatement',
  )
  return twice.find(name => inner.some(child => mentions(child, name)))
}

const mentions = (node: AnyNode, name: string): boolean =>
  (node.type === 'Identifier' && node.name === name) ||
  children(node).some(child => mentions(child, name))

/** What is read before its block has run holds, as a parameter, what a caller passes more. */
const varInBlock: Check = (node, parents) => {
  if (node.type !== 'VariableDeclaration' || node.kind !== 'var') return false
  return parents.some(isFunction) && !isFunction(parents.at(-2) ?? node)
}

const reservedName: Check = (node, parents) =>
  node.type === 'Identifier' &&
  node.name !== 'undefined' &&
  WORDS.has(node.name) &&
  isReference(node, parents) &&
  parents.at(-1)?.type !== 'ExportSpecifier' &&
  node.name

/** The rules of what could be written, and would not do what it says. */
export const TRAPS: readonly Rule[] = [
  NO_DEFAULT,
  {
    example: 'if (Math) console.log(1); export default 1',
    why: 'a module’s top level holds declarations only',
    instead: 'put statements into a function',
    is: (node, parents) => parents.at(-1)?.type === 'Program' && !DECLARATIONS.includes(node.type),
  },
  {
    example: 'const { a } = JSON; export default a',
    why: 'a module’s top level has no destructuring in PipyJS',
    instead: 'declare each name',
    is: (node, parents) =>
      parents.at(-1)?.type === 'Program' &&
      node.type === 'VariableDeclaration' &&
      node.declarations.some(({ id }) => id.type !== 'Identifier'),
  },
  ADDED,
  {
    example: 'if (n) { if (o) return 1; n = 2 } return n',
    why: 'a branch returns on some ways and goes on on others',
    instead: 'let it return on all, or on none',
    is: mixed,
  },
  {
    example: 'if (n) { const x = 1; f(() => x) } else { const x = 2; f(() => x) }',
    name: 'x',
    why: name => `"${name}" is declared twice in a function and used in an inner one`,
    instead: 'name them apart',
    is: capturedTwice,
  },
  {
    example: 'if (n) { var x = 1 } return x',
    why: 'a "var" in a block may be read before it is set',
    instead: 'write let or const, before the block',
    is: varInBlock,
  },
  {
    example: 'return (from) => from',
    name: 'from',
    why: name => `"${name}" is a word of Pipy ${WORDS.get(name)?.join(', ')}, and no name there`,
    instead: 'choose another',
    is: reservedName,
    once: true,
  },
  {
    example: 'return ($x) => $x',
    name: '$x',
    why: name => `"${name}" starts with "$", which Pipy 1.5 reserves`,
    instead: 'choose another name, and for a nested "$" one of its own',
    is: (node, parents) =>
      node.type === 'Identifier' &&
      /^\$./.test(node.name) &&
      isReference(node, parents) &&
      node.name,
  },
  {
    example: 'o.x += 1',
    name: '+=',
    why: operator => `"${operator}" on a property would ask for the object twice`,
    instead: 'write the assignment out',
    is: node =>
      node.type === 'AssignmentExpression' &&
      node.left.type !== 'Identifier' &&
      !['=', '??=', '||=', '&&='].includes(node.operator) &&
      node.operator,
  },
  {
    example: 'delete o.x',
    why: '"delete" on a key written in a literal does nothing in PipyJS',
    instead: 'build a new object without the key',
    is: node => node.type === 'UnaryExpression' && node.operator === 'delete',
  },
  {
    example: 'return typeof nowhere',
    name: 'nowhere',
    why: name => `"typeof ${name}" throws in PipyJS where the name is undeclared`,
    instead: 'ask for a name that is declared',
    is: undeclaredType,
  },
  {
    example: 'return o?.f()',
    why: 'a call after "?." is made in PipyJS even where the chain has ended',
    instead: 'test the value first',
    is: node => node.type === 'ChainExpression' && callsInChain(node.expression),
  },
  {
    example: 'return function again(k) { return k ? again(k - 1) : 0 }',
    name: 'again',
    why: name =>
      `the function expression "${name}" has no name in PipyJS, by which it could call itself`,
    instead: 'declare it as a function',
    is: node => (node.type === 'FunctionExpression' ? node.id?.name : undefined),
  },
  {
    example: 'const { "x-y": part } = o; return part',
    why: 'PipyJS has no patterns, and only plain names are taken out of an object for them',
    instead: 'read the property by its key',
    is: (node, parents) =>
      node.type === 'Property' &&
      parents.at(-1)?.type === 'ObjectPattern' &&
      (node.computed || node.key.type !== 'Identifier'),
  },
  {
    example: 'return { 1: n }',
    why: 'a numeric key reads "1.000000" in Pipy 0.50',
    instead: 'put it in quotes',
    is: node =>
      node.type === 'Property' &&
      !node.computed &&
      node.key.type === 'Literal' &&
      typeof node.key.value === 'number',
  },
  {
    example: 'return { a: 1, a: 2 }',
    name: 'a',
    why: key => `the key "${key}" stands twice, which ends Pipy 0.50`,
    instead: 'leave one out',
    is: repeatedKey,
  },
  {
    example: 'return "\\0"',
    why: 'PipyJS cannot hold NUL, a no-break space or a byte order mark in a text',
    instead: 'make it from bytes',
    is: unsafeText,
  },
]
