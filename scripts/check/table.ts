import { CODES } from './codes.ts'

/** All codes with their mends, as the README has them. */
export const codesTable = (): string =>
  [
    '| code | step | what is wrong | how to mend it |',
    '|---|---|---|---|',
    ...Object.entries(CODES).map(
      ([name, { step, wrong, mend, severity }]) =>
        `| \`${name}\`${severity === 'warning' ? ' (warning)' : ''} | ${step} | ${wrong} | ${mend} |`,
    ),
  ].join('\n')
