/** What Pipy 1.5 refuses as a name, found in a script's tokens: a whole parser would be more than this needs. */
import vm from 'node:vm'
import { PIPY_WORDS } from '../../build/pipyjs/words.ts'

interface Token {
  readonly text: string
  readonly position: number
}

const TOKEN =
  /\/\/.*|\/\*[^]*?\*\/|'(?:\\.|[^\\'])*'|"(?:\\.|[^\\"])*"|[\p{L}\p{N}_$]+|[=!]==?|=>|\?\.|\S/gu
/** The text of a template up to its end or its next `${`. */
const TEMPLATE = /(?:\\.|\$(?!\{)|[^\\`$])*(?:`|\$\{)/sy

/** The tokens of a script, without comments and texts; the dialect has no regex literals. */
const tokensOf = (source: string): Token[] => {
  const tokens: Token[] = []
  const depths: number[] = []
  let depth = 0
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(source); match; match = TOKEN.exec(source)) {
    const [text] = match
    depth += text === '{' ? 1 : text === '}' ? -1 : 0
    const closes = text === '}' && depths.at(-1) === depth
    if (closes) depths.pop()
    if (text === '`' || closes) {
      TEMPLATE.lastIndex = TOKEN.lastIndex
      const hole = TEMPLATE.exec(source)?.[0].endsWith('{')
      TOKEN.lastIndex = TEMPLATE.lastIndex || source.length
      if (hole) depths.push(depth++)
    } else if (!/^(['"]|\/[/*])/.test(text)) {
      tokens.push({ text, position: match.index })
    }
  }
  return tokens
}

/** Compiles a script, and refuses names that 1.5 keeps to itself, in its words. */
export function compile(source: string, path: string): vm.Script {
  const refuse = (what: string, position: number): never => {
    const lines = source.slice(0, position).split('\n')
    throw new Error(
      `Syntax error: ${what} at line ${lines.length} column ${(lines.at(-1)?.length ?? 0) + 1} in /${path}`,
    )
  }
  const tokens = tokensOf(source)
  tokens.forEach(({ text, position }, index) => {
    const [before, after] = [tokens[index - 1]?.text ?? '', tokens[index + 1]?.text ?? '']
    const isKey = after === ':' && (before === '{' || before === ',')
    if (isKey || before === '.' || before === '?.') return
    if (FREE.includes(text) || (text === 'undefined' && after === '='))
      refuse('unexpected token', position)
    if (/^\$./.test(text) && isParameter(tokens, index))
      refuse(`reserved argument name '${text}'`, position)
  })
  try {
    return new vm.Script(`'use strict';${source}`, { filename: path, columnOffset: -13 })
  } catch (error) {
    throw new Error(`Syntax error: ${(error as Error).message} in /${path}`, { cause: error })
  }
}

/** Of Pipy's words those that are names in Node; it refuses the others by itself. */
const FREE = PIPY_WORDS.filter(word => ['as', 'async', 'await', 'from'].includes(word))
const OPENING = ['(', '[', '{']
const CLOSING = [')', ']', '}']

/** `$x` in `$x => …` and in `(a, $x) => …`. */
const isParameter = (tokens: readonly Token[], index: number): boolean => {
  if (tokens[index + 1]?.text === '=>') return true
  if (!['(', ','].includes(tokens[index - 1]?.text ?? '')) return false
  let depth = 1
  const close = tokens.findIndex(({ text }, place) => {
    if (place > index) depth += OPENING.includes(text) ? 1 : CLOSING.includes(text) ? -1 : 0
    return depth === 0
  })
  return tokens[close + 1]?.text === '=>'
}
