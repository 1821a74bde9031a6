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
import type { AnyNode, BlockStatement, ForOfStatement, Statement } from 'acorn'
import { choice, group, item, reindented, STEP, UNDEFINED, type Item } from './layout.ts'
import { assignments } from './patterns.ts'
import { ending, isWrapped, localsOf, namesIn, type FunctionNode } from './syntax.ts'

/** What gives the texts of the expressions in a function. */
export interface Expressions {
  /** A node's text, indented as in the source. */
  render(node: AnyNode): string
  /** A node's text where a comma would end it. */
  operand(node: AnyNode): string
  /** A node's text where an operator stands beside it. */
  tight(node: AnyNode): string
  /** The blanks before the line on which a node starts. */
  indentOf(node: AnyNode): string
}

/** `(parameters, locals) => (…)`; `indent` is that of the line it starts on. */
export function lowerFunction(
  expressions: Expressions,
  node: FunctionNode,
  body: BlockStatement,
  indent: string,
): string {
  const statements = ending(body) === 'returns' ? body.body : [...body.body, END]
  const parameters = node.params.map(parameter => expressions.render(parameter))
  // A `var` by the name of a parameter is that parameter.
  const own = node.params.flatMap(namesIn)
  const locals = unique(localsOf(body)).filter(name => !own.includes(name))
  const names = [...parameters, ...locals].join(', ')
  return `(${names}) => ${group(lowerStatements(expressions, statements, indent + STEP), indent)}`
}

/** What a function that reaches its end returns. */
const END: Statement = { type: 'ReturnStatement', start: 0, end: 0 }

/** The expressions that statements stand for, in their order, laid out at `indent`. */
const lowerStatements = (
  expressions: Expressions,
  statements: readonly Statement[],
  indent: string,
): Item[] => {
  const hoisted = statements.filter(statement => statement.type === 'FunctionDeclaration')
  return [
    ...hoisted.map(declaration =>
      item(`${declaration.id.name} = ${reindent(expressions, declaration, indent)}`),
    ),
    ...lowerRest(
      expressions,
      statements.filter(statement => statement.type !== 'FunctionDeclaration'),
      indent,
    ),
  ]
}

const lowerRest = (
  expressions: Expressions,
  statements: readonly Statement[],
  indent: string,
): Item[] => {
  const [first, ...rest] = statements
  if (!first) return []
  if (first.type === 'ReturnStatement') {
    return first.argument ? [value(expressions, first.argument, indent)] : [UNDEFINED]
  }
  if (first.type === 'IfStatement') return lowerIf(expressions, first, rest, indent)
  if (first.type === 'BlockStatement')
    return lowerStatements(expressions, [...first.body, ...rest], indent)
  return [...lowerOne(expressions, first, indent), ...lowerRest(expressions, rest, indent)]
}

const lowerOne = (expressions: Expressions, statement: AnyNode, indent: string): Item[] => {
  if (statement.type === 'ExpressionStatement') {
    return [value(expressions, statement.expression, indent)]
  }
  if (statement.type === 'VariableDeclaration') {
    return statement.declarations.flatMap(({ id, init }) =>
      assignments(
        id,
        init ? operand(expressions, init, indent) : 'undefined',
        init?.type === 'Identifier',
      ),
    )
  }
  if (statement.type === 'ForOfStatement') return lowerForOf(expressions, statement, indent)
  return []
}

const lowerForOf = (
  expressions: Expressions,
  { left, right, body }: ForOfStatement,
  indent: string,
): Item[] => {
  if (left.type !== 'VariableDeclaration') return []
  const locals = [
    ...left.declarations.map(({ id }) => expressions.render(id)),
    ...unique(localsOf(body)),
  ]
  const items = lowerStatements(expressions, blockOf(body), indent + STEP)
  const list = reindented(expressions.tight(right), expressions.indentOf(right), indent)
  const each = group(items.length > 0 ? items : [UNDEFINED], indent)
  return [item(`${list}.forEach((${locals.join(', ')}) => ${each})`)]
}

/** One of both branches takes what follows with it, when the other returns. */
const lowerIf = (
  expressions: Expressions,
  node: AnyNode & { type: 'IfStatement' },
  rest: readonly Statement[],
  indent: string,
): Item[] => {
  const test = reindented(expressions.tight(node.test), expressions.indentOf(node.test), indent)
  const consequent = blockOf(node.consequent)
  const alternate = node.alternate ? blockOf(node.alternate) : []
  const lower = (statements: readonly Statement[], depth: string) => {
    const items = lowerStatements(expressions, statements, depth)
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
        [guard(expressions, node.test, test), group(lower(consequent, indent + STEP), indent)].join(
          ' && ',
        ),
      ),
      ...lowerRest(expressions, rest, indent),
    ]
  const both = choice(
    test,
    indent,
    depth => lower(consequent, depth),
    depth => lower(alternate, depth),
  )
  return [both, ...lowerRest(expressions, rest, indent)]
}

const guard = (expressions: Expressions, node: AnyNode, test: string): string =>
  node.type === 'LogicalExpression' && node.operator !== '&&'
    ? `(${expressions.render(node)})`
    : test

const blockOf = (statement: Statement): readonly Statement[] =>
  statement.type === 'BlockStatement' ? statement.body : [statement]

const value = (expressions: Expressions, node: AnyNode, indent: string): Item => ({
  text: operand(expressions, node, indent),
  wrapped: isWrapped(node.type),
})

const operand = (expressions: Expressions, node: AnyNode, indent: string): string =>
  reindented(expressions.operand(node), expressions.indentOf(node), indent)

const reindent = (expressions: Expressions, node: AnyNode, indent: string): string =>
  reindented(expressions.render(node), expressions.indentOf(node), indent)

const unique = (names: string[]): string[] => [...new Set(names)]
