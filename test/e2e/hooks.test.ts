/** Lifecycle hooks: any answer will do, none at all is the connection's end, and no more is reached. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { runHook } from '../../scripts/kubelet/hook.ts'
import type { HookEntry } from '../../src/config/types.ts'
import { freePort, freePorts } from '../ports.ts'
import { until } from '../suite.ts'
import { answering, ok, startApp, startTlsApp } from './app.ts'
import { exchange, get, head, probe, statusOf } from './client.ts'
import { entry, hookEntry } from './entries.ts'
import { serve, sidecarSuite } from './sidecar.ts'

const test = sidecarSuite('hooks')

/** Runs a hook as the kubelet does, for as long as the Pod has to end. */
const run = ({ httpGet, timeoutSeconds }: HookEntry): Promise<string> =>
  runHook(
    { ...httpGet, host: '127.0.0.1', port: Number(httpGet.port) },
    AbortSignal.timeout(timeoutSeconds * 1000),
  )

test('an application that answers 500 has run its hook', async () => {
  const [app, port] = [await startApp(answering(ok('', '500 X'))), await freePort()]
  const hook = hookEntry(port, { port: app.port, path: '/drain?wait=5' })
  const sidecar = await serve({ hooks: [hook] })
  assert.equal(await run(hook), '')
  assert.match(
    app.requests[0] ?? '',
    /^GET \/drain\?wait=5 HTTP\/1\.1\r\nHost: 127\.0\.0\.1:\d+\r\n/,
  )
  await until('the log', () => sidecar.lines.some(line => line.includes('probe app preStop -> ')))
  assert.match(sidecar.lines.join('\n'), /preStop -> .*: unknown -> success \(status 500\)/)
})

test('nobody who listens is no answer at all', async () => {
  const [port, closed] = await freePorts(2)
  const hook = hookEntry(port ?? 0, { port: closed ?? 0 })
  await serve({ hooks: [hook] })
  assert.notEqual(await run(hook), '')
  assert.equal(await exchange(port ?? 0, get('/osm-lifecycle/app/preStop')), '')
})

test('an application that closes without a word is no answer at all', async () => {
  const [app, port] = [await startApp(socket => void socket.end()), await freePort()]
  const hook = hookEntry(port, { port: app.port })
  await serve({ hooks: [hook] })
  assert.notEqual(await run(hook), '')
})

test('a hook may take longer than a probe', async () => {
  const slow = await startApp(socket => void setTimeout(() => socket.end(ok()), 4000))
  const port = await freePort()
  const hook = hookEntry(port, { port: slow.port })
  const check = entry(port, { scheme: 'TCP', port: slow.port })
  await serve({ readiness: [check], hooks: [hook] })
  const [error, checked] = await Promise.all([run(hook), probe(check)])
  assert.equal(error, '')
  assert.equal(checked.result, 'success', checked.message)
})

test('the connection is the request’s own, though the client would keep it', async () => {
  const [app, port] = [await startApp(socket => void socket.write(ok())), await freePort()]
  await serve({ hooks: [hookEntry(port, { port: app.port })] })
  const lines = ['GET /osm-lifecycle/app/preStop HTTP/1.1', 'Host: 127.0.0.1', 'Accept: */*']
  const bytes = new Promise<string>(resolve => {
    void exchange(port, head(...lines)).then(resolve)
    void until('the request', () => app.requests.length > 0).then(() => app.stop())
  })
  assert.match(await bytes, /^HTTP\/1\.1 200 OK\r\n(.*\r\n)*connection: close\r\n/)
  assert.doesNotMatch(app.requests[0] ?? '', /connection/i)
})

test('a redirect leads to the application’s other path', async () => {
  const app = await startApp((socket, request) =>
    socket.end(request.startsWith('GET /done') ? ok() : ok('', '302 X', 'Location: /done')),
  )
  const port = await freePort()
  const hook = hookEntry(port, { port: app.port })
  await serve({ hooks: [hook] })
  assert.equal(await run(hook), '')
  assert.deepEqual(
    app.requests.map(request => request.split(' ')[1]),
    ['/drain', '/done'],
  )
})

test('TLS goes through unread', async () => {
  const [app, port] = [await startTlsApp(), await freePort()]
  const hook = hookEntry(port, { port: app.port, scheme: 'HTTPS' }, { path: '/x', scheme: 'HTTPS' })
  await serve({ hooks: [hook] })
  assert.equal(await run(hook), '')
  assert.match(app.requests[0] ?? '', /^GET \/x HTTP/)
})

test('TLS that the application answers in plain HTTP is asked again so', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const [app, port] = [(server.address() as AddressInfo).port, await freePort()]
  const secure = { path: '/drain', scheme: 'HTTPS' } as const
  const hook = hookEntry(port, { port: app, ...secure }, secure)
  await serve({ hooks: [hook] })
  assert.equal(await run(hook), '')
  assert.deepEqual(asked, ['/drain'])
  assert.equal(statusOf(await exchange(port, get('/other'))), 404)
  server.close()
})

const REFUSED: Record<string, [request: string, status: number]> = {
  'another container’s': [get('/osm-lifecycle/other/preStop'), 404],
  'another hook': [get('/osm-lifecycle/app/postStart'), 404],
  'the application’s own path': [get('/drain'), 404],
  'a path below': [get('/osm-lifecycle/app/preStop/x'), 404],
  'a query': [get('/osm-lifecycle/app/preStop?x'), 404],
  'another method': [head('POST /osm-lifecycle/app/preStop HTTP/1.1', 'Host: x'), 405],
}
for (const [name, [request, status]] of Object.entries(REFUSED)) {
  test(`${name} reaches nothing`, async () => {
    const [app, port] = [await startApp(), await freePort()]
    await serve({ hooks: [hookEntry(port, { port: app.port })] })
    assert.equal(statusOf(await exchange(port, request)), status)
    assert.deepEqual(app.requests, [])
  })
}

test.run()
