/** What Pipy 1.5 refuses as a name, and Node does not: Node's own parser tells where one is. */
import vm from 'node:vm'
import { PIPY_WORDS } from '../../build/pipyjs/words.ts'

/** Compiles a script. @throws Error for what is none, or has such a name, in Pipy's words. */
export function compile(source: string, path: string): vm.Script {
  const script = parse(source, path)
  // Of most scripts that settles it.
  if (parses(source.replace(NAME, standInOf))) return script
  for (const { 0: name, index } of source.matchAll(NAME)) {
    const fits = (standIn: string) =>
      parses(source.slice(0, index) + standIn + source.slice(index + name.length))
    const isRefused = WORDS.includes(name)
      ? !fits('enum')
      : isReserved(name) && !STAND_INS.some(fits)
    if (!isRefused) continue
    const what = name.startsWith('$') ? `reserved argument name '${name}'` : 'unexpected token'
    throw new Error(`Syntax error: ${what} ${placeOf(source, index)} in /${path}`)
  }
  return script
}

const NAME = /[\p{L}\p{N}_$]+/gu

const standInOf = (name: string): string =>
  WORDS.includes(name) ? 'enum' : isReserved(name) ? 'eval' : name

const parse = (source: string, path: string): vm.Script => {
  try {
    return new vm.Script(STRICT + source, { filename: path, columnOffset: -STRICT.length })
  } catch (error) {
    throw new Error(`Syntax error: ${(error as Error).message} in /${path}`, { cause: error })
  }
}

const STRICT = "'use strict';"

const parses = (source: string): boolean => {
  try {
    return Boolean(parse(source, ''))
  } catch {
    return false
  }
}

/** Names in Node. Where `enum` fits, which is none, they are keys, behind a dot, or in a text. */
const WORDS = PIPY_WORDS.filter(word => word !== 'undefined' && parses(`(${word} => 1)`))

/** Values, but no names of parameters. */
const isReserved = (name: string): boolean => /^\$./.test(name) || name === 'undefined'

/** One of them fits in every place of a value or a key, and neither in a parameter's. */
const STAND_INS = ['eval', 'a.b']

const placeOf = (source: string, position: number): string => {
  const lines = source.slice(0, position).split('\n')
  return `at line ${lines.length} column ${(lines.at(-1)?.length ?? 0) + 1}`
}
