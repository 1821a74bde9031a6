/** `npm test` itself: what comes of a file however it ends, and the table of versions. */
import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NONE, runFile, runFiles, type Counts } from '../../scripts/test/files.ts'
import { subjectsOf } from '../../scripts/test/subjects.ts'
import { compareTable, SUITES, withTable, type HostRun } from '../../scripts/test/versions.ts'
import { suite } from '../suite.ts'

const test = suite('runner', 60_000)
const folder = mkdtempSync(join(tmpdir(), 'runner-'))
const SUITE = new URL('../suite.ts', import.meta.url)

/** A test file with these lines. */
const fileOf = (name: string, lines: string): string => {
  const file = join(folder, `${name}.mts`)
  const imports = `import { suite } from '${SUITE}'\nimport { existsSync, writeFileSync } from 'node:fs'`
  writeFileSync(file, `${imports}\nconst test = suite('inner')\n${lines}\n`)
  return file
}

/** What `run` gives, and what is said meanwhile: nothing of it is taken for this file's own. */
const heard = async <Result>(run: () => Promise<Result>): Promise<[Result, string]> => {
  const { log } = console
  let said = ''
  console.log = (text: string) => void (said += `${text}\n`)
  try {
    return [await run(), said]
  } finally {
    console.log = log
  }
}

/** What comes of a file with these lines, and what is said about it. */
const outcomeOf = async (
  name: string,
  lines: string,
  limit = 30_000,
): Promise<{ counts: Counts; said: string }> => {
  const file = fileOf(name, lines)
  const [counts, said] = await heard(() => runFile(file, {}, { limit, grace: 300, order: 300 }))
  return { counts, said }
}

const FAILS = 'test("fails", () => { throw new Error("on purpose") })'

test('a file’s tests are counted, and its skipped ones have their reasons', async () => {
  const { counts } = await outcomeOf(
    'mixed',
    `test("passes", () => {})\n${FAILS}\ntest.skip("needs the moon")\ntest.run()`,
  )
  assert.deepEqual(counts, {
    passed: 1,
    failed: 1,
    skipped: 1,
    reasons: ['needs the moon'],
    unsteady: [],
  })
})

test('a file that stays after its tests is ended, named, and failed', async () => {
  const { counts, said } = await outcomeOf(
    'stays',
    'setInterval(() => {}, 1000)\ntest("passes", () => {})\ntest.run()',
  )
  assert.deepEqual([counts.passed, counts.failed], [1, 1])
  assert.match(said, /stays\.mts: its tests ended and its process did not: something was left open/)
})

test('a file that does not end, not even when it is asked to, is ended', async () => {
  const { counts, said } = await outcomeOf(
    'hangs',
    'process.on("SIGTERM", () => {})\nconsole.log("here")\nfor (;;);',
    1500,
  )
  assert.deepEqual([counts.passed, counts.failed], [0, 1])
  assert.match(said, /hangs\.mts: it did not end within 1\.5 s/)
})

test('a file without a test, and one that ends before its tests, have failed', async () => {
  assert.equal((await outcomeOf('empty', 'test.run()')).counts.failed, 1)
  assert.equal(
    (await outcomeOf('early', 'test("exits", () => process.exit(0))\ntest.run()')).counts.failed,
    1,
  )
})

test('one or two files that fail are run once more, alone, and named where they pass then', async () => {
  const steady = fileOf('steady', 'test("passes", () => {})\ntest.run()')
  const wrong = fileOf('wrong', `${FAILS}\ntest.run()`)
  const mark = JSON.stringify(join(folder, 'mark'))
  const busy = fileOf(
    'busy',
    `const isLate = !existsSync(${mark})\nwriteFileSync(${mark}, '')\n` +
      'test("is in time", () => { if (isLate) throw new Error("late") })\ntest.run()',
  )
  const [all, said] = await heard(() => runFiles([busy, steady, wrong], {}))
  assert.deepEqual(
    all.map(({ passed, failed, unsteady }) => [passed, failed, unsteady]),
    [
      [1, 0, [busy]],
      [1, 0, []],
      [0, 1, []],
    ],
  )
  assert.equal(said.match(/once more, alone: /g)?.length, 2)
  const [, more] = await heard(() => runFiles([wrong, wrong, wrong], {}))
  assert.doesNotMatch(more, /once more/)
})

const counts = (passed: number, ...reasons: string[]): Counts => ({
  ...NONE,
  passed,
  skipped: reasons.length,
  reasons,
})
const runOf = (name: string, passed: number, ...reasons: string[]): HostRun => ({
  name,
  suites: Object.fromEntries(
    Object.keys(SUITES).map((title, index) => [
      title,
      index === 0 ? counts(passed, ...reasons) : counts(1),
    ]),
  ),
})

test('the table of versions is stale only where every host in it was run in full, and differs', () => {
  const place = 'before\n<!-- versions: made by npm test -->\n\n<!-- end -->\nafter\n'
  const [old, embedded] = [
    runOf('pipy 0.50', 3, 'reloads (need SIGHUP)'),
    runOf('the embedded host', 4),
  ]
  const page = withTable(place, [old, embedded])
  assert.match(page, /^before\n[^]*\| pipy 0\.50 \| 3 \| 1 .* \| reloads \(need SIGHUP\) \|\n/)
  assert.match(page, /\| nothing \|\n<!-- end -->\nafter\n$/)
  assert.equal(compareTable(page, [old, embedded]), 'same')
  assert.equal(compareTable(page, [old, runOf('the embedded host', 5)]), 'stale')
  assert.equal(compareTable(page, [embedded]), 'unknown')
  assert.equal(
    compareTable(page, [old, runOf('the embedded host', 3, 'not run: ip is missing')]),
    'unknown',
  )
  assert.equal(compareTable(place, [embedded]), 'stale')
})

test('a Pipy with both APIs is two rows; one of the functional alone says what it lacks', () => {
  const rowsOf = (name: string) =>
    subjectsOf({ name, version: name.slice(5) }, '/pipy').map(subject => [
      subject.name,
      subject.env.PIPY_PROBES_BUILD ?? 'classic',
      subject.suites.length,
      subject.lacks,
    ])
  const all = Object.keys(SUITES).length
  assert.deepEqual(rowsOf('pipy 0.90.3-38'), [['pipy 0.90.3-38', 'classic', all, '']])
  const byClassic =
    'meshes, conformance, webhook, check, namespace, soak (are run by the classic API)'
  assert.deepEqual(rowsOf('pipy 1.5.14'), [
    ['pipy 1.5.14', 'classic', all, ''],
    ['pipy 1.5.14, functional', 'pipy2', 2, byClassic],
  ])
  const lacks = 'meshes, conformance, webhook, namespace (need the classic API)'
  assert.deepEqual(rowsOf('pipy 2.0.2'), [['pipy 2.0.2', 'pipy2', 4, lacks]])
})

test.run()
