/** The README's table of what is refused. */
import { WORDS } from '../words.ts'
import { RULES } from './index.ts'
import { messageOf } from './rule.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** A rule a line: TypeScript that is refused, why, and what to write instead. */
const rulesTable = (): string =>
  [
    '| refused | why | instead |',
    '|---|---|---|',
    ...RULES.map(rule => {
      const why = messageOf(rule).slice(0, -`: ${rule.instead}`.length)
      return `| ${code(cell(rule.example))} | ${cell(why)} | ${cell(rule.instead)} |`
    }),
  ].join('\n')

/** Code that may hold a backtick. */
const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``)

/** The words that are no names, by the Pipys that keep them. */
const wordsLines = (): string => {
  const words = [...WORDS].map(([word, lines]) => ({ word, lines: lines.join(', ') }))
  return [...new Set(words.map(({ lines }) => lines))]
    .map(group => {
      const own = words.filter(({ lines }) => lines === group).map(({ word }) => `\`${word}\``)
      return `The words of Pipy ${group}: ${own.join(' ')}.`
    })
    .join('\n\n')
}

/** What stands between the markers of the README. */
export const refusalsTable = (): string => `${rulesTable()}\n\n${wordsLines()}`

const PLACE = /(<!-- refusals: made by the tests -->\n)([^]*?)(\n<!-- end -->)/

/** The table that a README has; undefined where it has no place for one. */
export const tableIn = (readme: string): string | undefined => PLACE.exec(readme)?.[2]

/** The README with the table of the code. */
export const withTable = (readme: string): string =>
  readme.replace(
    PLACE,
    (_all, before: string, _table, after: string) => `${before}${refusalsTable()}${after}`,
  )
