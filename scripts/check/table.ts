/** The table of codes, as the page of troubleshooting has it. */
import { CODES, type Code } from './codes.ts'

/** All codes with their mends, in Markdown. */
export const codesTable = (): string =>
  [
    '| code | step | `--fix` mends it | what is wrong | how to mend it |',
    '|---|---|---|---|---|',
    ...Object.entries(CODES).map(lineOf),
  ].join('\n')

const lineOf = ([name, { step, isMendable, wrong, mend, severity }]: [string, Code]): string => {
  const code = `\`${name}\`${severity === 'error' ? '' : ` (${severity})`}`
  return `| ${code} | ${step} | ${isMendable ? 'yes' : ''} | ${wrong} | ${mend} |`
}
