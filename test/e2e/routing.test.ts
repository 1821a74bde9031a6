/** Which request reaches which app. */
import assert from 'node:assert/strict'
import { freePort, freePorts } from '../ports.ts'
import { answering, ok, startApp } from './app.ts'
import { probe, probeDirectly } from './client.ts'
import { configWith, entry } from './entries.ts'
import { serve, serveApp, sidecarSuite, startSidecar } from './sidecar.ts'

const test = sidecarSuite('routing')

test('a failing container is not hidden by a healthy one: each app answers (A1)', async () => {
  const healthy = await startApp()
  const [failing, port] = [await startApp(answering(ok('', '500 Broken'))), await freePort()]
  const one = entry(port, { port: healthy.port, container: 'one' }, { path: '/probe/one' })
  const two = entry(port, { port: failing.port, container: 'two' }, { path: '/probe/two' })
  await serve({ liveness: [one, two] })
  assert.equal((await probe(one)).status, 200)
  assert.equal((await probe(two)).status, 500)
})

test('a port listens although the first container’s probe is exec or tcpSocket (A2)', async () => {
  const [app, port] = [await startApp(), await freePort()]
  const http = entry(port, { port: app.port })
  const liveness = [{ exec: { command: ['true'] } }, { tcpSocket: { port: 1 } }, http]
  await startSidecar(configWith({ liveness }), [port])
  assert.equal((await probe(http)).status, 200)
})

test('a Pod with only a readiness probe gets ready (B2)', async () => {
  const [app, port] = [await startApp(), await freePort()]
  const only = entry(port, { port: app.port })
  await serve({ readiness: [only] })
  assert.equal((await probe(only)).status, 200)
})

test('original port and path are asked, not a fixed /liveness (B1)', async () => {
  const { app, declared } = await serveApp(startApp(), { path: '/deep/health?full=1' })
  await probe(declared)
  assert.match(app.requests[0] ?? '', /^GET \/deep\/health\?full=1 HTTP\/1\.1\r\n/)
})

test('the ports answer on IPv6 as well (A9)', async () => {
  const { app, declared } = await serveApp()
  assert.equal((await probe(declared, '::1')).status, 200)
  assert.match(app.requests[0] ?? '', new RegExp(`Host: \\[::1\\]:${app.port}\r\n`))
})

test('all kinds and several containers are served at once, with the direct verdicts', async () => {
  const [up, down] = [await startApp(), await startApp(answering(ok('', '503 Down')))]
  const [liveness = 0, readiness = 0, startup = 0, check = 0] = await freePorts(4)
  const [a, b] = [
    { port: up.port, container: 'a' },
    { port: down.port, container: 'b' },
  ]
  const lists = {
    liveness: [entry(liveness, a, { path: '/probe/a' }), entry(liveness, b, { path: '/probe/b' })],
    readiness: [entry(readiness, a)],
    startup: [entry(startup, b)],
  }
  const tcp = entry(check, { port: up.port, scheme: 'TCP' })
  await serve({ ...lists, readiness: [...lists.readiness, tcp] })
  for (const one of Object.values(lists).flat())
    assert.equal((await probe(one)).status, (await probeDirectly(one)).status)
  assert.equal((await probe(tcp)).status, 200)
})

test.run()
