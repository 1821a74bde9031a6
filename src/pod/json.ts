/** JSON text that is the same on every host. */
import { isList, isObject } from '../config/values.ts'
import { CONTROLS, hasControls } from '../text.ts'

/**
 * What `JSON.stringify` gives in Node. Pipy's own leaves control characters as
 * they are, and writes two of them as `\a` and `\v`, which no JSON has: what
 * shows one of these is written by hand.
 */
export function jsonOf(value: unknown): string {
  const text = JSON.stringify(value)
  return hasControls(text) || text.includes(NUL) || text.includes('\\a') || text.includes('\\v')
    ? written(value)
    : text
}

const written = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value)
  if (isList(value)) return `[${value.map(item => written(item)).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).filter(entry => entry[1] !== undefined)
  return `{${fields.map(([name, item]) => `${quoted(name)}:${written(item)}`).join(',')}}`
}

const quoted = (text: string): string =>
  `"${ESCAPES.reduce((result, [character, escape]) => result.replaceAll(character, escape), text)}"`

/** No text literal of Pipy can hold it. */
const NUL = JSON.parse('"\\u0000"') as string

const SHORT: { readonly [code: string]: string } = {
  '8': '\\b',
  '9': '\\t',
  '10': '\\n',
  '12': '\\f',
  '13': '\\r',
}

/** The backslash first, since each of the others brings one. DEL needs none. */
const ESCAPES: readonly (readonly [string, string])[] = [
  ['\\', '\\\\'],
  ['"', '\\"'],
  [NUL, '\\u0000'],
  ...CONTROLS.filter(character => character.charCodeAt(0) < 32).map(
    (character): readonly [string, string] => [character, escapeOf(character.charCodeAt(0))],
  ),
]

function escapeOf(code: number): string {
  return SHORT[`${code}`] ?? `\\u00${code < 16 ? '0' : '1'}${'0123456789abcdef'.charAt(code % 16)}`
}
