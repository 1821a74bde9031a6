/** The entries and pipelines themselves, from their TypeScript. */
import assert from 'node:assert/strict'
import { ok, pathOf, startApp, startTlsApp, stopApps } from '../e2e/app.ts'
import { ask, exchange, get, probe } from '../e2e/client.ts'
import { configWith, entry, passedThrough } from '../e2e/entries.ts'
import { freePort, freePorts } from '../ports.ts'
import { suite } from '../suite.ts'
import { listenAll, loadEntry } from './inProcess.ts'

const test = suite('entries', undefined, stopApps)

test('main.ts listens for every kind and serves each way there is', async () => {
  const [liveness = 0, readiness = 0, check = 0, closed = 0] = await freePorts(4)
  const [plain, secure, silent] = [await startApp(), await startTlsApp(), await startApp(() => {})]
  const moved = await startApp(
    (socket, head) =>
      void socket.end(
        pathOf(head) === '/next' ? ok() : ok('', '302 Found', 'Location: /next', 'Server: x'),
      ),
  )
  const http = entry(liveness, { port: plain.port })
  const redirect = entry(liveness, { port: moved.port }, { path: '/moved' })
  const never = entry(liveness, { port: silent.port }, { path: '/silent', timeoutSeconds: 2 })
  const opaque = entry(liveness, { port: plain.port, path: 'a:b' }, { path: '/opaque' })
  const down = entry(liveness, { port: closed }, { path: '/closed' })
  const tls = passedThrough(readiness, { port: secure.port, path: '/' })
  const open = entry(check, { port: plain.port, scheme: 'TCP' })
  const shut = entry(check, { port: closed, scheme: 'TCP' })
  const lists = {
    liveness: [http, redirect, never, opaque, down, open],
    readiness: [tls, shut],
  }
  const servers = await listenAll(await loadEntry('main', configWith(lists)))
  assert.equal((await probe(http)).status, 200)
  assert.equal((await probe(redirect)).status, 200)
  assert.equal((await probe(tls)).status, 200)
  assert.equal((await probe(open)).status, 200)
  assert.equal((await probe(shut)).status, 503)
  assert.equal((await probe(down)).status, 503)
  assert.equal((await probe(opaque)).status, 502)
  assert.equal((await probe(never)).result, 'failure')
  assert.equal(await ask(liveness, get('/x')), 404)
  assert.equal(await ask(liveness, get('/silent')), 504)
  assert.equal(await exchange(readiness, get('/')), '')
  for (const server of servers) server.close()
})

test('probes.ts has a pipeline for each kind and the healthcheck, config or not', async () => {
  const script = await loadEntry('probes', configWith({ liveness: [] }))
  for (const name of ['liveness', 'readiness', 'startup', 'healthcheck'])
    assert.equal(typeof script.pipeline(name)(), 'object')
  assert.equal(script.listens.length, 0)
})

test('listeners.ts listens for every kind, and for TCP checks unless a helper has them', async () => {
  const [app, port, check] = [await startApp(), await freePort(), await freePort()]
  const lists = {
    liveness: [entry(port, { port: app.port })],
    readiness: [entry(check, { port: app.port, scheme: 'TCP' })],
  }
  const left = await loadEntry('listeners', configWith(lists, { Healthcheck: 'container' }))
  assert.deepEqual(
    left.listens.map(listen => listen.port),
    [port],
  )
  const script = await loadEntry('listeners', configWith(lists))
  assert.deepEqual(
    script.listens.map(listen => listen.port),
    [port, check],
  )
  const servers = await listenAll(script)
  assert.equal((await probe(lists.liveness[0] ?? {})).status, 200)
  assert.equal((await probe(lists.readiness[0] ?? {})).status, 200)
  for (const server of servers) server.close()
})

test('healthcheck.ts answers for declared ports alone', async () => {
  const [port = 0, closed = 0] = await freePorts(2)
  const app = await startApp()
  const declared = `${app.port},${closed}`
  Object.assign(process.env, { HEALTHCHECK_PORT: `${port}`, DECLARED_PORTS: declared })
  const [server] = await listenAll(await loadEntry('healthcheck', '{}'))
  const check = (...fields: string[]) => ask(port, get('/osm-healthcheck', ...fields))
  assert.equal(await check(`Original-Tcp-Port: ${app.port}`), 200)
  assert.equal(await check(`Original-Tcp-Port: ${closed}`), 503)
  assert.equal(await check('Original-Tcp-Port: 22'), 403)
  assert.equal(await check(), 400)
  assert.equal(await ask(port, get('/')), 404)
  assert.equal(await ask(port, 'POST / HTTP/1.1\r\n\r\n'), 405)
  assert.equal(await ask(port, 'x'.repeat(9000)), 431)
  server?.close()
})

test('a config that is not understood ends the script', async () => {
  await assert.rejects(loadEntry('probes', '[]'), TypeError)
  await assert.rejects(loadEntry('main', configWith({}, { Target: 'POD_IP' })), TypeError)
})

test.run()
