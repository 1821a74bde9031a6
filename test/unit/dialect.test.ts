/** The built files hold nothing but what was measured on every Pipy: constructs, forms, and methods. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parse, type AnyNode } from 'acorn'
import { visit } from '../../build/lower/syntax.ts'
import { distFile } from '../../scripts/paths.ts'
import { suite } from '../suite.ts'

const test = suite('dialect')

const CONSTRUCTS = [
  'Program',
  'ExpressionStatement',
  'ArrowFunctionExpression',
  'AssignmentPattern',
  'Identifier',
  'Literal',
  'TemplateLiteral',
  'TemplateElement',
  'ObjectExpression',
  'Property',
  'ArrayExpression',
  'SpreadElement',
  'SequenceExpression',
  'ConditionalExpression',
  'LogicalExpression',
  'BinaryExpression',
  'UnaryExpression',
  'AssignmentExpression',
  'MemberExpression',
  'ChainExpression',
  'CallExpression',
  'NewExpression',
  'ObjectPattern',
]
const METHODS = new Set([
  // Strings, lists, objects.
  'charAt',
  'charCodeAt',
  'codePointAt',
  'endsWith',
  'includes',
  'indexOf',
  'lastIndexOf',
  'padStart',
  'repeat',
  'replaceAll',
  'split',
  'startsWith',
  'substring',
  'toLowerCase',
  'toUpperCase',
  'trim',
  'concat',
  'every',
  'filter',
  'find',
  'findIndex',
  'flatMap',
  'forEach',
  'join',
  'map',
  'pop',
  'push',
  'reduce',
  'slice',
  'some',
  'keys',
  'values',
  'entries',
  'fromEntries',
  'assign',
  // Built-in objects and classes.
  'floor',
  'max',
  'min',
  'now',
  'parse',
  'stringify',
  'decode',
  'test',
  'log',
  'readFile',
  'load',
  'solve',
  'shift',
  'toString',
  'update',
  'digest',
  // Filters; what Timeout gives is behind a test for insert.
  'listen',
  'pipeline',
  'link',
  'branch',
  'onStart',
  'replaceData',
  'replaceStreamEnd',
  'handleStreamEnd',
  'connect',
  'connectTLS',
  'to',
  'insert',
  'wait',
  'then',
])
const NAMES = new Set([
  'pipy',
  'Data',
  'StreamEnd',
  'Timeout',
  'JSON',
  'RegExp',
  'Number',
  'Math',
  'Object',
  'Date',
  'console',
  'os',
  'crypto',
  '__inbound',
  'undefined',
])

for (const name of ['main', 'probes', 'healthcheck']) {
  const source = readFileSync(distFile(`${name}.js`), 'utf8')
  const program = parse(source, { ecmaVersion: 'latest' })
  const nodes: [AnyNode, AnyNode[]][] = []
  visit(program, (node, parents) => nodes.push([node, parents]))
  const at = (node: AnyNode) => source.slice(node.start, node.end).split('\n')[0]

  test(`${name}.js is one expression without a semicolon at its end`, () => {
    assert.deepEqual(
      program.body.map(({ type }) => type),
      ['ExpressionStatement'],
    )
    assert.equal(source.trimEnd().endsWith('))()'), true)
  })

  test(`${name}.js has no construct that some Pipy lacks`, () => {
    assert.deepEqual(
      nodes
        .filter(([{ type }]) => !CONSTRUCTS.includes(type))
        .map(([node]) => `${node.type}: ${at(node)}`),
      [],
    )
    const unsafe = nodes.filter(
      ([node, parents]) =>
        (node.type === 'SpreadElement' &&
          ['CallExpression', 'NewExpression'].includes(parents.at(-1)?.type ?? '')) ||
        (node.type === 'AssignmentExpression' &&
          !['=', '??=', '||=', '&&='].includes(node.operator)) ||
        (node.type === 'UnaryExpression' && node.operator === 'delete') ||
        (node.type === 'Property' && (node.method || node.kind !== 'init')) ||
        (node.type === 'Identifier' && /^\$./.test(node.name)),
    )
    assert.deepEqual(
      unsafe.map(([node]) => at(node)),
      [],
    )
  })

  test(`${name}.js has parentheses around assignments and arrows in branches of ?:`, () => {
    const bare = nodes
      .flatMap(([node]) =>
        node.type === 'ConditionalExpression' ? [node.consequent, node.alternate] : [],
      )
      .filter(
        ({ type, start }) =>
          ['AssignmentExpression', 'ArrowFunctionExpression'].includes(type) &&
          !source.slice(0, start).trimEnd().endsWith('('),
      )
    assert.deepEqual(bare.map(at), [])
  })

  test(`${name}.js has a ?. on each link of a chain, and no call behind one`, () => {
    const links = nodes.flatMap(([node, parents]) =>
      node.type === 'MemberExpression' && parents.some(({ type }) => type === 'ChainExpression')
        ? [node]
        : [],
    )
    const behind = links.filter(
      link => !link.optional && link.object.type === 'MemberExpression' && link.object.optional,
    )
    assert.deepEqual(behind.map(at), [])
    const calls = nodes.filter(
      ([node]) =>
        node.type === 'CallExpression' &&
        node.callee.type === 'MemberExpression' &&
        node.callee.optional,
    )
    assert.deepEqual(
      calls.map(([node]) => at(node)),
      [],
    )
  })

  test(`${name}.js calls no method, and names no global, that was not measured everywhere`, () => {
    const called = nodes.flatMap(([node]) =>
      node.type === 'CallExpression' &&
      node.callee.type === 'MemberExpression' &&
      node.callee.property.type === 'Identifier'
        ? [node.callee.property.name]
        : [],
    )
    assert.deepEqual(
      [...new Set(called)].filter(method => !METHODS.has(method)),
      [],
    )
    const declared = new Set(
      nodes
        .flatMap(([node]) => (node.type === 'ArrowFunctionExpression' ? node.params : []))
        .flatMap(parameter =>
          parameter.type === 'Identifier'
            ? [parameter.name]
            : parameter.type === 'AssignmentPattern' && parameter.left.type === 'Identifier'
              ? [parameter.left.name]
              : [],
        ),
    )
    const free = nodes.flatMap(([node, parents]) => {
      const parent = parents.at(-1)
      const isField =
        (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
        (parent?.type === 'Property' && parent.key === node && !parent.shorthand)
      return node.type === 'Identifier' && !isField && !declared.has(node.name) ? [node.name] : []
    })
    assert.deepEqual(
      [...new Set(free)].filter(name_ => !NAMES.has(name_) && !name_.startsWith('_')),
      [],
    )
  })
}

test.run()
