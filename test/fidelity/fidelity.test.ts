/** The mesh is invisible: every row has the direct verdict, and the app sees the direct request. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileOfPage, pageOf } from '../../scripts/test/tables.ts'
import { cleanUp, host, serve } from '../e2e/sidecar.ts'
import { freePorts } from '../ports.ts'
import { suite } from '../suite.ts'
import { ROWS, type Row } from './rows/index.ts'
import { differencesOf, isPassedThrough, sidesOf, startAppOf } from './sides.ts'

const test = suite('fidelity', 120_000)
const WIDTH = 8

const found = new Map<Row, string[]>()

test('all rows are run', async () => {
  // Before the free ports are looked for: an app could take one.
  const apps = await Promise.all(ROWS.map(startAppOf))
  const own = ROWS.filter(isPassedThrough)
  const [http = 0, check = 0, closed = 0, ...ports] = await freePorts(own.length + 3)
  const portOf = (row: Row) =>
    row.scheme === 'TCP' ? check : own.includes(row) ? (ports[own.indexOf(row)] ?? 0) : http
  const all = ROWS.map((row, index) => {
    const app = apps[index]
    return sidesOf(row, index, app, app?.port ?? closed, portOf(row))
  })
  await serve({ liveness: all.map(({ through }) => through) })
  const waiting = all.values()
  await Promise.all(
    Array.from({ length: WIDTH }, async () => {
      for (const sides of waiting) found.set(sides.row, await differencesOf(sides))
    }),
  )
  await cleanUp()
  assert.equal(found.size, ROWS.length)
})

for (const row of ROWS) {
  const { group, name, forced } = row
  const outcome = forced ? `the difference that Pipy forces (${forced})` : 'no difference'
  test(`${group}, ${name}: ${outcome}`, () => {
    const differing = found.get(row) ?? ['not run']
    if (forced === undefined) assert.deepEqual(differing, [])
    else assert.notDeepEqual(differing, [], 'no difference any more')
  })
}

const lineOf = (group: string): string => {
  const rows = ROWS.filter(row => row.group === group)
  const forced = rows.flatMap(row => (row.forced ? [`${row.name}: ${row.forced}`] : []))
  return `| ${group} | ${rows.length} | ${forced.join('; ') || 'none'} |`
}
const groups = [...new Set(ROWS.map(({ group }) => group))]
const table = ['| rows | how many | differences |', '|---|---|---|', ...groups.map(lineOf)].join(
  '\n',
)

test('the page’s table is this suite’s own', () => {
  const differing = [...found.values()].filter(one => one.length > 0).length
  console.log(`\n${host.name}: ${ROWS.length} rows, ${differing} with a difference`)
  const page = readFileSync(fileOfPage('fidelity'), 'utf8')
  assert.ok(page.includes(table), `${pageOf('fidelity')} needs this table:\n${table}`)
})

test.run()
