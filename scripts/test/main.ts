/** `npm test`: types, build, unit tests with coverage, and the other suites on every host found. */
import { readFileSync, writeFileSync } from 'node:fs'
import { $ } from 'zx'
import { findPipys } from '../../pipy/hosts.ts'
import { countWords, NONE, runFiles, sumOf, type Counts } from './files.ts'
import { subjectsOf, type Subject } from './subjects.ts'
import { fileOfPage, pageOf } from './tables.ts'
import { runUnits } from './units.ts'
import {
  compareTable,
  isWhole,
  SUITES,
  versionsTable,
  withTable,
  type HostRun,
} from './versions.ts'

const NO_PIPY: Counts = {
  ...NONE,
  skipped: 1,
  reasons: ['no pipy is on PATH or in the cache, and nothing was run on Pipy'],
}
const PAGE = fileOfPage('versions')

const runSubject = async ({ name, env, suites, lacks }: Subject): Promise<HostRun> => {
  console.log(`\non ${name}`)
  // Conformance has many small files, which fill what the long ones leave at the end.
  const files = suites
    .toSorted((one, other) => Number(one === 'conformance') - Number(other === 'conformance'))
    .flatMap(suite => (SUITES[suite] ?? []).map(file => ({ suite, file })))
  const counts = await runFiles(
    files.map(({ file }) => file),
    env,
  )
  const run = suites.map(
    suite => [suite, sumOf(counts.filter((_, place) => files[place]?.suite === suite))] as const,
  )
  const others = lacks === '' ? {} : { others: { ...NONE, skipped: 1, reasons: [lacks] } }
  return { name, suites: { ...Object.fromEntries(run), ...others } }
}

/** Holds the page to the runs, or with UPDATE_README=1 writes it; a stale one is a failure. */
const comparePage = (runs: readonly HostRun[]): Counts => {
  const page = readFileSync(PAGE, 'utf8')
  const found = compareTable(page, runs)
  if (found === 'same') return NONE
  if (process.env.UPDATE_README === '1' && runs.every(isWhole)) {
    writeFileSync(PAGE, withTable(page, runs))
    return NONE
  }
  console.log(`the table in ${pageOf('versions')} ${PAGE_WORDS[found]}\n`)
  return found === 'stale' ? { ...NONE, failed: 1 } : NONE
}

const PAGE_WORDS = {
  stale: 'is stale: UPDATE_README=1 npm test writes it anew',
  unknown: 'has more, or other, hosts than were run here in full, and was not compared',
}

for (const step of ['types', 'build']) {
  const { exitCode } = await $({ stdio: 'inherit', nothrow: true })`npm run --silent ${step}`
  if (exitCode === 0) continue
  console.log(`npm run ${step} failed\n${countWords({ ...NONE, failed: 1 })}`)
  process.exit(1)
}

const unit = await runUnits()
const pipys = (await findPipys()).map(host => ({ host, path: host.command[0] }))
const embedded = { host: { name: 'the embedded host', version: '' }, path: 'embedded' }
const runs: HostRun[] = []
for (const { host, path } of [...pipys, embedded])
  for (const subject of subjectsOf(host, path)) runs.push(await runSubject(subject))
console.log(`\n${versionsTable(runs)}\n`)

const lines: [name: string, counts: Counts][] = [
  ['unit tests', unit],
  ...runs.map(({ name, suites }): [string, Counts] => [name, sumOf(Object.values(suites))]),
  ...(pipys.length > 0 ? [] : [['Pipy', NO_PIPY] satisfies [string, Counts]]),
]
const table = comparePage(runs)
for (const [name, counts] of lines) {
  console.log(`${name}: ${countWords(counts)}`)
  for (const reason of counts.reasons) console.log(`  skipped: ${reason}`)
  for (const file of counts.unsteady) console.log(`  passed only when run again, alone: ${file}`)
}
const total = sumOf([...lines.map(([, counts]) => counts), table])
console.log(countWords(total))
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
