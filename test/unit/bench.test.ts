/** The bench: what follows from rounds, how it is shown, and that its short form runs. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { parseExpressionAt } from 'acorn'
import { chartOf } from '../../scripts/bench/chart.ts'
import { readOptions } from '../../scripts/bench/options.ts'
import { compare, spreadOf, type Figures, type Row } from '../../scripts/bench/results.ts'
import { NUMBER, reviewText, type Pods } from '../../scripts/bench/reviews.ts'
import { alternate, newRow } from '../../scripts/bench/rounds.ts'
import {
  dropInScript,
  floorScript,
  meshScript,
  plainHttpsScript,
  plainTcpScript,
} from '../../scripts/bench/scripts.ts'
import { comparisonTable, figureTable, noteLines } from '../../scripts/bench/table.ts'
import { InputError } from '../../scripts/error.ts'
import { suite } from '../suite.ts'

const test = suite('bench', 60_000)
const row = (subject: string, ...rounds: (Figures | undefined)[]): Row => ({
  ...newRow('probe', '16 clients', 'pipy 1.5.14', subject),
  rounds,
})
const RATIO = [{ name: 'CPU ÷', figure: 'CPU µs', by: 'ratio' }] as const

test('the middle of an even number of rounds lies between two', () => {
  assert.deepEqual(spreadOf([4, 1, 2, 3]), { median: 2.5, min: 1, max: 4 })
  assert.deepEqual(spreadOf([3, 1, 2]), { median: 2, min: 1, max: 3 })
})

test('a row is held against another round by round, so that a slow round slows both', () => {
  const [ours, floor] = [
    row('main', { 'CPU µs': 20 }, { 'CPU µs': 60 }, undefined),
    row('floor', { 'CPU µs': 10 }, { 'CPU µs': 30 }, { 'CPU µs': 1 }),
  ]
  assert.deepEqual(compare(ours, floor, RATIO)?.values, { 'CPU ÷': { median: 2, min: 2, max: 2 } })
  assert.equal(compare(row('main'), floor, RATIO), undefined)
})

test('rounds go in turn, and what fails once is left out with its reason', async () => {
  const seen: string[] = []
  const [one, two] = [row('one'), row('two')]
  await alternate(
    [
      { row: one, run: async () => ({ order: seen.push('one') }) },
      {
        row: two,
        run: async () => {
          seen.push('two')
          throw new InputError('it hangs')
        },
      },
    ],
    2,
  )
  assert.deepEqual(seen, ['one', 'two', 'one'])
  assert.deepEqual([one.rounds, two.notes], [[{ order: 1 }, { order: 3 }], ['it hangs']])
})

test('a table shows the middle and the ends, and says which answers were wrong', () => {
  const [ours, floor] = [
    row('main', { 'CPU µs': 120, wrong: 2 }, { 'CPU µs': 150, wrong: 0 }),
    row('floor', { 'CPU µs': 100 }, { 'CPU µs': 100 }),
  ]
  const comparison = compare(ours, floor, RATIO)
  assert.match(
    comparisonTable(comparison ? [comparison] : []),
    /main +floor +1\.35 \(1\.20…1\.50\)/,
  )
  assert.match(figureTable([ours]), /main +135 \(120…150\)/)
  assert.deepEqual(noteLines([ours, floor]), [
    '! probe pipy 1.5.14 main, 16 clients: 2 answers were wrong or missing',
  ])
})

test('the chart has a bar for each figure there is, and its words are escaped', () => {
  const chart = chartOf(
    [row('main', { 'CPU µs': 120, 'probes/s': 8000 }), row('a<b', { 'probes/s': 9000 })],
    'x & y',
  )
  assert.equal(chart.match(/<rect/g)?.length, 3)
  assert.match(chart, /a&lt;b/)
  assert.match(chart, /x &amp; y/)
})

test('the scripts to compare with are one expression each, as every Pipy wants it', () => {
  for (const script of [
    floorScript(1, 2),
    plainHttpsScript(1, 2),
    plainTcpScript(1),
    meshScript(1),
    dropInScript(1),
  ]) {
    assert.equal(parseExpressionAt(script, 0, { ecmaVersion: 2020 }).end, script.length)
  }
})

test('Pods of one Deployment have containers that differ in their token alone', () => {
  const containers = (pods: Pods, number: string): string[] => {
    const { object } = JSON.parse(reviewText(pods).replaceAll(NUMBER, number)).request
    return object.spec.containers.map((one: object) => JSON.stringify({ ...one, volumeMounts: [] }))
  }
  const [one, other] = ['100000001', '100000002']
  assert.deepEqual(containers('of one Deployment', one), containers('of one Deployment', other))
  assert.notDeepEqual(containers('ever new', one), containers('ever new', other))
})

test('an option that is not understood is refused with what would be', async () => {
  await assert.rejects(readOptions(['--host', '9']), /--host "9" is not here: .*embedded are/)
  await assert.rejects(
    readOptions(['--rounds', '0']),
    /--rounds "0" is no whole number from 1 to 100/,
  )
  await assert.rejects(readOptions(['--fast']), InputError)
})

const main = ['--import', 'tsx', 'scripts/bench/main.ts']
if (process.platform !== 'linux') test.skip('the short form (needs Linux)')
else {
  test('the short form measures what is there, and no time fails it', () => {
    const args = 'probe --short --no-build --host embedded --rounds 1 --json'.split(' ')
    const given = { encoding: 'utf8', timeout: 50_000 } as const
    const output = execFileSync(process.execPath, [...main, ...args], given)
    const { rows } = JSON.parse(output) as { rows: Row[] }
    const ours = rows.find(({ subject }) => subject === 'main')?.rounds[0]
    assert.equal(ours?.wrong, 0)
    assert.equal(Number(ours?.['probes/s']) > 0 && Number(ours?.['CPU µs']) > 0, true)
  })

  test('its short form for the webhook has right answers alone, on Node and on a host', () => {
    const args = 'webhook --short --no-build --host embedded --rounds 1 --json'.split(' ')
    const given = { encoding: 'utf8', timeout: 50_000 } as const
    const output = execFileSync(process.execPath, [...main, ...args], given)
    const { rows } = JSON.parse(output) as { rows: Row[] }
    assert.deepEqual(
      rows.map(({ host, rounds: [round] }) => [host, round?.wrong]),
      [
        ['Node', 0],
        ['embedded', 0],
      ],
    )
    for (const { rounds } of rows) assert.ok(Number(rounds[0]?.['reviews/s']) > 0)
  })

  test('a name that is no scenario ends with 2', () => {
    const { status, stderr } = spawnSync(process.execPath, [...main, 'prob', '--no-build'], {
      encoding: 'utf8',
      timeout: 50_000,
    })
    assert.deepEqual(
      [status, stderr],
      [2, '"prob" is none of probe, growth, start, rewrite, webhook, build\n'],
    )
  })
}

test.run()
