/** The built files hold nothing but what was measured on every Pipy: constructs, forms, names. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parse, type AnyNode } from 'acorn'
import { CONNECTION } from '../../build/pipyjs/functional.ts'
import { visit } from '../../build/pipyjs/lower/syntax.ts'
import { distFile } from '../../scripts/paths.ts'
import { suite } from '../suite.ts'
import { words } from '../words.ts'

const test = suite('dialect')

const CONSTRUCTS = words(`
  Program ExpressionStatement ArrowFunctionExpression AssignmentPattern ObjectPattern
  Identifier Literal TemplateLiteral TemplateElement
  ObjectExpression Property ArrayExpression SpreadElement
  SequenceExpression ConditionalExpression LogicalExpression BinaryExpression UnaryExpression
  AssignmentExpression MemberExpression ChainExpression CallExpression NewExpression
`)

/** Of texts, lists and objects; of built-in objects and classes; and the filters. */
const METHODS = new Set([
  ...words(`
    charAt charCodeAt codePointAt endsWith includes indexOf lastIndexOf padStart repeat replaceAll
    split startsWith substring toLowerCase toUpperCase trim
    concat every filter find findIndex flatMap forEach join map pop push reduce slice some
    keys values entries fromEntries assign
  `),
  ...words(`
    floor max min now parse stringify decode test log readFile load solve
    shift toString update digest
  `),
  // What Timeout gives is behind a test for insert.
  ...words(`
    listen pipeline link use branch onStart replaceData replaceStreamEnd handleStreamEnd
    connect connectTLS to insert wait then
  `),
  // Of counters; see test/conformance/stats.test.ts.
  ...words('withLabels increase set zero'),
])

const NAMES = new Set(
  words(`
    pipy Data StreamEnd Timeout JSON RegExp Number Math Object Date console os crypto stats
    __inbound undefined
  `),
)

/** Beside them, what the functional API alone has, and the adapter to it. */
const FUNCTIONAL = { methods: ['pipe', 'tell'], names: ['pipeline', CONNECTION] }

const SAFE_ASSIGNMENTS = ['=', '??=', '||=', '&&=']

/** Forms of those constructs that some Pipy lacks, or takes for something else. */
const isUnsafe = (node: AnyNode, parents: readonly AnyNode[]): boolean => {
  const parent = parents.at(-1)
  // Pipy 0.70 takes a parameter's default whatever is passed: the script's own get nothing.
  if (node.type === 'AssignmentPattern')
    return parents.filter(one => one.type === 'ArrowFunctionExpression').length > 1
  if (node.type === 'SpreadElement') return isOneOf(parent, 'CallExpression', 'NewExpression')
  if (node.type === 'AssignmentExpression') return !SAFE_ASSIGNMENTS.includes(node.operator)
  if (node.type === 'UnaryExpression') return node.operator === 'delete'
  if (node.type === 'Property') return node.method || node.kind !== 'init'
  return node.type === 'Identifier' && /^\$./.test(node.name) && node.name !== CONNECTION
}

/** Whether a name is a key, or stands behind a dot. */
const isField = (node: AnyNode, parent: AnyNode | undefined): boolean =>
  (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
  (parent?.type === 'Property' && parent.key === node && !parent.shorthand)

/** The name of a method that is called. */
const methodOf = (node: AnyNode): string[] => {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return []
  return namesIn(node.callee.property)
}

/** The names of parameters, with a default value or without. */
const parametersOf = (node: AnyNode): string[] =>
  node.type === 'ArrowFunctionExpression'
    ? node.params.flatMap(one => boundIn(one.type === 'AssignmentPattern' ? one.left : one))
    : []

const boundIn = (pattern: AnyNode): string[] =>
  pattern.type === 'ObjectPattern'
    ? pattern.properties.flatMap(one => (one.type === 'Property' ? namesIn(one.value) : []))
    : namesIn(pattern)

const namesIn = (node: AnyNode): string[] => (node.type === 'Identifier' ? [node.name] : [])

const isOneOf = (node: AnyNode | undefined, ...types: AnyNode['type'][]): boolean =>
  node !== undefined && types.includes(node.type)

const FILES = ['main', 'probes', 'listeners', 'healthcheck', 'pipy2/main', 'pipy2/healthcheck']
for (const file of FILES.map(name => `${name}.js`)) {
  const [declaration, own] = file.startsWith('pipy2/')
    ? [`var ${CONNECTION};\n`, FUNCTIONAL]
    : ['', { methods: [], names: [] }]
  const text = readFileSync(distFile(file), 'utf8')
  // The one statement in front of the expression is what Pipy 1.5 and 2 know a "$" by.
  const source = text.replace(declaration, '')
  const program = parse(source, { ecmaVersion: 'latest' })
  const found: [AnyNode, AnyNode[]][] = []
  visit(program, (node, parents) => found.push([node, parents]))
  const nodes = found.map(([node]) => node)
  const at = (node: AnyNode) => source.slice(node.start, node.end).split('\n')[0]

  test(`${file} is one expression without a semicolon at its end`, () => {
    const statements = program.body.map(({ type }) => type)
    assert.deepEqual(statements, ['ExpressionStatement'])
    assert.equal(text.includes(CONNECTION), declaration !== '')
    assert.equal(source.trimEnd().endsWith('))()'), true)
  })

  test(`${file} has no construct that some Pipy lacks`, () => {
    const unknown = nodes.filter(({ type }) => !CONSTRUCTS.includes(type))
    const unsafe = found.flatMap(([node, parents]) => (isUnsafe(node, parents) ? node : []))
    assert.deepEqual(
      unknown.map(node => `${node.type}: ${at(node)}`),
      [],
    )
    assert.deepEqual(unsafe.map(at), [])
  })

  test(`${file} has parentheses around assignments and arrows in branches of ?:`, () => {
    const branches = nodes.flatMap(node =>
      node.type === 'ConditionalExpression' ? [node.consequent, node.alternate] : [],
    )
    const bare = branches.filter(
      branch =>
        isOneOf(branch, 'AssignmentExpression', 'ArrowFunctionExpression') &&
        !source.slice(0, branch.start).trimEnd().endsWith('('),
    )
    assert.deepEqual(bare.map(at), [])
  })

  test(`${file} has a ?. on each link of a chain, and no call behind one`, () => {
    const links = found.flatMap(([node, parents]) =>
      node.type === 'MemberExpression' && parents.some(one => one.type === 'ChainExpression')
        ? [node]
        : [],
    )
    const behind = links.filter(
      ({ optional, object }) => !optional && object.type === 'MemberExpression' && object.optional,
    )
    const calls = nodes.filter(
      node =>
        node.type === 'CallExpression' &&
        node.callee.type === 'MemberExpression' &&
        node.callee.optional,
    )
    assert.deepEqual(behind.map(at), [])
    assert.deepEqual(calls.map(at), [])
  })

  test(`${file} calls no method, and names no global, that was not measured everywhere`, () => {
    const called = new Set(nodes.flatMap(methodOf))
    assert.deepEqual(
      [...called].filter(method => !METHODS.has(method) && !own.methods.includes(method)),
      [],
    )
    const declared = new Set(nodes.flatMap(parametersOf))
    const used = new Set(
      found.flatMap(([node, parents]) => (isField(node, parents.at(-1)) ? [] : namesIn(node))),
    )
    const known = new Set([...declared, ...NAMES, ...own.names])
    const isVariable = (name: string) => declaration === '' && name.startsWith('_')
    const isKnown = (name: string) => known.has(name) || isVariable(name)
    assert.deepEqual(
      [...used].filter(name => !isKnown(name)),
      [],
    )
  })
}

test.run()
