/** `npm test`: types, build, unit tests with coverage, and every other suite on every host found. */
import { $ } from 'zx'
import { findPipys } from '../../pipy/hosts.ts'
import { add, noCounts, runFiles, testsIn, type Counts } from './files.ts'
import { readmeHolds, SUITES, versionsTable, type HostRun } from './versions.ts'

$.verbose = false

for (const step of ['types', 'build']) {
  if ((await $({ stdio: 'inherit', nothrow: true })`npm run --silent ${step}`).exitCode !== 0) {
    console.log(`npm run ${step} failed\n0 passed, 1 failed, 0 skipped`)
    process.exit(1)
  }
}

console.log('\nunit tests')
const coverage = ['npx', 'c8', '--clean=false', '--reporter=none', '--temp-directory=coverage/tmp']
await $`rm -rf coverage`
const unit = await runFiles([...testsIn('test/pod'), ...testsIn('test/unit'), 'test/check/codes.test.ts'], { prefix: coverage, atATime: 2 })
const report = await $({ nothrow: true })`npx c8 report --all --include ${'src/**'} --exclude ${'src/**/types.ts'} --exclude ${'src/**/*.d.ts'} --temp-directory=coverage/tmp --reporter=text --check-coverage --lines 95 --functions 0 --branches 0 --statements 0`
console.log(report.stdout + report.stderr)

const pipys = await findPipys()
const hosts = [...pipys.map(host => ({ name: host.name, path: host.command[0] })), { name: 'the embedded host', path: 'embedded' }]
const runs: HostRun[] = []
for (const { name, path } of hosts) {
  console.log(`\non ${name}`)
  const suites: Record<string, Counts> = {}
  for (const [suite, files] of Object.entries(SUITES)) {
    suites[suite] = await runFiles(files, { env: { PIPY_PROBES_HOST: path, PIPY_PROBES_HOST_NAME: name } })
  }
  runs.push({ name, suites })
}

const total = noCounts()
add(total, unit)
if (report.exitCode !== 0) total.failed += 1
console.log()
for (const { name, suites } of runs) {
  const counts = noCounts()
  for (const suite of Object.values(suites)) add(counts, suite)
  add(total, counts)
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped${counts.reasons.map(reason => `\n  skipped: ${reason}`).join('')}`)
}
if (pipys.length === 0) {
  console.log('no pipy on PATH: nothing was run on Pipy')
  total.skipped += 1
}
// The README's table names the Pipys that it was made with; with others, or fewer, it stays.
const table = versionsTable(runs)
console.log(`\n${table}\n`)
if (pipys.length >= 3 && total.failed === 0 && !readmeHolds(table)) {
  console.log('the README’s table of versions is stale: UPDATE_README=1 npm test writes it anew')
  total.failed += 1
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
