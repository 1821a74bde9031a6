/** Test files, each run in a process of its own, so that a hanging one can be ended and named. */
import { readdirSync } from 'node:fs'
import { $, chalk } from 'zx'

/** What came of a file's tests, or of many. */
export interface Counts {
  passed: number
  failed: number
  skipped: number
  /** The names of the tests that were skipped, with their reasons. */
  reasons: string[]
}

export const noCounts = (): Counts => ({ passed: 0, failed: 0, skipped: 0, reasons: [] })

export const add = (total: Counts, { passed, failed, skipped, reasons }: Counts): void => {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  total.reasons.push(...reasons)
}

/** The test files of a folder, in the order of their names. */
export const testsIn = (folder: string): string[] =>
  readdirSync(folder).filter(name => name.endsWith('.test.ts')).sort().map(name => `${folder}/${name}`)

const LIMIT = '300s'
/** A file whose tests have ended ends itself soon after, in milliseconds; a failed test may have left something open. */
const GRACE = 5000

/** Runs a file, and says what came of it in a line; all that it printed, too, where it failed. */
export const runFile = async (file: string, prefix: readonly string[], env: Record<string, string>): Promise<Counts> => {
  const running = $({ env: { ...process.env, ...env }, nothrow: true, timeout: LIMIT, quiet: true })`${prefix} ${process.execPath} --import tsx ${file}`
  let grace: NodeJS.Timeout | undefined
  running.stdout.on('data', (text: Buffer) => {
    if (/^ +Duration:/m.test(String(text))) grace = setTimeout(() => void running.kill('SIGKILL'), GRACE)
  })
  const { stdout, stderr, exitCode } = await running
  clearTimeout(grace)
  const number = (name: string) => Number(new RegExp(`^ *${name}: +(\\d+)`, 'm').exec(stdout)?.[1] ?? 0)
  const [all, passed, skipped] = [number('Total'), number('Passed'), number('Skipped')]
  // A file that ran no test, or ended otherwise than by its tests, has failed.
  const failed = all - passed || (exitCode === 0 && all + skipped > 0 ? 0 : 1)
  if (failed > 0) console.log(`${stdout}${stderr}${exitCode === 0 ? '' : `exit code ${exitCode}\n`}`)
  console.log(`${failed > 0 ? chalk.red('✘') : chalk.green('✓')} ${file} ${passed} passed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return { passed, failed, skipped, reasons: [...stdout.matchAll(/^ *skipped: (.+)$/gm)].map(match => match[1] ?? '') }
}

/** Runs files, so many at a time. */
export const runFiles = async (
  files: readonly string[], options: { prefix?: readonly string[]; env?: Record<string, string>; atATime?: number } = {},
): Promise<Counts> => {
  const { prefix = [], env = {}, atATime = 1 } = options
  const total = noCounts()
  const waiting = [...files]
  await Promise.all(Array.from({ length: atATime }, async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) add(total, await runFile(file, prefix, env))
  }))
  return total
}
