/** uvu's suites with a limit of time for each test, which names the test that ran into it. */
import { suite as uvuSuite } from 'uvu'
import { emptyCache } from './cache.ts'

process.env.XDG_CACHE_HOME = emptyCache

export interface Suite {
  (name: string, run: () => void | Promise<void>): void
  skip(name: string): void
  /** Runs once, behind the last test. */
  after(run: () => void | Promise<void>): void
  run(): void
}

const LIMIT = 30_000

/** `limit` is a test's, in milliseconds; `cleanUp` comes after each, whether it passed or not. */
export function suite(name: string, limit = LIMIT, cleanUp?: () => Promise<void>): Suite {
  const tests = uvuSuite(name)
  if (cleanUp) tests.after.each(cleanUp)
  const add = (test: string, run: () => void | Promise<void>) =>
    tests(test, () => within(limit, `"${test}"`, run))
  return Object.assign(add, {
    // A skipped test is said with its reason, and `npm test` gathers them.
    skip: (test: string) => {
      tests.skip(test, () => {})
      console.log(`\nskipped: ${test}`)
    },
    after: (run: () => void | Promise<void>) => tests.after(run),
    run: () => tests.run(),
  })
}

const within = async (
  limit: number,
  what: string,
  run: () => void | Promise<void>,
): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} did not end within ${limit / 1000} s`)),
      limit,
    )
  })
  await Promise.race([(async () => run())(), late]).finally(() => clearTimeout(timer))
}

/** Waits until a condition holds; the error names it. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limit = 10_000,
): Promise<void> {
  const deadline = Date.now() + limit
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${limit / 1000} s for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}
