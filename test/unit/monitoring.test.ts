/** The files of docs/monitoring: rules that promtool takes, and a dashboard of our series alone. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  alertQueries,
  dashboardQueries,
  monitoringFile,
  type Query,
} from '../../scripts/monitoring/queries.ts'
import { folderOf } from '../folder.ts'
import { suite } from '../suite.ts'

const test = suite('the files of monitoring')

const textOf = (name: string): string => readFileSync(monitoringFile(name), 'utf8')
const promtool = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync('promtool', words, { encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}

/** As src/sidecar/metrics.ts names them. */
const NAMES = ['requests_total', 'seconds_total', 'refused_total', 'up']
const namesIn = (queries: readonly Query[]): string[] =>
  [...new Set(queries.flatMap(({ expr }) => expr.match(/\bpipy_\w+/g) ?? []))].sort()

test('every query is of a series that the sidecar has, and each of those is in one', () => {
  const names = NAMES.map(name => `pipy_probe_${name}`).sort()
  assert.deepEqual(namesIn([...dashboardQueries('5m'), ...alertQueries()]), names)
  const source = readFileSync('src/sidecar/metrics.ts', 'utf8')
  assert.deepEqual([...new Set(source.match(/\bpipy_probe_\w+/g))].sort(), names)
})

test('no query takes what Pipy 0.90 shows beside the series', () => {
  const selectors = [...dashboardQueries('5m'), ...alertQueries()].flatMap(({ expr }) => [
    ...expr.matchAll(/pipy_probe_(requests_total|seconds_total|up)\{([^}]*)\}/g),
  ])
  assert.ok(selectors.length > 10)
  for (const [selector, name, labels = ''] of selectors) {
    const last = name === 'requests_total' ? 'result' : 'kind'
    assert.match(labels, new RegExp(`\\b${last}(!=""|=~?"\\w)`), selector)
  }
})

test('the dashboard is one that Grafana imports', () => {
  const { schemaVersion, title, panels } = JSON.parse(textOf('dashboard.json')) as {
    schemaVersion: number
    title: string
    panels: { id: number; gridPos: { x: number; w: number }; type: string }[]
  }
  assert.equal(schemaVersion, 39)
  assert.notEqual(title, '')
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length)
  assert.ok(panels.every(({ gridPos: { x, w } }) => x + w <= 24))
})

if (promtool('--version').status !== 0) {
  test.skip('not run: promtool is missing')
} else {
  test('promtool takes the rules', () => {
    const { status, output } = promtool('check', 'rules', monitoringFile('alerts.yaml'))
    assert.equal(status, 0, output)
    assert.match(output, new RegExp(`SUCCESS: ${alertQueries().length} rules found`))
  })

  test('each alert speaks when it is to, and is silent when it is not', () => {
    const { status, output } = promtool('test', 'rules', monitoringFile('alerts.test.yaml'))
    assert.equal(status, 0, output)
  })

  test('and none of them can be left out', () => {
    const rules = textOf('alerts.yaml')
    for (const { title } of alertQueries()) {
      const folder = folderOf({
        'alerts.yaml': rules.replace(`alert: ${title}\n`, `alert: Other\n`),
        'alerts.test.yaml': textOf('alerts.test.yaml'),
      })
      const { status, output } = promtool('test', 'rules', join(folder, 'alerts.test.yaml'))
      assert.equal(status, 1, output)
      assert.match(output, new RegExp(`alertname: ?${title}`))
    }
  })
}

test.run()
