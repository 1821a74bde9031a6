/** Test files, what came of them, and the words for that. */
import { readdirSync } from 'node:fs'
import { chalk } from 'zx'
import { runProcess, TIMES } from './process.ts'

/** What came of a file's tests, or of many. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** The names of the tests that were skipped, with their reasons. */
  readonly reasons: readonly string[]
  /** The files that failed beside others, and passed alone. */
  readonly unsteady: readonly string[]
}

/** Nothing was run. */
export const NONE: Counts = { passed: 0, failed: 0, skipped: 0, reasons: [], unsteady: [] }

/** All of them together. */
export const sumOf = (all: readonly Counts[]): Counts => ({
  passed: all.reduce((sum, { passed }) => sum + passed, 0),
  failed: all.reduce((sum, { failed }) => sum + failed, 0),
  skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
  reasons: all.flatMap(({ reasons }) => reasons),
  unsteady: all.flatMap(({ unsteady }) => unsteady),
})

/** `12 passed, 0 failed, 1 skipped`: the words of every line that counts. */
export const countWords = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

/** The test files of a folder, in the order of their names. */
export const testsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.test.ts'))
    .sort()
    .map(name => `${folder}/${name}`)

/** Runs a file, and says what came of it in a line; all that it printed, too, where it failed. */
export async function runFile(
  file: string,
  env: Readonly<Record<string, string>>,
  times = TIMES,
): Promise<Counts> {
  const started = Date.now()
  const { output, wrong } = await runProcess(file, env, times)
  const all = countIn(output, 'Total')
  const passed = countIn(output, 'Passed')
  const skipped = countIn(output, 'Skipped')
  const why = wrong || (all + skipped === 0 ? 'it ran no test' : '')
  const failed = all - passed || (why === '' ? 0 : 1)
  if (failed > 0) console.log(`${output}${why === '' ? '' : `${file}: ${why}\n`}`)
  const mark = failed > 0 ? chalk.red('✘') : chalk.green('✓')
  const counts = `${passed} passed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  console.log(`${mark} ${file} ${counts}, ${Math.round((Date.now() - started) / 1000)} s`)
  const reasons = [...output.matchAll(/^ *skipped: (.+)$/gm)].map(match => match[1] ?? '')
  return { ...NONE, passed, failed, skipped, reasons }
}

/** As uvu prints it: `  Passed:    12`. */
const countIn = (output: string, name: string): number =>
  Number(new RegExp(`^ *${name}: +(\\d+)`, 'm').exec(output)?.[1] ?? 0)

/** So many failed files may be due to a busy machine; more of them are not. */
const BUSY = 2

/**
 * Runs files, so many at a time, in their order; gives what came of each, in that order too.
 * Probes have time-outs of a second, which a busy machine may miss: where few files failed, they
 * run once more, alone, and one that passes then is named as unsteady. What is wrong fails twice.
 */
export async function runFiles(
  files: readonly string[],
  env: Readonly<Record<string, string>>,
  atATime = 3,
): Promise<Counts[]> {
  const counts: Counts[] = []
  const waiting = files.entries()
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (const [place, file] of waiting) counts[place] = await runFile(file, env)
    }),
  )
  const failed = [...counts.keys()].filter(place => (counts[place] ?? NONE).failed > 0)
  if (failed.length > BUSY) return counts
  for (const place of failed) {
    const file = files[place] ?? ''
    console.log(`once more, alone: ${file}`)
    const again = await runFile(file, env)
    if (again.failed === 0) counts[place] = { ...again, unsteady: [file] }
  }
  return counts
}
