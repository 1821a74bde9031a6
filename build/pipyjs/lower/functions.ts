/**
 * Functions with statements as the dialect writes them: one expression, with
 * the locals as trailing parameters.
 *
 *   const f = list => {            f = (list, first) => (
 *     if (!list) return 'none'       !list ? "none" : (
 *     const first = list[0]            first = list[0],
 *     return first.name                first.name
 *   }                                )
 *                                  )
 */
import type { AnyNode, BlockStatement, Pattern, Statement } from 'acorn'
import { isWrapped, type Renderer } from './render.ts'
import { ending, localsOf, namesIn, type FunctionNode } from './syntax.ts'

/** An expression's text, and whether it needs parentheses in a branch of `?:`. */
interface Item {
  readonly text: string
  readonly wrapped: boolean
}

const STEP = '  '
const WIDTH = 100

/** `(parameters, locals) => (…)`; `indent` is that of the line it starts on. */
export const lowerFunction = (
  renderer: Renderer,
  node: FunctionNode,
  body: BlockStatement,
  indent: string,
): string => {
  const statements = ending(body) === 'returns' ? body.body : [...body.body, END]
  const parameters = node.params.map(parameter => renderer.render(parameter))
  return `(${[...parameters, ...unique(localsOf(body))].join(', ')}) => ${group(lowerStatements(renderer, statements, indent + STEP), indent)}`
}

/** What a function that reaches its end returns. */
const END: Statement = { type: 'ReturnStatement', start: 0, end: 0 }
const UNDEFINED: Item = { text: 'undefined', wrapped: false }

/** The expressions that statements stand for, in their order; `indent` is the one they are laid out at. */
const lowerStatements = (
  renderer: Renderer,
  statements: readonly Statement[],
  indent: string,
): Item[] => {
  const hoisted = statements.filter(statement => statement.type === 'FunctionDeclaration')
  return [
    ...hoisted.map(declaration =>
      item(`${declaration.id.name} = ${reindent(renderer, declaration, indent)}`),
    ),
    ...lowerRest(
      renderer,
      statements.filter(statement => statement.type !== 'FunctionDeclaration'),
      indent,
    ),
  ]
}

const lowerRest = (
  renderer: Renderer,
  statements: readonly Statement[],
  indent: string,
): Item[] => {
  const [first, ...rest] = statements
  if (!first) return []
  if (first.type === 'ReturnStatement') {
    return first.argument
      ? [
          {
            text: operand(renderer, first.argument, indent),
            wrapped: isWrapped(first.argument.type),
          },
        ]
      : [UNDEFINED]
  }
  if (first.type === 'IfStatement') return lowerIf(renderer, first, rest, indent)
  if (first.type === 'BlockStatement')
    return lowerStatements(renderer, [...first.body, ...rest], indent)
  return [...lowerOne(renderer, first, indent), ...lowerRest(renderer, rest, indent)]
}

const lowerOne = (renderer: Renderer, statement: AnyNode, indent: string): Item[] => {
  if (statement.type === 'ExpressionStatement') {
    return [
      {
        text: operand(renderer, statement.expression, indent),
        wrapped: isWrapped(statement.expression.type),
      },
    ]
  }
  if (statement.type === 'VariableDeclaration') {
    return statement.declarations.flatMap(({ id, init }) =>
      declare(
        id,
        init ? operand(renderer, init, indent) : 'undefined',
        init?.type === 'Identifier',
      ),
    )
  }
  if (statement.type === 'ForOfStatement' && statement.left.type === 'VariableDeclaration') {
    const locals = [
      ...statement.left.declarations.map(({ id }) => renderer.render(id)),
      ...unique(localsOf(statement.body)),
    ]
    const body = lowerStatements(renderer, blockOf(statement.body), indent + STEP)
    const list = reindented(
      renderer.tight(statement.right),
      renderer.indentOf(statement.right),
      indent,
    )
    return [
      item(
        `${list}.forEach((${locals.join(', ')}) => ${group(body.length > 0 ? body : [UNDEFINED], indent)})`,
      ),
    ]
  }
  return []
}

/** One of both branches takes what follows with it, when the other returns. */
const lowerIf = (
  renderer: Renderer,
  node: AnyNode & { type: 'IfStatement' },
  rest: readonly Statement[],
  indent: string,
): Item[] => {
  const test = reindented(renderer.tight(node.test), renderer.indentOf(node.test), indent)
  const consequent = blockOf(node.consequent)
  const alternate = node.alternate ? blockOf(node.alternate) : []
  const lower = (statements: readonly Statement[], depth: string) => {
    const items = lowerStatements(renderer, statements, depth)
    return items.length > 0 ? items : [UNDEFINED]
  }
  if (ending(node.consequent) === 'returns') {
    return [
      choice(
        test,
        indent,
        depth => lower(consequent, depth),
        depth => lower([...alternate, ...rest], depth),
      ),
    ]
  }
  if (ending(node.alternate) === 'returns') {
    return [
      choice(
        test,
        indent,
        depth => lower([...consequent, ...rest], depth),
        depth => lower(alternate, depth),
      ),
    ]
  }
  if (!node.alternate)
    return [
      item(
        `${guard(renderer, node.test, test)} && ${group(lower(consequent, indent + STEP), indent)}`,
      ),
      ...lowerRest(renderer, rest, indent),
    ]
  const both = choice(
    test,
    indent,
    depth => lower(consequent, depth),
    depth => lower(alternate, depth),
  )
  return [both, ...lowerRest(renderer, rest, indent)]
}

const guard = (renderer: Renderer, node: AnyNode, test: string): string =>
  node.type === 'LogicalExpression' && node.operator !== '&&' ? `(${renderer.render(node)})` : test

const choice = (
  test: string,
  indent: string,
  consequent: (depth: string) => Item[],
  alternate: (depth: string) => Item[],
): Item => {
  const yes = branch(consequent(indent + STEP), indent)
  // A single expression, another choice above all, goes on at the same depth.
  const flat = alternate(indent)
  const no = flat.length === 1 && flat[0] ? wrap(flat[0]) : group(alternate(indent + STEP), indent)
  const line = `${test} ? ${yes} : ${no}`
  if (!line.includes('\n') && line.length < WIDTH && !no.includes(' ? ')) return item(line)
  return item(no.startsWith('(\n') ? line : `${test} ? ${yes} :\n${indent}${no}`)
}

const branch = (items: Item[], indent: string): string => {
  const [only] = items
  return items.length === 1 && only && !only.text.includes('\n') && !only.text.includes(' ? ')
    ? wrap(only)
    : group(items, indent)
}

const wrap = (only: Item): string => (only.wrapped ? `(${only.text})` : only.text)

/** `(…)` over several lines, one expression a line. */
const group = (items: Item[], indent: string): string =>
  `(\n${items.map(({ text }) => indent + STEP + text).join(',\n')}\n${indent})`

const declare = (id: Pattern, init: string, isName: boolean): Item[] => {
  if (id.type === 'Identifier') return [item(`${id.name} = ${init}`)]
  const [holder = ''] = namesIn(id)
  // The last of the names may hold the whole while its parts are taken.
  const names = namesIn(id)
  const whole = isName ? init : (names.at(-1) ?? holder)
  return [
    ...(isName ? [] : [item(`${whole} = ${init}`)]),
    ...partsOf(id, whole).map(([name, part]) => item(`${name} = ${part}`)),
  ]
}

const partsOf = (pattern: Pattern, whole: string): [string, string][] => {
  if (pattern.type === 'Identifier') return [[pattern.name, whole]]
  if (pattern.type === 'ArrayPattern') {
    return pattern.elements.flatMap((element, index) =>
      element ? partsOf(element, `${whole}[${index}]`) : [],
    )
  }
  if (pattern.type !== 'ObjectPattern') return []
  return pattern.properties.flatMap(property =>
    property.type === 'Property' && property.key.type === 'Identifier'
      ? partsOf(property.value, `${whole}.${property.key.name}`)
      : [],
  )
}

const item = (text: string): Item => ({
  text,
  wrapped: / = |=>/.test(text.split('\n')[0] ?? '') && !text.startsWith('('),
})

const blockOf = (statement: Statement): readonly Statement[] =>
  statement.type === 'BlockStatement' ? statement.body : [statement]

const operand = (renderer: Renderer, node: AnyNode, indent: string): string =>
  reindented(renderer.operand(node), renderer.indentOf(node), indent)

const reindent = (renderer: Renderer, node: AnyNode, indent: string): string =>
  reindented(renderer.render(node), renderer.indentOf(node), indent)

/** Text laid out at one depth, laid out at another. */
export const reindented = (text: string, from: string, to: string): string =>
  text
    .split('\n')
    .map((line, index) =>
      index > 0 && line.startsWith(from) ? to + line.slice(from.length) : line,
    )
    .join('\n')

const unique = (names: string[]): string[] => [...new Set(names)]
