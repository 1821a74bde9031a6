/** Test files, each run in a process of its own, so that a hanging one can be ended and named. */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { chalk } from 'zx'

/** What came of a file's tests, or of many. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** The names of the tests that were skipped, with their reasons. */
  readonly reasons: readonly string[]
}

export const sumOf = (all: readonly Counts[]): Counts => ({
  passed: all.reduce((sum, { passed }) => sum + passed, 0),
  failed: all.reduce((sum, { failed }) => sum + failed, 0),
  skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
  reasons: all.flatMap(({ reasons }) => reasons),
})

/** `12 passed, 0 failed, 1 skipped`: the words of every line that counts. */
export const inWords = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

/** The test files of a folder, in the order of their names. */
export const testsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.test.ts'))
    .sort()
    .map(name => `${folder}/${name}`)

/** What a file is given, in milliseconds: in all, after its last test, and to end in order. */
const TIMES = { limit: 300_000, grace: 5000, order: 3000 }

/** Runs a file, and says what came of it in a line; all that it printed, too, where it failed. */
export async function runFile(
  file: string,
  env: Readonly<Record<string, string>>,
  times = TIMES,
): Promise<Counts> {
  const started = Date.now()
  const { output, wrong } = await processOf(file, env, times)
  const number = (name: string) =>
    Number(new RegExp(`^ *${name}: +(\\d+)`, 'm').exec(output)?.[1] ?? 0)
  const [all, passed, skipped] = [number('Total'), number('Passed'), number('Skipped')]
  const why = wrong || (all + skipped === 0 ? 'it ran no test' : '')
  const failed = all - passed || (why === '' ? 0 : 1)
  if (failed > 0) console.log(`${output}${why === '' ? '' : `${file}: ${why}\n`}`)
  const [mark, seconds] = [
    failed > 0 ? chalk.red('✘') : chalk.green('✓'),
    Math.round((Date.now() - started) / 1000),
  ]
  console.log(
    `${mark} ${file} ${passed} passed${skipped > 0 ? `, ${skipped} skipped` : ''}, ${seconds} s`,
  )
  return {
    passed,
    failed,
    skipped,
    reasons: [...output.matchAll(/^ *skipped: (.+)$/gm)].map(match => match[1] ?? ''),
  }
}

/** Runs files, so many at a time, in their order; gives what came of each, in that order too. */
export async function runFiles(
  files: readonly string[],
  env: Readonly<Record<string, string>>,
  atATime = 2,
): Promise<Counts[]> {
  const counts: Counts[] = []
  const waiting = files.entries()
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (const [place, file] of waiting) counts[place] = await runFile(file, env)
    }),
  )
  return counts
}

const groups = new Set<number>()
// An interrupted run leaves nothing behind.
process.on('exit', () => groups.forEach(pid => signal(pid, 'SIGTERM')))
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => process.exit(130))

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(-pid, name)
  } catch {
    // It has ended by itself.
  }
}

/** What a file printed, and what is wrong with how it ended; `''` for nothing. */
const processOf = (
  file: string,
  env: Readonly<Record<string, string>>,
  { limit, grace, order }: typeof TIMES,
): Promise<{ output: string; wrong: string }> =>
  new Promise(resolve => {
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const pid = child.pid ?? 0
    groups.add(pid)
    let [output, late, hasEnded] = ['', '', false]
    const timers: NodeJS.Timeout[] = []
    const endIn = (wait: number, why: string) =>
      timers.push(
        setTimeout(() => {
          late ||= why
          signal(pid, 'SIGTERM')
          timers.push(setTimeout(signal, order, pid, 'SIGKILL'))
        }, wait),
      )
    endIn(limit, `it did not end within ${limit / 1000} s, and was ended`)
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (hasEnded || !/^ +Duration:/m.test(output)) return
        hasEnded = true
        endIn(
          grace,
          'its tests ended and its process did not: something was left open; it was ended',
        )
      })
    }
    // What it has started in its group does not outlive it, and so lets the pipes go.
    child.on('exit', () => signal(pid, 'SIGKILL'))
    child.on('close', (code, by) => {
      timers.forEach(clearTimeout)
      groups.delete(pid)
      resolve({
        output,
        wrong: late || (code === 0 ? '' : `it ended with ${by ?? `exit code ${code}`}`),
      })
    })
  })
