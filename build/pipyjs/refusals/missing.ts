/** What PipyJS has no words for, in some Pipy or in all. */
import type { AnyNode } from 'acorn'
import { isFunction } from '../lower/syntax.ts'
import { kind, type Check, type Rule } from './rule.ts'

const no = (what: string, instead: string, example: string, is: Check): Rule => ({
  example,
  why: `PipyJS has no ${what}`,
  instead,
  is,
})

const LOOP = 'use for…of or an array method'
const REST = 'name the elements, or pass an array'

/** `var X = (X2 => …)(X || {})` and `(X2 => …)(X || (X = {}))`: TypeScript's enum and namespace. */
const opensItself: Check = (node, parents) => {
  if (node.type !== 'CallExpression' || !isFunction(node.callee)) return false
  const [opened] = node.arguments
  if (opened?.type !== 'LogicalExpression' || opened.left.type !== 'Identifier') return false
  const parent = parents.at(-1)
  const target =
    opened.right.type === 'AssignmentExpression'
      ? opened.right.left
      : parent?.type === 'VariableDeclarator'
        ? parent.id
        : undefined
  return target?.type === 'Identifier' && target.name === opened.left.name
}

/** Whether a name stands for a variable, and is neither a key nor a property's. */
export function isReference(node: AnyNode, parents: readonly AnyNode[]): boolean {
  const parent = parents.at(-1)
  if (parent?.type === 'MemberExpression') return parent.object === node || parent.computed
  if (parent?.type === 'Property') return parent.value === node || parent.computed
  return true
}

const isVariable = (node: AnyNode, parents: readonly AnyNode[], name: string): boolean =>
  node.type === 'Identifier' && node.name === name && isReference(node, parents)

/** The rules of what cannot be written at all. */
export const MISSING: readonly Rule[] = [
  no(
    'class',
    'write functions over plain objects',
    'class A {}',
    kind('ClassDeclaration', 'ClassExpression'),
  ),
  no(
    '"this"',
    'pass the object as a parameter',
    'return function () { return this }',
    kind('ThisExpression'),
  ),
  no(
    '"super"',
    'call the function by its name',
    'return { f() { return super.f } }',
    kind('Super'),
  ),
  no(
    'enum and no namespace',
    'write a plain object, or a const enum',
    'enum A { B, C }; return A',
    opensItself,
  ),
  no('"while"', LOOP, 'while (n > 0) n = n - 1', kind('WhileStatement')),
  no('"do"', LOOP, 'do { n = n - 1 } while (n > 0)', kind('DoWhileStatement')),
  no('"for (;;)"', LOOP, 'for (let i = 0; i < n; i += 1) list.push(i)', kind('ForStatement')),
  no(
    '"for…in"',
    'use for…of over Object.keys()',
    'for (const key in o) list.push(key)',
    kind('ForInStatement'),
  ),
  no(
    '"for…of" but with a declaration',
    'write "for (const name of list)"',
    'for (n of list) f(n)',
    node =>
      node.type === 'ForOfStatement' && (node.await || node.left.type !== 'VariableDeclaration'),
  ),
  no(
    '"break"',
    'use find, some or every',
    'for (const x of list) { if (x) break }',
    kind('BreakStatement'),
  ),
  no(
    '"continue"',
    'use filter, or put the rest into an if',
    'for (const x of list) { if (x) continue }',
    kind('ContinueStatement'),
  ),
  no(
    '"return" from a loop',
    'use find, some or every',
    'for (const x of list) { if (x) return x }',
    (node, parents) =>
      node.type === 'ReturnStatement' &&
      parents.some(
        (parent, index) =>
          parent.type === 'ForOfStatement' && !parents.slice(index).some(isFunction),
      ),
  ),
  no(
    'labels',
    'make what is left by one a function',
    'once: { if (n) break once }',
    kind('LabeledStatement'),
  ),
  no(
    '"switch"',
    'use if and return, or a table',
    'switch (n) { default: return 1 }',
    kind('SwitchStatement'),
  ),
  no('"try"', 'test before you act', 'try { f() } catch { return 2 }', kind('TryStatement')),
  no('"throw"', 'return the error as a value', 'throw n', kind('ThrowStatement')),
  no('"debugger"', 'use console.log', 'debugger', kind('DebuggerStatement')),
  no(
    'async functions',
    'go on in a function that .then() is given',
    'return async () => 1',
    node => isFunction(node) && node.async,
  ),
  no(
    '"await"',
    'go on in a function that .then() is given',
    'return async () => await f()',
    kind('AwaitExpression'),
  ),
  no(
    'generators',
    'give a list',
    'return function* () { yield 1 }',
    node => isFunction(node) && node.generator,
  ),
  no('import()', 'use an import declaration', 'return import(n)', kind('ImportExpression')),
  no(
    'meta properties',
    'pass what you need as a parameter',
    'return import.meta',
    kind('MetaProperty'),
  ),
  no('"++" and "--" that every version knows', 'write x = x + 1', 'n++', kind('UpdateExpression')),
  no('rest', REST, 'return (...all) => all', kind('RestElement')),
  no(
    'spread in calls',
    'pass an array',
    'f(...list)',
    (node, parents) =>
      node.type === 'SpreadElement' && /^(Call|New)Expression$/.test(parents.at(-1)?.type ?? ''),
  ),
  no(
    'defaults in destructuring',
    'write ?? where the name is used',
    'const { a = 1 } = o',
    (node, parents) =>
      node.type === 'AssignmentPattern' && !parents.at(-1)?.type.includes('Function'),
  ),
  no(
    'destructuring assignment',
    'assign each name',
    '[n] = list',
    node => node.type === 'AssignmentExpression' && node.left.type.endsWith('Pattern'),
  ),
  no(
    'holes in arrays',
    'name each element, or write undefined',
    'const [, second] = list',
    node =>
      (node.type === 'ArrayPattern' || node.type === 'ArrayExpression') &&
      node.elements.includes(null),
  ),
  no(
    'getters and setters',
    'write a function',
    'return { get x() { return 1 } }',
    node => node.type === 'Property' && node.kind !== 'init',
  ),
  no('tagged templates', 'call the function', 'f`text`', kind('TaggedTemplateExpression')),
  no(
    'regex literals',
    'write new RegExp("…")',
    'return /x/',
    node => node.type === 'Literal' && 'regex' in node && Boolean(node.regex),
  ),
  no(
    'BigInt',
    'write a number, or a text',
    'return 10n',
    node => node.type === 'Literal' && 'bigint' in node && Boolean(node.bigint),
  ),
  no(
    '"arguments"',
    'name the parameters',
    'return function () { return arguments }',
    (node, parents) => isVariable(node, parents, 'arguments'),
  ),
  no('"Symbol"', 'use a text', 'return Symbol', (node, parents) =>
    isVariable(node, parents, 'Symbol'),
  ),
]
