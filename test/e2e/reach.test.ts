/** What a client reaches through the probe ports: what a probe declares, and nothing else. */
import assert from 'node:assert/strict'
import { freePort, freePorts } from '../ports.ts'
import { startApp } from './app.ts'
import { ask, exchange, get, head } from './client.ts'
import { entry, passedThrough } from './entries.ts'
import { serve, serveApp, sidecarSuite } from './sidecar.ts'

const isFull = process.env.SOAK === 'full'
const test = sidecarSuite('reach', isFull ? 600_000 : 30_000)
const PATH = '/osm-liveness-probe'

/** Sends many requests, some at once, and counts the statuses. */
const statuses = async (port: number, requests: Iterable<string>): Promise<Map<number, number>> => {
  const counts = new Map<number, number>()
  const queue = requests[Symbol.iterator]()
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const status = await ask(port, next.value)
      counts.set(status, (counts.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 32 }, worker))
  return counts
}

/** The ports from 1 to 65535, all or each so many. */
const STEP = isFull ? 1 : 61
const ports = Array.from({ length: Math.ceil(65535 / STEP) }, (_, index) => index * STEP + 1)
const SOME = `the ports 1 to 65535 (each ${STEP}th)`

test(`15904 is no oracle: of ${SOME} only the declared one is not 403`, async () => {
  const [app, check] = [await startApp(), await freePort()]
  await serve({ liveness: [entry(check, { port: app.port, scheme: 'TCP' })] })
  const asked = [...ports.filter(port => port !== app.port), app.port]
  const requests = asked.map(port => get('/osm-healthcheck', `Original-Tcp-Port: ${port}`))
  const counts = await statuses(check, requests)
  assert.deepEqual([...counts.keys()].sort(), [200, 403])
  assert.equal(counts.get(200), 1)
})

test(`no header or URL reaches one of ${SOME}: undeclared apps see no connection`, async () => {
  const secret = await startApp()
  const { app, port: liveness } = await serveApp()
  const requests = [secret.port, ...ports].flatMap(port => [
    get(PATH, `Original-Http-Port: ${port}`, 'Original-Http-Path: /'),
    get(`http://127.0.0.1:${port}/`),
  ])
  const counts = await statuses(liveness, requests)
  assert.deepEqual([...counts.keys()], [404])
  assert.deepEqual([secret.connections, app.connections], [0, 0])
})

const HEADERS = `
  X-Forwarded-For: 1.2.3.4
  X-Forwarded-Host: x:1
  X-Original-URL: /admin
  X-Rewrite-URL: /admin
  Forwarded: host=x
  X-HTTP-Method-Override: DELETE
  Host-Override: x
  Location: /admin
  Upgrade: websocket
  Connection: Upgrade
  Proxy-Authorization: x
  Original-Tcp-Port:
  Via: 1.1 x
  Range: bytes=0-1`
const TARGETS = `
  ${PATH}
  ${PATH}/
  ${PATH}/..
  ${PATH}/../admin
  ${PATH}%00
  ${PATH};x
  ${PATH}?
  ${PATH}#
  /.${PATH}
  //127.0.0.1:1${PATH}
  ${PATH}/~x.y
  ${PATH}/~
  /admin
  /
  *
  /..
  /%2e%2e/admin
  /health
  http://x${PATH}
  ${PATH}\\..\\admin`
const METHODS = 'GET POST PUT DELETE PATCH HEAD OPTIONS TRACE CONNECT G\0ET get'
const linesOf = (text: string): string[] => text.trim().split(/\n */)

test('no header, method or path leads elsewhere: the app sees its path by GET alone', async () => {
  const { app, port } = await serveApp()
  for (const method of METHODS.split(' '))
    for (const target of linesOf(TARGETS))
      for (const field of linesOf(HEADERS).slice(0, method === 'GET' ? undefined : 2))
        await exchange(port, head(`${method} ${target} HTTP/1.1`, 'Host: h', field))
  assert.equal(app.requests.length > 0, true)
  for (const request of app.requests)
    assert.match(request, /^GET \/health HTTP\/1\.1\r\nHost: h:\d+\r\n/)
})

test('clients from other networks are let go at accept, before they say anything', async () => {
  const [app, [liveness = 0, readiness = 0]] = [await startApp(), await freePorts(2)]
  const lists = {
    liveness: [entry(liveness, { port: app.port })],
    readiness: [passedThrough(readiness, { port: app.port })],
  }
  await serve(lists, { Networks: ['192.0.2.0/24', '::1/128'] })
  assert.equal(await exchange(liveness, ''), '')
  assert.equal(await exchange(readiness, ''), '')
  assert.equal(app.connections, 0)
  const served = await exchange(liveness, get(PATH), '::1')
  assert.match(served, /^HTTP\/1\.1 200 /)
})

test('a client of a declared network is served', async () => {
  const [app, port] = [await startApp(), await freePort()]
  const liveness = [entry(port, { port: app.port })]
  await serve({ liveness }, { Networks: ['127.0.0.0/8'] })
  assert.equal(await ask(port, get(PATH)), 200)
})

test.run()
