/** The table of the README: what has been run on what, and what each Pipy lacks. */
import { readFileSync, writeFileSync } from 'node:fs'
import { testsIn, type Counts } from './files.ts'

/** The suites that run on every host, by the name that the README gives them. */
export const SUITES: Readonly<Record<string, readonly string[]>> = {
  'end to end': testsIn('test/e2e').filter(file => !file.includes('soak')),
  fidelity: testsIn('test/fidelity'),
  conformance: testsIn('test/conformance'),
  check: ['test/check/real.test.ts'],
  namespace: testsIn('test/namespace'),
  soak: ['test/e2e/soak.test.ts'],
}

/** What one host made of each suite. */
export interface HostRun {
  readonly name: string
  readonly suites: Readonly<Record<string, Counts>>
}

/** A line a host: tests passed by suite, and the reasons of those that cannot run there. */
export const versionsTable = (runs: readonly HostRun[]): string => [
  `| host | ${Object.keys(SUITES).join(' | ')} | lacks |`,
  `|---|${Object.keys(SUITES).map(() => '---').join('|')}|---|`,
  ...runs.map(({ name, suites }) => {
    const reasons = Object.values(suites).flatMap(counts => counts.reasons)
    const cells = Object.keys(SUITES).map(suite => `${suites[suite]?.passed ?? 0}`)
    return `| ${name} | ${cells.join(' | ')} | ${reasons.length === 0 ? 'nothing' : reasons.join('; ')} |`
  }),
].join('\n')

const README = new URL('../../README.md', import.meta.url)
const PLACE = /(<!-- versions: made by npm test -->\n)[^]*?(\n<!-- end -->)/

/** Whether the README holds the table; with `UPDATE_README=1` it does from now on. */
export const readmeHolds = (table: string): boolean => {
  const text = readFileSync(README, 'utf8')
  if (process.env.UPDATE_README === '1') writeFileSync(README, text.replace(PLACE, (_all, before: string, after: string) => `${before}${table}${after}`))
  return readFileSync(README, 'utf8').includes(table)
}
