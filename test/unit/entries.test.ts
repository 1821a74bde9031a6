/** The entries and pipelines themselves, from their TypeScript. */
import assert from 'node:assert/strict'
import { suite } from '../suite.ts'
import { answering, ok, startApp, startTlsApp, stopApps } from '../e2e/app.ts'
import { configWith, entry, exchange, freePorts, get, probe, statusOf } from '../e2e/sidecar.ts'
import { listenAll, loadEntry } from './inProcess.ts'

const test = suite('entries')

test('main.ts listens for every kind and serves each way there is', async () => {
  const [liveness = 0, readiness = 0, check = 0, closed = 0] = await freePorts(4)
  const plain = await startApp(answering(ok()))
  const secure = await startTlsApp(answering(ok()))
  const silent = await startApp(() => {})
  const moved = await startApp(
    (socket, head) =>
      void socket.end(
        head.includes('/next') ? ok() : ok('', '302 Found', 'Location: /next', 'Server: x'),
      ),
  )
  const entries = {
    http: entry(liveness, { port: plain.port }),
    moved: entry(liveness, { port: moved.port }, { path: '/moved' }),
    silent: entry(liveness, { port: silent.port }, { path: '/silent', timeoutSeconds: 2 }),
    opaque: entry(liveness, { port: plain.port, path: 'a:b' }, { path: '/opaque' }),
    closed: entry(liveness, { port: closed }, { path: '/closed' }),
    tls: entry(readiness, { port: secure.port, scheme: 'HTTPS' }, { scheme: 'HTTPS', path: '/' }),
    open: entry(check, { port: plain.port, scheme: 'TCP' }),
    shut: entry(check, { port: closed, scheme: 'TCP' }),
  }
  const { http, moved: redirect, silent: never, opaque, closed: down, tls, open, shut } = entries
  const servers = await listenAll(
    await loadEntry(
      'main',
      configWith({ liveness: [http, redirect, never, opaque, down, open], readiness: [tls, shut] }),
    ),
  )
  assert.equal((await probe(http)).status, 200)
  assert.equal((await probe(redirect)).status, 200)
  assert.equal((await probe(tls)).status, 200)
  assert.equal((await probe(open)).status, 200)
  assert.equal((await probe(shut)).status, 503)
  assert.equal((await probe(down)).status, 503)
  assert.equal((await probe(opaque)).status, 502)
  assert.equal((await probe(never)).result, 'failure')
  assert.equal(statusOf(await exchange(liveness, get('/x'))), 404)
  assert.equal(statusOf(await exchange(liveness, get('/silent'))), 504)
  assert.equal(await exchange(readiness, get('/')), '')
  for (const server of servers) server.close()
  await stopApps()
})

test('probes.ts has a pipeline for each kind and the healthcheck, config or not', async () => {
  const script = await loadEntry('probes', configWith({ liveness: [] }))
  for (const name of ['liveness', 'readiness', 'startup', 'healthcheck'])
    assert.equal(typeof script.pipeline(name)(), 'object')
  assert.equal(script.listens.length, 0)
})

test('healthcheck.ts answers for declared ports alone', async () => {
  const [port = 0, closed = 0] = await freePorts(2)
  const app = await startApp(answering(ok()))
  Object.assign(process.env, {
    HEALTHCHECK_PORT: `${port}`,
    DECLARED_PORTS: `${app.port},${closed}`,
  })
  const [server] = await listenAll(await loadEntry('healthcheck', '{}'))
  const ask = async (text: string) => statusOf(await exchange(port, text))
  assert.equal(await ask(get('/osm-healthcheck', `Original-Tcp-Port: ${app.port}`)), 200)
  assert.equal(await ask(get('/osm-healthcheck', `Original-Tcp-Port: ${closed}`)), 503)
  assert.equal(await ask(get('/osm-healthcheck', 'Original-Tcp-Port: 22')), 403)
  assert.equal(await ask(get('/osm-healthcheck')), 400)
  assert.equal(await ask(get('/')), 404)
  assert.equal(await ask('POST / HTTP/1.1\r\n\r\n'), 405)
  assert.equal(await ask('x'.repeat(9000)), 431)
  server?.close()
  await stopApps()
})

test('a config that is not understood ends the script', async () => {
  await assert.rejects(loadEntry('probes', '[]'), TypeError)
  await assert.rejects(loadEntry('main', configWith({}, { Target: 'POD_IP' })), TypeError)
})

test.run()
