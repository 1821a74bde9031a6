/** What a client reaches through the probe ports: what a probe declares, and nothing else. */
import assert from 'node:assert/strict'
import { suite } from '../suite.ts'
import { answering, ok, startApp } from './app.ts'
import {
  cleanUp,
  entry,
  exchange,
  freePorts,
  get,
  serve,
  startSidecar,
  configWith,
  statusOf,
} from './sidecar.ts'

const isFull = process.env.SOAK === 'full'
const test = suite('reach', isFull ? 600_000 : 30_000)

/** Sends many requests, some at once, and counts the statuses. */
const statuses = async (port: number, requests: Iterable<string>): Promise<Map<number, number>> => {
  const counts = new Map<number, number>()
  const queue = requests[Symbol.iterator]()
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const status = statusOf(await exchange(port, next.value))
      counts.set(status, (counts.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 32 }, worker))
  return counts
}

const STEP = isFull ? 1 : 61

test(`15904 is no oracle: of the ports 1 to 65535 (each ${STEP}th) only the declared one is answered otherwise than 403`, async () => {
  const [app, ports] = [await startApp(answering(ok())), await freePorts(1)]
  const [check = 0] = ports
  await serve({ liveness: [entry(check, { port: app.port, scheme: 'TCP' })] })
  function* all() {
    for (let port = 1; port <= 65535; port += STEP)
      if (port !== app.port) yield get('/osm-healthcheck', `Original-Tcp-Port: ${port}`)
    yield get('/osm-healthcheck', `Original-Tcp-Port: ${app.port}`)
  }
  const counts = await statuses(check, all())
  assert.deepEqual([...counts.keys()].sort(), [200, 403])
  assert.equal(counts.get(200), 1)
  await cleanUp()
})

test(`no port from 1 to 65535 (each ${STEP}th) is reached by a header or a URL, and the undeclared app sees no connection`, async () => {
  const [declared, secret, ports] = [
    await startApp(answering(ok())),
    await startApp(answering(ok())),
    await freePorts(1),
  ]
  const [liveness = 0] = ports
  await serve({ liveness: [entry(liveness, { port: declared.port })] })
  function* all() {
    for (const port of [
      secret.port,
      ...Array.from({ length: Math.ceil(65535 / STEP) }, (_, index) => index * STEP + 1),
    ]) {
      yield get('/osm-liveness-probe', `Original-Http-Port: ${port}`, 'Original-Http-Path: /')
      yield get(`http://127.0.0.1:${port}/`)
    }
  }
  const counts = await statuses(liveness, all())
  assert.deepEqual([...counts.keys()], [404])
  assert.deepEqual([secret.connections, declared.connections], [0, 0])
  await cleanUp()
})

test('no header, method or path leads elsewhere: the app sees its declared path by GET alone', async () => {
  const [app, ports] = [await startApp(answering(ok())), await freePorts(1)]
  const [liveness = 0] = ports
  await serve({ liveness: [entry(liveness, { port: app.port })] })
  const path = '/osm-liveness-probe'
  const headers = [
    'X-Forwarded-For: 1.2.3.4',
    'X-Forwarded-Host: x:1',
    'X-Original-URL: /admin',
    'X-Rewrite-URL: /admin',
    'Forwarded: host=x',
    'X-HTTP-Method-Override: DELETE',
    'Host-Override: x',
    'Location: /admin',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Proxy-Authorization: x',
    'Original-Tcp-Port:',
    'Via: 1.1 x',
    'Range: bytes=0-1',
  ]
  const targets = [
    path,
    `${path}/`,
    `${path}/..`,
    `${path}/../admin`,
    `${path}%00`,
    `${path};x`,
    `${path}?`,
    `${path}#`,
    `/.${path}`,
    `//127.0.0.1:1${path}`,
    `${path}/~x.y`,
    `${path}/~`,
    '/admin',
    '/',
    '*',
    '/..',
    '/%2e%2e/admin',
    '/health',
    `http://x${path}`,
    `${path}\\..\\admin`,
  ]
  const methods = [
    'GET',
    'POST',
    'PUT',
    'DELETE',
    'PATCH',
    'HEAD',
    'OPTIONS',
    'TRACE',
    'CONNECT',
    'G\u0000ET',
    'get',
  ]
  for (const method of methods)
    for (const target of targets)
      for (const header of method === 'GET' ? headers : headers.slice(0, 2)) {
        await exchange(
          liveness,
          [`${method} ${target} HTTP/1.1`, 'Host: h', header, '', ''].join('\r\n'),
        )
      }
  assert.equal(app.requests.length > 0, true)
  for (const request of app.requests)
    assert.match(request, /^GET \/health HTTP\/1\.1\r\nHost: h:\d+\r\n/)
  await cleanUp()
})

test('clients from other networks are let go at accept, before they have said anything', async () => {
  const [app, ports] = [await startApp(answering(ok())), await freePorts(2)]
  const [liveness = 0, readiness = 0] = ports
  const lists = {
    liveness: [entry(liveness, { port: app.port })],
    readiness: [
      entry(readiness, { port: app.port, scheme: 'HTTPS' }, { scheme: 'HTTPS', path: '/' }),
    ],
  }
  await startSidecar(configWith(lists, { Networks: ['192.0.2.0/24', '::1/128'] }), [
    liveness,
    readiness,
  ])
  assert.equal(await exchange(liveness, ''), '')
  assert.equal(await exchange(readiness, ''), '')
  assert.equal(app.connections, 0)
  assert.equal(statusOf(await exchange(liveness, get('/osm-liveness-probe'), '::1')), 200)
  await cleanUp()
})

test('a client of a declared network is served', async () => {
  const [app, ports] = [await startApp(answering(ok())), await freePorts(1)]
  const [liveness = 0] = ports
  await startSidecar(
    configWith({ liveness: [entry(liveness, { port: app.port })] }, { Networks: ['127.0.0.0/8'] }),
    [liveness],
  )
  assert.equal(statusOf(await exchange(liveness, get('/osm-liveness-probe'))), 200)
  await cleanUp()
})

test.run()
