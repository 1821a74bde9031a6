/** The table of versions: what has been run on what, and what each host lacks. */
import { sumOf, testsIn, type Counts } from './files.ts'

/** The suites that run on every host, by the name that the table gives them. */
export const SUITES: Readonly<Record<string, readonly string[]>> = {
  'end to end': testsIn('test/e2e'),
  fidelity: testsIn('test/fidelity'),
  meshes: testsIn('test/meshes'),
  conformance: testsIn('test/conformance'),
  webhook: testsIn('test/webhook'),
  check: ['test/check/real.test.ts'],
  namespace: testsIn('test/namespace'),
  soak: testsIn('test/soak'),
}

/** What one host made of each suite. */
export interface HostRun {
  readonly name: string
  readonly suites: Readonly<Record<string, Counts>>
}

const HEAD = [
  `| rows passed on | ${Object.keys(SUITES).join(' | ')} | lacks |`,
  `|---|${Object.keys(SUITES)
    .map(() => '---')
    .join('|')}|---|`,
]

/** What is missing on this machine, and not in the host, is skipped with these words. */
const MISSING_HERE = 'not run: '

/** A host's line: rows passed by suite, and the reasons of those that cannot run there. */
const lineOf = ({ name, suites }: HostRun): string => {
  const reasons = Object.values(suites).flatMap(counts => counts.reasons)
  const cells = Object.keys(SUITES).map(suite => `${suites[suite]?.passed ?? 0}`)
  const lacks = reasons.length === 0 ? 'nothing' : reasons.join('; ')
  return `| ${name} | ${cells.join(' | ')} | ${lacks} |`
}

/** Whether nothing failed, and nothing was left out for want of something on this machine. */
export function isWhole({ suites }: HostRun): boolean {
  const { failed, reasons } = sumOf(Object.values(suites))
  return failed === 0 && !reasons.some(reason => reason.startsWith(MISSING_HERE))
}

/** The table of a run. */
export const versionsTable = (runs: readonly HostRun[]): string =>
  [...HEAD, ...runs.map(lineOf)].join('\n')

const PLACE = /(<!-- versions: made by npm test -->\n)([^]*?)(\n<!-- end -->)/

/** A page's table is `unknown` where a host of it was not run, or not in full. */
export function compareTable(page: string, runs: readonly HostRun[]): 'same' | 'stale' | 'unknown' {
  const table = PLACE.exec(page)?.[2] ?? ''
  if (table === versionsTable(runs)) return 'same'
  const names = [...table.matchAll(/^\| ([^|]+) \| \d/gm)].map(match => match[1])
  const whole = runs.filter(isWhole).map(({ name }) => name)
  return names.every(name => whole.includes(name ?? '')) ? 'stale' : 'unknown'
}

/** The page with the table of runs. */
export const withTable = (page: string, runs: readonly HostRun[]): string =>
  page.replace(
    PLACE,
    (_all, before: string, _table, after: string) => `${before}${versionsTable(runs)}${after}`,
  )
