/** The unit tests, and whether they reach what runs inside Pipy. */
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { $ } from 'zx'
import { runFiles, sumOf, testsIn, type Counts } from './files.ts'
import { SUITES } from './versions.ts'

const COVERAGE = resolve('coverage/tmp')
const MEASURED = [
  '--all',
  '--include=src/**',
  '--exclude=src/**/types.ts',
  '--exclude=src/**/*.d.ts',
]
/** In percent; lines are what V8 counts best. */
const BOUNDS = ['--lines=95', '--functions=0', '--branches=0', '--statements=0']

/** Runs them, and prints the coverage; one that is too low counts as a failure. */
export async function runUnits(): Promise<Counts> {
  console.log('\nunit tests')
  rmSync(COVERAGE, { recursive: true, force: true })
  const onHosts = Object.values(SUITES).flat()
  const files = ['check', 'kubectl', 'pod', 'unit']
    .flatMap(folder => testsIn(`test/${folder}`))
    .filter(file => !onHosts.includes(file))
  const env = { NODE_V8_COVERAGE: COVERAGE }
  // What the pages show is on the guide's own ports, which other tests have, too.
  const counts = sumOf([
    ...(await runFiles(files, env)),
    ...(await runFiles(testsIn('test/docs'), env, 1)),
  ])
  const options = [...MEASURED, '--temp-directory', COVERAGE, '--check-coverage', ...BOUNDS]
  const report = await $({
    verbose: false,
    nothrow: true,
  })`npx c8 report --reporter=text ${options}`
  console.log(report.stdout + report.stderr)
  return report.exitCode === 0 ? counts : { ...counts, failed: counts.failed + 1 }
}
