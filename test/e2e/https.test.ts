/** HTTPS probes: passed through unread, or asked over TLS by the sidecar. */
import assert from 'node:assert/strict'
import { freePort, freePorts } from '../ports.ts'
import { answering, ok, startApp, startHttp2App, startTlsApp, type App } from './app.ts'
import { exchange, get, probe, probeDirectly } from './client.ts'
import { entry, passedThrough } from './entries.ts'
import { serve, serveApp, sidecarSuite } from './sidecar.ts'

const test = sidecarSuite('https')

/** An app whose TLS the sidecar passes through, and its declared probe. */
const servePassedThrough = async (starting: Promise<App>, path = '/health') => {
  const [app, port] = [await starting, await freePort()]
  const declared = passedThrough(port, { port: app.port, path })
  await serve({ liveness: [declared] })
  return { app, port, declared }
}

test('a GET goes from end to end, path kept, certificate unverified', async () => {
  const { app, declared } = await servePassedThrough(startTlsApp(answering(ok('secure'))), '/livez')
  assert.equal((await probe(declared)).message, 'secure')
  assert.match(app.requests[0] ?? '', /^GET \/livez HTTP\/1\.1\r\n/)
})

test('an app that speaks HTTP/2 alone is probed in HTTP/2', async () => {
  const { declared } = await servePassedThrough(startHttp2App(true))
  assert.equal((await probe(declared)).message, '2.0')
})

test('two ports of one kind are two listeners', async () => {
  const apps = [await startTlsApp(answering(ok('one'))), await startTlsApp(answering(ok('two')))]
  const ports = await freePorts(2)
  const entries = apps.map((app, index) => passedThrough(ports[index] ?? 0, { port: app.port }))
  await serve({ liveness: entries })
  const verdicts = await Promise.all(entries.map(each => probe(each)))
  assert.deepEqual(
    verdicts.map(({ message }) => message),
    ['one', 'two'],
  )
})

test('a failing status over TLS is a failure, not a connection that worked', async () => {
  const { declared } = await servePassedThrough(startTlsApp(answering(ok('', '500 Broken'))))
  assert.equal((await probe(declared)).status, 500)
})

test('an HTTPS app that is down fails, as directly', async () => {
  const [closed, port] = await freePorts(2)
  const declared = passedThrough(port ?? 0, { port: closed ?? 0 })
  await serve({ liveness: [declared] })
  assert.equal((await probe(declared)).result, (await probeDirectly(declared)).result)
})

test('HTTP and HTTPS probes of one kind share the port', async () => {
  const secure = await startTlsApp(answering(ok('secure')))
  const [plain, port] = [await startApp(answering(ok('plain'))), await freePort()]
  const https = passedThrough(port, { port: secure.port, container: 'a' })
  const http = entry(port, { port: plain.port, container: 'b' })
  await serve({ liveness: [https, http] })
  assert.equal((await probe(https)).message, 'secure')
  assert.equal((await probe(http)).message, 'plain')
})

test('an HTTP entry whose original is HTTPS is asked over TLS', async () => {
  const { app, declared } = await serveApp(startTlsApp(answering(ok('secure'))), {
    scheme: 'HTTPS',
    path: '/livez',
  })
  assert.equal((await probe(declared)).message, 'secure')
  const [request = ''] = app.requests
  assert.equal(request.startsWith(`GET /livez HTTP/1.1\r\nHost: 127.0.0.1:${app.port}\r\n`), true)
  await app.stop()
  assert.equal((await probe(declared)).status, 503)
})

test('an app that speaks no TLS where TLS is asked for fails, as the sidecar sees it', async () => {
  const { declared } = await serveApp(startApp(), { scheme: 'HTTPS' })
  const { result, status } = await probe(declared)
  assert.equal(result, 'failure')
  // What the app says to the TLS client may end the connection, or leave it waiting.
  assert.equal([502, 504, 0].includes(status), true, `${status}`)
})

test('plain HTTP on a port with an HTTPS probe alone is let go', async () => {
  const { port } = await servePassedThrough(startTlsApp())
  assert.equal(await exchange(port, get('/health')), '')
})

test.run()
