/** Connections: a new one for each probe, so that no probe hurts another; slow clients are cut. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { freePort } from '../ports.ts'
import { until } from '../suite.ts'
import { ok, startApp } from './app.ts'
import { ask, exchange, get, probe } from './client.ts'
import { entry } from './entries.ts'
import { serve, serveApp, sidecarSuite } from './sidecar.ts'

const test = sidecarSuite('connections')

test('a probe that is never answered fails no later one (A3)', async () => {
  const { declared } = await serveApp(
    startApp((socket, _head, connection) => void (connection > 1 && socket.end(ok()))),
  )
  const results = []
  for (let index = 0; index < 4; index += 1) results.push((await probe(declared)).result)
  assert.deepEqual(results, ['failure', 'success', 'success', 'success'])
})

test('an app that closes idle connections fails no probe (A4)', async () => {
  const { app, declared } = await serveApp(
    startApp(socket => {
      socket.write(ok())
      setTimeout(() => socket.destroy(), 5)
    }),
  )
  for (let index = 0; index < 20; index += 1)
    assert.equal((await probe(declared)).result, 'success')
  assert.equal(app.connections, 20)
})

test('hundreds of probes at once are all answered, on a connection each', async () => {
  const { app, declared } = await serveApp(startApp(), {}, { timeoutSeconds: 10 })
  const verdicts = await Promise.all(Array.from({ length: 300 }, () => probe(declared)))
  assert.equal(verdicts.filter(verdict => verdict.result === 'success').length, 300)
  assert.equal(app.connections, 300)
})

test('a client that leaves early leaves no connection to the app behind', async () => {
  let open = 0
  const { app, port } = await serveApp(
    startApp(socket => {
      open += 1
      socket.on('close', () => void (open -= 1))
    }),
  )
  for (let index = 0; index < 20; index += 1) {
    const socket = connect(port, '127.0.0.1', () => void socket.write(get('/osm-liveness-probe')))
    socket.on('error', () => {})
    await until('the app to see the request', () => app.requests.length === index + 1)
    socket.destroy()
  }
  await until('all connections to the app to be closed', () => open === 0)
})

test('several time-outs are served side by side', async () => {
  const [app, port] = [await startApp(), await freePort()]
  const entries = [1, 2, 5].map(timeoutSeconds => {
    const original = { port: app.port, container: `c${timeoutSeconds}` }
    return entry(port, original, { path: `/p/${timeoutSeconds}`, timeoutSeconds })
  })
  await serve({ liveness: entries })
  for (const one of entries) assert.equal((await probe(one)).status, 200)
})

test('a client that does not finish its head is cut, silent or not', async () => {
  const { port } = await serveApp()
  const started = Date.now()
  await exchange(port, 'GET /osm-liveness-probe HTTP/1.1\r\nHost: x\r\n').catch(() => '')
  assert.equal(Date.now() - started < 5000, true, 'the silent one')
  const dripping = connect(port, '127.0.0.1', () => void dripping.write('GET /'))
  dripping.on('error', () => {})
  const drops = setInterval(() => dripping.write('x'), 500)
  let open = true
  dripping.on('close', () => void (open = false)).resume()
  await until('the dripping one to be cut', () => !open, 5000)
  clearInterval(drops)
  assert.equal(await ask(port, get('/osm-liveness-probe')), 200)
})

test.run()
