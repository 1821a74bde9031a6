/**
 * Lifecycle hooks, over the rows of the HTTP probes: the kubelet has the error that it has
 * directly, or none, and the application sees the direct request.
 */
import assert from 'node:assert/strict'
import type { AskedGet } from '../../scripts/kubelet/follow.ts'
import { runHook } from '../../scripts/kubelet/hook.ts'
import { hookEntry } from '../e2e/entries.ts'
import { cleanUp, serve } from '../e2e/sidecar.ts'
import { freePorts } from '../ports.ts'
import { suite } from '../suite.ts'
import { ROWS, type Row } from './rows/index.ts'
import { comparable, isPassedThrough, startAppOf } from './sides.ts'

const test = suite('hook fidelity', 120_000)
const WIDTH = 8
/** In milliseconds: where the Pod ends. */
const PATIENCE = 1500

/** Each of the statuses goes the same way, and few are enough. */
const CHOSEN = ROWS.filter(
  ({ group, scheme }, index) => scheme !== 'TCP' && (group !== 'statuses' || index % 25 === 0),
)

/** The kubelet's error or none, and what the app saw. */
interface Seen {
  readonly result: string
  readonly requests: readonly string[]
}

const found = new Map<Row, readonly [direct: Seen, through: Seen]>()

test('all rows are run', async () => {
  const apps = await Promise.all(CHOSEN.map(startAppOf))
  const own = CHOSEN.filter(isPassedThrough)
  const [http = 0, closed = 0, ...ports] = await freePorts(own.length + 2)
  const sides = CHOSEN.map((row, index) => {
    const { scheme = 'HTTP', path = '/health', httpHeaders = [] } = row
    const app = apps[index]
    const target = app?.port ?? closed
    const original = { container: `row-${index}`, scheme, port: target, path } as const
    const port = own.includes(row) ? (ports[own.indexOf(row)] ?? 0) : http
    const asked = own.includes(row) ? { scheme, path, httpHeaders } : { httpHeaders }
    return {
      row,
      app,
      direct: { host: '127.0.0.1', path, port: target, scheme, httpHeaders },
      through: hookEntry(port, original, asked),
    }
  })
  await serve({ hooks: sides.map(({ through }) => through) })
  const waiting = sides.values()
  await Promise.all(
    Array.from({ length: WIDTH }, async () => {
      for (const { row, app, direct, through } of waiting) {
        const see = async (httpGet: AskedGet): Promise<Seen> => {
          const before = app?.requests.length ?? 0
          if (app) app.connections = 0
          const error = await runHook(httpGet, AbortSignal.timeout(PATIENCE))
          const requests = app?.requests.slice(before) ?? []
          return {
            result: error === '' ? 'success' : 'failure',
            requests: requests.map(request => comparable(request, row)),
          }
        }
        const port = Number(through.httpGet.port)
        found.set(row, [
          await see(direct),
          await see({ ...through.httpGet, host: '127.0.0.1', port }),
        ])
      }
    }),
  )
  await cleanUp()
  assert.equal(found.size, CHOSEN.length)
})

for (const row of CHOSEN) {
  test(`${row.group}, ${row.name}: no difference`, () => {
    const [direct, through] = found.get(row) ?? []
    assert.ok(direct, 'not run')
    assert.deepEqual(through, direct)
  })
}

test.run()
