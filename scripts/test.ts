/** `npm test`: types, build, unit tests with coverage, and the end-to-end suite on every host found. */
import { readdirSync } from 'node:fs'
import { $, chalk } from 'zx'
import { findPipys } from '../pipy/hosts.ts'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

$.verbose = false

const suites = (folder: string) => readdirSync(folder).filter(name => name.endsWith('.test.ts')).sort().map(name => `${folder}/${name}`)

/** Runs each file in a process of its own, so that a hanging one can be ended and named. */
const runFiles = async (files: readonly string[], prefix: readonly string[], env: Record<string, string> = {}): Promise<Counts> => {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 }
  for (const file of files) {
    const { stdout, stderr, exitCode } = await $({ env: { ...process.env, ...env }, nothrow: true, timeout: '300s', quiet: true })`${prefix} ${process.execPath} --import tsx ${file}`
    const number = (name: string) => Number(new RegExp(`^ *${name}: +(\\d+)`, 'm').exec(stdout)?.[1] ?? 0)
    const [all, passed, skipped] = [number('Total'), number('Passed'), number('Skipped')]
    // A file that ran no test, or ended otherwise than by its tests, has failed.
    const failed = all - passed || (exitCode === 0 && all > 0 ? 0 : 1)
    if (failed > 0) console.log(`${stdout}${stderr}${exitCode === 0 ? '' : `exit code ${exitCode}\n`}`)
    console.log(`${failed > 0 ? chalk.red('✘') : chalk.green('✓')} ${file} ${passed} passed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
  return total
}

for (const step of ['types', 'build']) {
  if ((await $({ stdio: 'inherit', nothrow: true })`npm run --silent ${step}`).exitCode !== 0) {
    console.log(`npm run ${step} failed\n0 passed, 1 failed, 0 skipped`)
    process.exit(1)
  }
}

console.log('\nunit tests')
const coverage = ['npx', 'c8', '--clean=false', '--reporter=none', '--temp-directory=coverage/tmp']
await $`rm -rf coverage`
const unit = await runFiles([...suites('test/unit'), ...suites('test/pod'), 'test/check/codes.test.ts'], coverage)
const report = await $({ nothrow: true })`npx c8 report --all --include ${'src/**'} --exclude ${'src/**/types.ts'} --temp-directory=coverage/tmp --reporter=text --check-coverage --lines 95 --functions 0 --branches 0 --statements 0`
console.log(report.stdout + report.stderr)
const uncovered = report.exitCode === 0 ? 0 : 1

const pipys = await findPipys()
const hosts = [...pipys.map(host => ({ name: host.name, path: host.command[0] })), { name: 'the embedded host', path: 'embedded' }]
const runs: { name: string; counts: Counts }[] = []
for (const { name, path } of hosts) {
  console.log(`\nend to end on ${name}`)
  runs.push({ name, counts: await runFiles([...suites('test/e2e'), ...suites('test/fidelity'), 'test/check/real.test.ts', ...suites('test/namespace')], [], { PIPY_PROBES_HOST: path, PIPY_PROBES_HOST_NAME: name }) })
}

console.log()
for (const { name, counts } of runs) console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
if (pipys.length === 0) console.log('no pipy on PATH: the end-to-end suite was not run on Pipy')
const sum = (key: keyof Counts) => runs.reduce((all, { counts }) => all + counts[key], unit[key])
const failed = sum('failed') + uncovered
console.log(`${sum('passed')} passed, ${failed} failed, ${sum('skipped') + (pipys.length === 0 ? 1 : 0)} skipped`)
process.exitCode = failed > 0 || sum('passed') === 0 ? 1 : 0
