/** A gRPC probe end to end: the call that the application sees, and what the sidecar says of it. */
import assert from 'node:assert/strict'
import { probeGrpc } from '../../scripts/kubelet/grpc.ts'
import { answering, ok, startApp } from './app.ts'
import {
  message,
  startHttp2,
  startOfficial,
  startRaw,
  stopGrpcApps,
  type GrpcApp,
} from './grpcApps.ts'
import { freePort } from '../ports.ts'
import { suite, until } from '../suite.ts'
import { exchange, get, probe, statusOf } from './client.ts'
import { entry } from './entries.ts'
import { cleanUp, serve } from './sidecar.ts'

const test = suite('gRPC')

const PATH = '/osm-liveness-probe'
const stop = async () => {
  await cleanUp()
  stopGrpcApps()
}

/** An application that answers every call with a status, which may change. */
const startServing = async (): Promise<{ app: GrpcApp; state: { status: number } }> => {
  const state = { status: 1 }
  const app = await startHttp2(stream => {
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc' },
      { waitForTrailers: true },
    )
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
    stream.end(message(state.status))
  })
  return { app, state }
}

test('the call is the kubelet’s own: its fields in their order, and its deadline', async () => {
  const [{ app }, port] = [await startServing(), await freePort()]
  const one = entry(port, { port: app.port, scheme: 'GRPC', service: 'shop.Books' })
  await serve({ liveness: [one] })
  assert.equal((await probeGrpc('127.0.0.1', app.port, 'shop.Books', 1000)).result, 'success')
  assert.equal((await probe(one)).status, 200)
  const [direct, through] = app.calls.map(call => Object.entries(call))
  const withoutTimeout = (fields: [string, string][] = []) =>
    fields.map(([name, value]) => (name === 'grpc-timeout' ? [name] : [name, value]))
  assert.deepEqual(withoutTimeout(through), withoutTimeout(direct))
  assert.deepEqual(Object.fromEntries(through ?? []), {
    ':method': 'POST',
    ':scheme': 'http',
    ':path': '/grpc.health.v1.Health/Check',
    ':authority': `127.0.0.1:${app.port}`,
    'content-type': 'application/grpc',
    'user-agent': 'kube-probe/1.32 grpc-go/1.65.0',
    te: 'trailers',
    'grpc-timeout': '1000m',
  })
  await stop()
})

test('the authority is what the kubelet would dial, the deadline the probe’s own', async () => {
  const [{ app }, port] = [await startServing(), await freePort()]
  await serve({
    liveness: [entry(port, { port: app.port, scheme: 'GRPC' }, { timeoutSeconds: 5 })],
  })
  const request = get(PATH).replace('Host: 127.0.0.1', `Host: [fd00::7]:${port}`)
  assert.equal(statusOf(await exchange(port, request)), 200)
  const call = app.calls[0] as Record<string, string>
  assert.equal(call[':authority'], `[fd00::7]:${app.port}`)
  assert.equal(call['grpc-timeout'], '5000m')
  await stop()
})

test('each probe has a connection of its own, and leaves none', async () => {
  const [{ app }, port] = [await startServing(), await freePort()]
  const one = entry(port, { port: app.port, scheme: 'GRPC' })
  await serve({ liveness: [one] })
  for (let index = 0; index < 50; index += 1) assert.equal((await probe(one)).status, 200)
  assert.equal(app.connections, 50)
  await until('the connections of all probes to be closed', () => app.open() === 0)
  await stop()
})

test('the log says when the health changes, and the answer what it is', async () => {
  const [{ app, state }, port] = [await startServing(), await freePort()]
  const one = entry(port, { port: app.port, scheme: 'GRPC', service: 'shop.Books' })
  const sidecar = await serve({ liveness: [one] })
  const target = `grpc://127.0.0.1:${app.port}/shop.Books`
  assert.match(
    await exchange(port, get(PATH)),
    new RegExp(`^HTTP/1.1 200 OK[^]*\n\r?\napp liveness: ${target}: SERVING\n$`),
  )
  state.status = 2
  assert.match(
    await exchange(port, get(PATH)),
    new RegExp(
      `^HTTP/1.1 503 Service Unavailable[^]*app liveness: Check ${target}: NOT_SERVING\n$`,
    ),
  )
  await until('both lines', () => sidecar.lines.some(line => line.includes('(NOT_SERVING)')))
  assert.deepEqual(
    sidecar.lines
      .filter(line => line.includes('probe app'))
      .map(line => line.replace(/^.*?probe/, 'probe')),
    [
      `probe app liveness -> ${target}: unknown -> success (SERVING)`,
      `probe app liveness -> ${target}: success -> failure (NOT_SERVING)`,
    ],
  )
  await stop()
})

test('one who waits longer than the kubelet is told that no answer came in time', async () => {
  const [app, port] = [await startRaw(() => {}), await freePort()]
  await serve({ liveness: [entry(port, { port: app.port, scheme: 'GRPC' })] })
  const answer = await exchange(port, get(PATH))
  assert.equal(statusOf(answer), 504)
  assert.match(answer, /: no answer in time\n$/)
  await stop()
})

test('gRPC, HTTP and other services beside each other, each by its own path', async () => {
  const [official, port] = [await startOfficial(), await freePort()]
  const http = await startApp(answering(ok('fine')))
  const grpc = (service: string, name: string) =>
    entry(port, { port: official.port, scheme: 'GRPC', service }, { path: `${PATH}/${name}` })
  await serve({
    liveness: [
      grpc('', 'whole'),
      grpc('shop.Closed', 'closed'),
      entry(port, { port: http.port }, { path: `${PATH}/http` }),
    ],
  })
  const ask = async (name: string) => statusOf(await exchange(port, get(`${PATH}/${name}`)))
  for (let time = 0; time < 3; time += 1)
    assert.deepEqual(
      [await ask('whole'), await ask('closed'), await ask('http'), await ask('other')],
      [200, 503, 200, 404],
    )
  await stop()
})

test.run()
