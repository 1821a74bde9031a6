/** Which request reaches which app, and what is refused. */
import assert from 'node:assert/strict'
import { suite } from '../suite.ts'
import { answering, ok, startApp } from './app.ts'
import {
  cleanUp,
  configWith,
  entry,
  exchange,
  freePort,
  freePorts,
  get,
  probe,
  probeDirectly,
  serve,
  startSidecar,
  statusOf,
} from './sidecar.ts'

const test = suite('routing')

test('each container is answered by its own app: a failing one is not hidden by a healthy one (A1)', async () => {
  const [healthy, failing, port] = [
    await startApp(answering(ok())),
    await startApp(answering(ok('', '500 Broken'))),
    await freePort(),
  ]
  const one = entry(
    port,
    { port: healthy.port, container: 'one' },
    { path: '/osm-liveness-probe/one' },
  )
  const two = entry(
    port,
    { port: failing.port, container: 'two' },
    { path: '/osm-liveness-probe/two' },
  )
  await serve({ liveness: [one, two] })
  assert.equal((await probe(one)).status, 200)
  assert.equal((await probe(two)).status, 500)
  await cleanUp()
})

test('a port listens although the first container’s probe is exec or tcpSocket (A2)', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  const http = entry(port, { port: app.port })
  await startSidecar(
    configWith({ liveness: [{ exec: { command: ['true'] } }, { tcpSocket: { port: 1 } }, http] }),
    [port],
  )
  assert.equal((await probe(http)).status, 200)
  await cleanUp()
})

test('a Pod with only a readiness probe gets ready (B2)', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  const only = entry(port, { port: app.port })
  await serve({ readiness: [only] })
  assert.equal((await probe(only)).status, 200)
  await cleanUp()
})

test('original port and path are asked, not a fixed /liveness (B1)', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  const one = entry(port, { port: app.port, path: '/deep/health?full=1' })
  await serve({ liveness: [one] })
  await probe(one)
  assert.match(app.requests[0] ?? '', /^GET \/deep\/health\?full=1 HTTP\/1\.1\r\n/)
  await cleanUp()
})

test('the ports answer on IPv6 as well (A9)', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  const one = entry(port, { port: app.port })
  await serve({ liveness: [one] })
  assert.equal((await probe(one, '::1')).status, 200)
  assert.match(app.requests[0] ?? '', new RegExp(`Host: \\[::1\\]:${app.port}\r\n`))
  await cleanUp()
})

test('the guide’s JSON works as it stands: the first HTTP inbound port with the kind’s path', async () => {
  const app = await startApp(answering(ok()))
  const guide = `{
  "Probes": {
      "ReadinessProbes": null,
      "LivenessProbes": [
        {
          "httpGet": {
            "path": "/osm-liveness-probe",
            "port": 15901,
            "scheme": "HTTP"
          },
          "timeoutSeconds": 1,
          "periodSeconds": 10,
          "successThreshold": 1,
          "failureThreshold": 3
        }
      ],
      "StartupProbes": null
    }
  }
}`
  await startSidecar(guide, [15901])
  assert.equal(statusOf(await exchange(15901, get('/osm-liveness-probe'))) >= 200, true)
  await cleanUp()
  const withInbound = guide.replace(
    '"Probes"',
    `"Inbound": { "TrafficMatches": { "${app.port}": { "Protocol": "http" } } }, "Probes"`,
  )
  const again = await startApp(answering(ok()))
  await startSidecar(withInbound.replace(`${app.port}`, `${again.port}`), [15901])
  assert.equal(statusOf(await exchange(15901, get('/osm-liveness-probe'))), 200)
  assert.match(again.requests[0] ?? '', /^GET \/liveness HTTP/)
  await cleanUp()
})

test('FSM’s entries share a path and are told apart by the headers of the request', async () => {
  const [one, two] = [await startApp(answering(ok('one'))), await startApp(answering(ok('two')))]
  const fsm = (port: number, path: string) => ({
    httpGet: {
      path: '/fsm-healthcheck',
      port: 15901,
      scheme: 'HTTP',
      httpHeaders: [
        { name: 'original-http-port', value: `${port}` },
        { name: 'Original-Http-Path', value: path },
      ],
    },
    timeoutSeconds: 1,
  })
  const [first, second] = [fsm(one.port, '/a'), fsm(two.port, '/b')]
  await startSidecar(configWith({ liveness: [first, second] }), [15901])
  assert.equal((await probe(first)).message, 'one')
  assert.equal((await probe(second)).message, 'two')
  assert.equal((await probe(fsm(one.port, '/b'))).status, 404)
  assert.equal((await probe(fsm(22, '/'))).status, 404)
  assert.equal(statusOf(await exchange(15901, get('/fsm-healthcheck'))), 404)
  assert.doesNotMatch(one.requests.join(''), /original-/i)
  await cleanUp()
})

test('nothing but the declared path is reached, and by GET alone (A8)', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  await serve({ liveness: [entry(port, { port: app.port })] })
  const request = (line: string, ...fields: string[]) =>
    exchange(port, [line, 'Host: x', ...fields, '', ''].join('\r\n'))
  const path = '/osm-liveness-probe'
  for (const target of [
    '/',
    '/health',
    `${path}/`,
    `${path}?x`,
    '/osm-liveness-probe%2f',
    '/OSM-liveness-probe',
    `//x${path}`,
    `http://127.0.0.1${path}`,
    '*',
  ]) {
    assert.equal(statusOf(await request(`GET ${target} HTTP/1.1`)), 404, target)
  }
  for (const method of ['POST', 'HEAD', 'PUT', 'OPTIONS', 'CONNECT', 'get']) {
    const answer = await request(`${method} ${path} HTTP/1.1`)
    assert.equal(statusOf(answer), 405, method)
    assert.match(answer, /\r\nallow: GET\r\n/i)
  }
  assert.equal(
    statusOf(
      await request(`GET ${path} HTTP/1.1`, 'Original-Http-Port: 22', 'Original-Http-Path: /x'),
    ),
    404,
  )
  assert.equal(app.requests.length, 0)
  await cleanUp()
})

test('malformed and smuggling heads never reach the app', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  await serve({ liveness: [entry(port, { port: app.port })] })
  const line = 'GET /osm-liveness-probe HTTP/1.1\r\nHost: x\r\n'
  const cases: [string, string, number][] = [
    ['a body with a length', `${line}Content-Length: 5\r\n\r\nhello`, 413],
    ['a length without its body', `${line}Content-Length: 5\r\n\r\n`, 413],
    [
      'both lengths',
      `${line}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      413,
    ],
    ['chunked', `${line}Transfer-Encoding: chunked\r\n\r\n`, 400],
    ['two lengths', `${line}Content-Length: 0\r\nContent-Length: 0\r\n\r\n`, 400],
    ['a length that is no number', `${line}Content-Length: +0\r\n\r\n`, 400],
    ['a second request', `${line}\r\n${line}\r\n`, 413],
    ['bare LF', 'GET /osm-liveness-probe HTTP/1.1\nHost: x\n\n', 400],
    ['bare CR', `${line}X: a\rb\r\n\r\n`, 400],
    ['a NUL', `${line}X: a\0b\r\n\r\n`, 400],
    ['a space in a name', `${line}X y: z\r\n\r\n`, 400],
    ['a space before the colon', `${line}X : z\r\n\r\n`, 400],
    ['a folded line', `${line}X: a\r\n b\r\n\r\n`, 400],
    ['no name', `${line}: z\r\n\r\n`, 400],
    ['no Host', 'GET /osm-liveness-probe HTTP/1.1\r\n\r\n', 400],
    ['two Hosts', `${line}Host: y\r\n\r\n`, 400],
    ['no version', 'GET /osm-liveness-probe\r\nHost: x\r\n\r\n', 400],
    ['two spaces', 'GET  /osm-liveness-probe HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['HTTP/1.0', 'GET /osm-liveness-probe HTTP/1.0\r\nHost: x\r\n\r\n', 505],
    ['the HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 413],
    ['101 fields', `${line}${'X: y\r\n'.repeat(101)}\r\n`, 431],
    ['a head of 20 KiB', `${line}X: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['an endless head', `${line}X: ${'y'.repeat(200_000)}`, 431],
    [
      'bytes that are no UTF-8',
      Buffer.from(`${line}X: \xff\xfe\r\n\r\n`, 'latin1').toString('latin1'),
      400,
    ],
  ]
  for (const [name, bytes, status] of cases) {
    assert.equal(statusOf(await exchange(port, Buffer.from(bytes, 'latin1'))), status, name)
  }
  assert.equal(app.requests.length, 0)
  await cleanUp()
})

test('a Pod that was rewritten twice does not ask itself (A12)', async () => {
  const port = await freePort()
  const one = entry(port, { port })
  await serve({ liveness: [one, entry(port, { port: 15901 }, { path: '/twice' })] })
  assert.equal((await probe(one)).status, 508)
  assert.equal(statusOf(await exchange(port, get('/twice'))), 508)
  await cleanUp()
})

test('a TLS client on a port without an HTTPS probe is let go at once', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  await serve({ liveness: [entry(port, { port: app.port })] })
  assert.equal(await exchange(port, Buffer.from('1603010200', 'hex')), '')
  await cleanUp()
})

test('all kinds and several containers are served at once, each with the direct verdict', async () => {
  const ports = await freePorts(4)
  const [up, down] = [
    await startApp(answering(ok())),
    await startApp(answering(ok('', '503 Down'))),
  ]
  const [liveness = 0, readiness = 0, startup = 0, check = 0] = ports
  const entries = [
    entry(liveness, { port: up.port, container: 'a' }, { path: '/osm-liveness-probe/a' }),
    entry(liveness, { port: down.port, container: 'b' }, { path: '/osm-liveness-probe/b' }),
    entry(readiness, { port: up.port, container: 'a' }),
    entry(startup, { port: down.port, container: 'b' }),
  ]
  const tcp = entry(check, { port: up.port, scheme: 'TCP' })
  await serve({
    liveness: [entries[0]!, entries[1]!],
    readiness: [entries[2]!, tcp],
    startup: [entries[3]!],
  })
  for (const one of entries)
    assert.equal((await probe(one)).status, (await probeDirectly(one)).status)
  assert.equal((await probe(tcp)).status, 200)
  await cleanUp()
})

test.run()
