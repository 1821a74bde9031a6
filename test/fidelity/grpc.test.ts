/**
 * gRPC probes: the verdict through the sidecar is that of the
 * kubelet's own call, and of the official client's.
 */
import { Client, credentials, type ServiceError } from '@grpc/grpc-js'
import assert from 'node:assert/strict'
import { probeGrpc } from '../../scripts/kubelet/grpc.ts'
import { stopGrpcApps, type GrpcApp } from '../e2e/grpcApps.ts'
import { exchange, get, probe, statusOf } from '../e2e/client.ts'
import { entry } from '../e2e/entries.ts'
import { cleanUp, serve } from '../e2e/sidecar.ts'
import { freePort } from '../ports.ts'
import { suite } from '../suite.ts'
import { answered } from './grpcAnswers.ts'
import { connected } from './grpcConnections.ts'
import type { GrpcRow } from './grpcRow.ts'

const ROWS = [...answered, ...connected]
const test = suite('gRPC fidelity', 60_000)
const WIDTH = 8
/** Of every probe, in seconds: many run side by side. */
const TIMEOUT = 2

interface Seen {
  readonly official: string
  readonly direct: string
  readonly through: string
  readonly answer: string
  readonly connections: readonly number[]
}

/** The official client's verdict: it waits until the server is ready, as the kubelet's does. */
const callOfficially = ({ port }: GrpcApp, service: string): Promise<string> =>
  new Promise(resolve => {
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure())
    const name = Buffer.from(service)
    const length = name.length < 128 ? [name.length] : [128 + (name.length % 128), name.length >> 7]
    const request = service === '' ? name : Buffer.concat([Buffer.from([10, ...length]), name])
    const same = (bytes: Buffer) => bytes
    const done = (error: ServiceError | null, answer?: Buffer) => {
      client.close()
      resolve(!error && answer?.equals(Buffer.from([8, 1])) ? 'success' : 'failure')
    }
    client.waitForReady(Date.now() + TIMEOUT * 1000, error => {
      if (error) return done(error as ServiceError)
      const deadline = { deadline: Date.now() + TIMEOUT * 1000 }
      client.makeUnaryRequest('/grpc.health.v1.Health/Check', same, same, request, deadline, done)
    })
  })

const rows = new Map<GrpcRow, Seen>()

test('all rows are run', async () => {
  const apps = await Promise.all(ROWS.map(row => row.start()))
  const port = await freePort()
  const entries = ROWS.map(({ service = '' }, index) =>
    entry(
      port,
      { container: `row-${index}`, scheme: 'GRPC', port: apps[index]?.port ?? 0, service },
      { path: `/osm-liveness-probe/row-${index}`, timeoutSeconds: TIMEOUT },
    ),
  )
  await serve({ liveness: entries })
  let next = 0
  const run = async (index: number, row: GrpcRow) => {
    const [app, one] = [apps[index], entries[index]]
    if (!app || !one?.httpGet?.path) throw new Error(`${row.name} has no app`)
    const counted = async (seen: () => Promise<{ result: string }>) => {
      const before = app.connections
      return [(await seen()).result, app.connections - before] as const
    }
    const [direct, directly] = await counted(() =>
      probeGrpc('127.0.0.1', app.port, row.service ?? '', TIMEOUT * 1000),
    )
    const [through, indirectly] = await counted(() => probe(one))
    const answer = row.status === 0 ? '' : await exchange(port, get(one.httpGet.path))
    const official = await callOfficially(app, row.service ?? '')
    rows.set(row, { official, direct, through, answer, connections: [directly, indirectly] })
  }
  await Promise.all(
    Array.from({ length: WIDTH }, async () => {
      for (let row = ROWS[next]; row; row = ROWS[next]) await run(next++, row)
    }),
  )
  await cleanUp()
  stopGrpcApps()
  assert.equal(rows.size, ROWS.length)
})

for (const row of ROWS) {
  test(`gRPC, ${row.name}: no difference`, () => {
    const seen = rows.get(row)
    if (!seen) throw new Error('not run')
    if (!row.isLenient)
      assert.equal(seen.direct, seen.official, 'the test kubelet’s verdict is not the official one')
    assert.equal(seen.through, seen.direct, `${seen.direct} directly, ${seen.through} through`)
    const [direct, through] = seen.connections
    if (!row.isDialledAgain)
      assert.equal(
        through,
        direct,
        `${direct} connections directly, ${through} through the sidecar`,
      )
    if (row.status === 0) return
    assert.equal(statusOf(seen.answer), row.status, seen.answer)
    assert.match(seen.answer.trimEnd(), row.says)
  })
}

test.run()
