/** From esbuild's bundle to PipyJS: one expression that every Pipy accepts. */
import { parse, parseExpressionAt, type AnyNode, type Program } from 'acorn'
import { refusalsOf, type Refusal } from '../refusals/index.ts'
import { reindented } from './layout.ts'
import { Renderer } from './render.ts'

export type { Refusal }

/**
 * Lowers an ES module without imports (esbuild's, unminified) whose default
 * export is the script's value. Gives the dialect's text, or why there is none.
 * A `fiber` is a name that starts with "$" and that Pipy 1.5 and 2 keep for each
 * connection: it is declared in front, and no Pipy before takes the text.
 * @throws SyntaxError for what is no JavaScript.
 */
export function lower(bundle: string, fiber?: string): { code: string } | { refusals: Refusal[] } {
  const comments: { text: string; start: number }[] = []
  const program = parse(bundle, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    onComment: (_block, text, start) => void comments.push({ text, start }),
  })
  const refusals = refusalsOf(program).filter(
    ({ start, end }) => fiber === undefined || bundle.slice(start, end) !== fiber,
  )
  if (refusals.length > 0) return { refusals }
  const renderer = new Renderer(bundle)
  const variables = ordered(program).flatMap(statement => {
    const section = comments.filter(comment => comment.start < statement.start).at(-1)
    return topLevel(renderer, statement).map(text => ({
      text,
      section: section?.text.trim() ?? '',
    }))
  })
  const code = `((\n${layOut(variables)}\n) => (\n  ${exportedName(program)}\n))()\n`
  parseExpressionAt(code, 0, { ecmaVersion: 'latest' })
  return { code: fiber === undefined ? code : `var ${fiber};\n${code}` }
}

/** Functions stand first, as a module hoists them. */
const ordered = (program: Program): AnyNode[] => [
  ...program.body.filter(statement => statement.type === 'FunctionDeclaration'),
  ...program.body.filter(statement => statement.type !== 'FunctionDeclaration'),
]

const topLevel = (renderer: Renderer, statement: AnyNode): string[] => {
  const shifted = (node: AnyNode) => reindented(renderer.operand(node), '', '  ')
  if (statement.type === 'FunctionDeclaration')
    return [`${statement.id?.name} = ${shifted(statement)}`]
  if (statement.type === 'ExpressionStatement')
    return [`effect${statement.start} = ${shifted(statement.expression)}`]
  if (statement.type !== 'VariableDeclaration') return []
  return statement.declarations.map(({ id, init }) =>
    id.type === 'Identifier' ? `${id.name} = ${init ? shifted(init) : 'undefined'}` : '',
  )
}

/** A line a variable, and a comment where another source file begins. */
const layOut = (variables: { text: string; section: string }[]): string =>
  variables
    .map(({ text, section }, index) => {
      const begins = section !== variables[index - 1]?.section
      const comma = index < variables.length - 1 ? ',' : ''
      return `${begins ? `${index > 0 ? '\n' : ''}  // ${section}\n` : ''}  ${text}${comma}`
    })
    .join('\n')

const exportedName = (program: Program): string => {
  const exported = program.body.find(statement => statement.type === 'ExportNamedDeclaration')
  const local = exported?.specifiers.find(
    ({ exported: name }) => name.type === 'Identifier' && name.name === 'default',
  )?.local
  return local?.type === 'Identifier' ? local.name : 'undefined'
}
