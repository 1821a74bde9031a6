/** `npm test`: types, build, unit tests with coverage, and the other suites on every host found. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { $ } from 'zx'
import { findPipys } from '../../pipy/hosts.ts'
import { inWords, runFiles, sumOf, testsIn, type Counts } from './files.ts'
import {
  compareTable,
  isWhole,
  SUITES,
  versionsTable,
  withTable,
  type HostRun,
} from './versions.ts'

$.verbose = false

const NONE: Counts = { passed: 0, failed: 0, skipped: 0, reasons: [] }
const COVERAGE = resolve('coverage/tmp')
const README = new URL('../../README.md', import.meta.url)

/** The unit tests, and whether they reach what runs inside Pipy. */
const runUnits = async (): Promise<Counts> => {
  console.log('\nunit tests')
  rmSync(COVERAGE, { recursive: true, force: true })
  const onHosts = Object.values(SUITES).flat()
  const files = ['check', 'pod', 'unit']
    .flatMap(folder => testsIn(`test/${folder}`))
    .filter(file => !onHosts.includes(file))
  const unit = sumOf(await runFiles(files, { NODE_V8_COVERAGE: COVERAGE }))
  const measured = [
    '--all',
    '--include',
    'src/**',
    '--exclude',
    'src/**/types.ts',
    '--exclude',
    'src/**/*.d.ts',
    '--temp-directory',
    COVERAGE,
  ]
  const bounds = [
    '--check-coverage',
    '--lines',
    '95',
    '--functions',
    '0',
    '--branches',
    '0',
    '--statements',
    '0',
  ]
  const report = await $({ nothrow: true })`npx c8 report ${measured} --reporter=text ${bounds}`
  console.log(report.stdout + report.stderr)
  return report.exitCode === 0 ? unit : sumOf([unit, { ...NONE, failed: 1 }])
}

const runHost = async (name: string, path: string): Promise<HostRun> => {
  console.log(`\non ${name}`)
  // The last suites take the longest, and so begin.
  const files = Object.entries(SUITES)
    .reverse()
    .flatMap(([suite, names]) => names.map(file => ({ suite, file })))
  const counts = await runFiles(
    files.map(({ file }) => file),
    { PIPY_PROBES_HOST: path, PIPY_PROBES_HOST_NAME: name },
  )
  const suites = Object.keys(SUITES).map(
    suite => [suite, sumOf(counts.filter((_, place) => files[place]?.suite === suite))] as const,
  )
  return { name, suites: Object.fromEntries(suites) }
}

/** Holds the README to the runs, or with UPDATE_README=1 writes it; a stale one is a failure. */
const compareReadme = (runs: readonly HostRun[]): Counts => {
  const readme = readFileSync(README, 'utf8')
  const found = compareTable(readme, runs)
  if (found === 'same') return NONE
  if (process.env.UPDATE_README === '1' && runs.every(isWhole)) {
    writeFileSync(README, withTable(readme, runs))
    return NONE
  }
  console.log(
    found === 'stale'
      ? 'the README’s table is stale: UPDATE_README=1 npm test writes it anew\n'
      : 'the README’s table has more, or other, hosts than were run here in full, and was not compared\n',
  )
  return found === 'stale' ? { ...NONE, failed: 1 } : NONE
}

for (const step of ['types', 'build']) {
  if ((await $({ stdio: 'inherit', nothrow: true })`npm run --silent ${step}`).exitCode !== 0) {
    console.log(`npm run ${step} failed\n0 passed, 1 failed, 0 skipped`)
    process.exit(1)
  }
}

const unit = await runUnits()
const pipys = await findPipys()
const runs: HostRun[] = []
for (const {
  name,
  command: [path],
} of pipys)
  runs.push(await runHost(name, path))
runs.push(await runHost('the embedded host', 'embedded'))

const lines = [
  { name: 'unit tests', counts: unit },
  ...runs.map(({ name, suites }) => ({ name, counts: sumOf(Object.values(suites)) })),
  ...(pipys.length > 0
    ? []
    : [
        {
          name: 'Pipy',
          counts: {
            ...NONE,
            skipped: 1,
            reasons: ['no pipy is on PATH, and nothing was run on Pipy'],
          },
        },
      ]),
]
console.log(`\n${versionsTable(runs)}\n`)
const readme = compareReadme(runs)
for (const { name, counts } of lines) {
  console.log(`${name}: ${inWords(counts)}`)
  for (const reason of counts.reasons) console.log(`  skipped: ${reason}`)
}
const total = sumOf([...lines.map(({ counts }) => counts), readme])
console.log(inWords(total))
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
