/** The mesh is invisible: every row has the direct verdict, and the app sees the direct request. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { runProbe } from '../../scripts/kubelet/probe.ts'
import type { Entry, Probe } from '../../src/config/types.ts'
import { startApp, startHttp2App, startTlsApp, stopApps, type App } from '../e2e/app.ts'
import { cleanUp, host, serve } from '../e2e/sidecar.ts'
import { freePorts } from '../ports.ts'
import { suite } from '../suite.ts'
import { ROWS, type Row } from './rows.ts'

const test = suite('fidelity', 120_000)
const WIDTH = 8

interface Seen {
  readonly results: readonly string[]
  readonly requests: readonly string[]
  readonly connections: number
}

interface Prepared {
  readonly row: Row
  readonly app: App | undefined
  readonly direct: Probe
  readonly through: Entry
}

const start = async ({ app, tls, expired }: Row): Promise<App | undefined> => {
  if (app === 'none') return undefined
  if (app === 'HTTP/2' || app === 'HTTP/2 and 1.1') return startHttp2App(app === 'HTTP/2')
  return tls ? startTlsApp(app, [...tls], expired) : startApp(app)
}

const prepare = (
  row: Row,
  index: number,
  app: App | undefined,
  port: number,
  closed: number,
): Prepared => {
  const { scheme = 'HTTP', path = '/health', httpHeaders = [] } = row
  const target = app?.port ?? closed
  const original = {
    container: `row-${index}`,
    scheme,
    port: target,
    path: scheme === 'TCP' ? '' : path,
  }
  if (scheme === 'TCP') {
    const header = { name: 'Original-Tcp-Port', value: `${target}` }
    return {
      row,
      app,
      direct: { tcpSocket: { port: target } },
      through: {
        httpGet: { path: '/osm-healthcheck', port, httpHeaders: [header] },
        timeoutSeconds: 1,
        original,
      },
    }
  }
  const passed = scheme === 'HTTPS' && !row.terminated
  const asked = passed ? path : `/osm-liveness-probe/row-${index}`
  return {
    row,
    app,
    direct: { httpGet: { path, port: target, scheme, httpHeaders }, timeoutSeconds: 1 },
    through: {
      httpGet: { path: asked, port, scheme: passed ? 'HTTPS' : 'HTTP', httpHeaders },
      timeoutSeconds: 1,
      original,
    },
  }
}

/** Probes as often as the row says; gives what the kubelet and the app saw. */
const see = async (probe: Probe, { row, app }: Prepared): Promise<Seen> => {
  const results: string[] = []
  const before = { requests: app?.requests.length ?? 0, connections: app?.connections ?? 0 }
  const restart = before.connections
  for (let time = 0; time < (row.times ?? 1); time += 1) {
    results.push(
      (await runProbe(probe, { name: 'app' }, { podIP: '127.0.0.1' }))?.result ?? 'not run',
    )
  }
  return {
    results,
    requests: (app?.requests.slice(before.requests) ?? []).map(request => comparable(request, row)),
    connections: (app?.connections ?? 0) - restart,
  }
}

/** Names of header fields do not regard case. Inside TLS that is passed through, Host and Referer name the port that was asked. */
const comparable = (request: string, { scheme, terminated }: Row): string => {
  const lower = request.replace(/^[^:\r\n]+(?=:)/gm, name => name.toLowerCase())
  return scheme === 'HTTPS' && !terminated
    ? lower.replace(/^((?:host|referer): (?:https:\/\/)?127\.0\.0\.1):\d+/gm, '$1:PORT')
    : lower
}

const differences = async (prepared: Prepared): Promise<string[]> => {
  const direct = await see(prepared.direct, prepared)
  if (prepared.app) prepared.app.connections = 0
  const through = await see(prepared.through, prepared)
  const isTcp = prepared.row.scheme === 'TCP'
  return [
    ...(String(direct.results) === String(through.results)
      ? []
      : [`verdict ${direct.results} directly, ${through.results} through the sidecar`]),
    ...(isTcp || String(direct.requests) === String(through.requests)
      ? []
      : [
          `requests ${JSON.stringify(direct.requests)} directly, ${JSON.stringify(through.requests)} through the sidecar`,
        ]),
    ...(direct.connections === through.connections
      ? []
      : [`${direct.connections} connections directly, ${through.connections} through the sidecar`]),
  ]
}

const found = new Map<Row, string[]>()

test('all rows are run', async () => {
  // Before the free ports are looked for: an app could take one.
  const apps = await Promise.all(ROWS.map(start))
  const own = ROWS.filter(row => row.scheme === 'HTTPS' && !row.terminated)
  const [http = 0, check = 0, closed = 0, ...ports] = await freePorts(own.length + 3)
  const portOf = (row: Row) =>
    row.scheme === 'TCP' ? check : own.includes(row) ? (ports[own.indexOf(row)] ?? 0) : http
  const all = ROWS.map((row, index) => prepare(row, index, apps[index], portOf(row), closed))
  await serve({ liveness: all.map(({ through }) => through) })
  let next = 0
  await Promise.all(
    Array.from({ length: WIDTH }, async () => {
      for (let prepared = all[next++]; prepared; prepared = all[next++])
        found.set(prepared.row, await differences(prepared))
    }),
  )
  await cleanUp()
  await stopApps()
  assert.equal(found.size, ROWS.length)
})

for (const row of ROWS) {
  test(`${row.group}, ${row.name}: ${row.forced === undefined ? 'no difference' : `the difference that Pipy forces (${row.forced})`}`, () => {
    const differing = found.get(row) ?? ['not run']
    if (row.forced === undefined) assert.deepEqual(differing, [])
    else assert.notDeepEqual(differing, [], 'no difference any more')
  })
}

const groups = [...new Set(ROWS.map(({ group }) => group))]
const table = (): string =>
  [
    '| rows | how many | differences |',
    '|---|---|---|',
    ...groups.map(group => {
      const rows = ROWS.filter(row => row.group === group)
      const forced = rows.filter(row => row.forced)
      return `| ${group} | ${rows.length} | ${forced.length === 0 ? 'none' : forced.map(({ name, forced: why }) => `${name}: ${why}`).join('; ')} |`
    }),
  ].join('\n')

test('the README’s table is this suite’s own', () => {
  console.log(
    `\n${host.name}: ${ROWS.length} rows, ${[...found.values()].filter(one => one.length > 0).length} with a difference`,
  )
  assert.equal(
    readFileSync(new URL('../../README.md', import.meta.url), 'utf8').includes(table()),
    true,
    `README.md needs this table:\n${table()}`,
  )
})

test.run()
