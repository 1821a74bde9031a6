/** HTTPS probes: passed through unread, or asked over TLS by the sidecar. */
import assert from 'node:assert/strict'
import { createSecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { suite } from '../suite.ts'
import { answering, certificate, ok, startApp, startTlsApp } from './app.ts'
import {
  cleanUp,
  entry,
  exchange,
  freePort,
  freePorts,
  get,
  probe,
  probeDirectly,
  serve,
  statusOf,
} from './sidecar.ts'

const test = suite('https')

test('a GET goes from end to end, path kept, certificate unverified', async () => {
  const [app, port] = [await startTlsApp(answering(ok('secure'))), await freePort()]
  const one = entry(
    port,
    { port: app.port, scheme: 'HTTPS', path: '/livez' },
    { scheme: 'HTTPS', path: '/livez' },
  )
  await serve({ liveness: [one] })
  assert.equal((await probe(one)).message, 'secure')
  assert.match(app.requests[0] ?? '', /^GET \/livez HTTP\/1\.1\r\n/)
  await cleanUp()
})

test('an app that speaks HTTP/2 alone is probed in HTTP/2', async () => {
  const pems = await certificate()
  const server = createSecureServer(
    { key: pems.private, cert: pems.cert },
    (request, response) => void response.end(request.httpVersion),
  )
  await new Promise<void>(resolve => server.listen(0, () => resolve()))
  const port = await freePort()
  const one = entry(
    port,
    { port: (server.address() as AddressInfo).port, scheme: 'HTTPS' },
    { scheme: 'HTTPS', path: '/health' },
  )
  await serve({ liveness: [one] })
  assert.equal((await probe(one)).message, '2.0')
  server.close()
  await cleanUp()
})

test('two ports of one kind are two listeners', async () => {
  const [one, two] = [
    await startTlsApp(answering(ok('one'))),
    await startTlsApp(answering(ok('two'))),
  ]
  const [first = 0, second = 0] = await freePorts(2)
  const entries = [
    [first, one.port],
    [second, two.port],
  ].map(([port = 0, to = 0]) =>
    entry(port, { port: to, scheme: 'HTTPS' }, { scheme: 'HTTPS', path: '/health' }),
  )
  await serve({ liveness: entries })
  assert.deepEqual(
    (await Promise.all(entries.map(each => probe(each)))).map(({ message }) => message),
    ['one', 'two'],
  )
  await cleanUp()
})

test('a failing status over TLS is a failure, not a connection that worked', async () => {
  const [app, port] = [await startTlsApp(answering(ok('', '500 Broken'))), await freePort()]
  const one = entry(port, { port: app.port, scheme: 'HTTPS' }, { scheme: 'HTTPS', path: '/health' })
  await serve({ liveness: [one] })
  assert.equal((await probe(one)).status, 500)
  await cleanUp()
})

test('an HTTPS app that is down fails, as directly', async () => {
  const [closed, port] = [await freePort(), await freePort()]
  const one = entry(port, { port: closed, scheme: 'HTTPS' }, { scheme: 'HTTPS', path: '/health' })
  await serve({ liveness: [one] })
  assert.equal((await probe(one)).result, (await probeDirectly(one)).result)
  await cleanUp()
})

test('HTTP and HTTPS probes of one kind share the port', async () => {
  const [secure, plain, port] = [
    await startTlsApp(answering(ok('secure'))),
    await startApp(answering(ok('plain'))),
    await freePort(),
  ]
  const https = entry(
    port,
    { port: secure.port, scheme: 'HTTPS', container: 'a' },
    { scheme: 'HTTPS', path: '/health' },
  )
  const http = entry(port, { port: plain.port, container: 'b' })
  await serve({ liveness: [https, http] })
  assert.equal((await probe(https)).message, 'secure')
  assert.equal((await probe(http)).message, 'plain')
  await cleanUp()
})

test('an HTTP entry whose original is HTTPS is asked over TLS', async () => {
  const [app, port] = [await startTlsApp(answering(ok('secure'))), await freePort()]
  const one = entry(port, { port: app.port, scheme: 'HTTPS', path: '/livez' })
  await serve({ liveness: [one] })
  assert.equal((await probe(one)).message, 'secure')
  assert.match(
    app.requests[0] ?? '',
    new RegExp(`^GET /livez HTTP/1.1\r\nHost: 127.0.0.1:${app.port}\r\n`),
  )
  await app.stop()
  assert.equal((await probe(one)).status, 503)
  await cleanUp()
})

test('an app that speaks no TLS where TLS is asked for is 502', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  const one = entry(port, { port: app.port, scheme: 'HTTPS' })
  await serve({ liveness: [one] })
  const verdict = await probe(one)
  assert.equal([502, 504, 0].includes(verdict.status), true, `${verdict.status}`)
  await cleanUp()
})

test('plain HTTP on a port with an HTTPS probe alone is let go', async () => {
  const [app, port] = [await startTlsApp(answering(ok())), await freePort()]
  await serve({
    liveness: [
      entry(port, { port: app.port, scheme: 'HTTPS' }, { scheme: 'HTTPS', path: '/health' }),
    ],
  })
  assert.equal(await exchange(port, get('/health')), '')
  assert.equal(statusOf(''), 0)
  await cleanUp()
})

test.run()
