/** The kubelet's prober, statement by statement (Kubernetes 1.32, pkg/probe and prober). */
import assert from 'node:assert/strict'
import type { Http2ServerResponse } from 'node:http2'
import { attemptProbe } from '../../scripts/kubelet/attempt.ts'
import { runProbe } from '../../scripts/kubelet/probe.ts'
import type { Verdict } from '../../scripts/kubelet/verdict.ts'
import type { Probe } from '../../src/config/types.ts'
import {
  answering,
  movedTo,
  ok,
  pathOf,
  startApp,
  startHttp2App,
  startTlsApp,
  stopApps,
  type App,
  type Behaviour,
} from '../e2e/app.ts'
import { head } from '../e2e/client.ts'
import { freePort } from '../ports.ts'
import { suite } from '../suite.ts'

const test = suite('kubelet', undefined, stopApps)

type Http2Answer = (response: Http2ServerResponse) => void

const CONTAINER = { name: 'app', ports: [{ name: 'web', containerPort: 1 }] }
const LOCAL = { podIP: '127.0.0.1' }

/** Runs a probe of a container without a port of its own. */
const run = async (probe: Probe, container = CONTAINER, place = LOCAL): Promise<Verdict> => {
  const verdict = await runProbe(probe, container, place)
  assert.ok(verdict)
  return verdict
}

/** Probes an app that behaves so; `httpGet` says what is not the usual. */
const probeApp = async (
  behave: Behaviour,
  httpGet: object = {},
): Promise<{ app: App; verdict: Verdict }> => {
  const app = await startApp(behave)
  return { app, verdict: await run({ httpGet: { port: app.port, ...httpGet }, timeoutSeconds: 1 }) }
}
const resultOf = async (behave: Behaviour) => (await probeApp(behave)).verdict.result

test('1, 4, 5: a GET without a body, with exactly four headers', async () => {
  const { app } = await probeApp(answering(ok()), { path: '/health' })
  assert.equal(
    app.requests[0],
    head(
      'GET /health HTTP/1.1',
      `Host: 127.0.0.1:${app.port}`,
      'User-Agent: kube-probe/1.32',
      'Accept: */*',
      'Connection: close',
    ),
  )
})

test('2: the port is a number, a name of the container’s own, or a numeric text', async () => {
  const app = await startApp()
  const named = { name: 'app', ports: [{ name: 'web', containerPort: app.port }] }
  for (const port of [app.port, 'web', `${app.port}`])
    assert.equal((await run({ httpGet: { port } }, named)).result, 'success')
  const { message } = await run({ httpGet: { port: 'nope' } }, named)
  assert.equal(message, "couldn't find port: nope")
})

test('2: host is dialled where it is given', async () => {
  const httpGet = { port: (await startApp()).port, host: '127.0.0.1' }
  const { result } = await run({ httpGet }, CONTAINER, { podIP: '192.0.2.1' })
  assert.equal(result, 'success')
})

test('4: a Host is the request’s, an empty Accept removes it, names may repeat', async () => {
  const httpHeaders = [
    { name: 'host', value: 'shop' },
    { name: 'Accept', value: '' },
    { name: 'x-a', value: '1' },
    { name: 'x-a', value: '2' },
  ]
  const { app } = await probeApp(answering(ok()), { httpHeaders })
  const fields = ['User-Agent: kube-probe/1.32', 'X-A: 1', 'X-A: 2', 'Connection: close']
  assert.equal(app.requests[0], head('GET / HTTP/1.1', 'Host: shop', ...fields))
})

test('4: names are in their order, and what Go writes itself is not the probe’s', async () => {
  const httpHeaders = ['x-b', 'Trailer', 'Accept', 'content-length', 'X-A'].map(name => ({
    name,
    value: '1',
  }))
  const { app } = await probeApp(answering(ok()), { httpHeaders })
  assert.equal(
    app.requests[0],
    head(
      'GET / HTTP/1.1',
      `Host: 127.0.0.1:${app.port}`,
      'User-Agent: kube-probe/1.32',
      'Accept: 1',
      'X-A: 1',
      'X-B: 1',
      'Connection: close',
    ),
  )
})

test('4: a value with a line end fails the probe', async () => {
  const httpHeaders = [{ name: 'X-B', value: 'a\nb' }]
  const { verdict } = await probeApp(answering(ok()), { httpHeaders })
  assert.equal(verdict.result, 'failure')
  assert.match(verdict.message, /net\/http: invalid header field value for "X-B"/)
})

test('6: HTTPS is not verified, and HTTP/2 is spoken where the app does', async () => {
  const [two, one] = [await startHttp2App(true), await startTlsApp(answering(ok('1.1')))]
  for (const [app, version] of [
    [two, '2.0'],
    [one, '1.1'],
  ] as const) {
    const { message } = await run({ httpGet: { port: app.port, scheme: 'HTTPS' } })
    assert.equal(message, version)
  }
})

/** What an app says in HTTP/2, and what comes of it. */
const OVER_HTTP2: Record<string, [answer: Http2Answer, result: string, message: RegExp]> = {
  'a body cut short': [
    ({ stream }) => {
      stream.respond({ ':status': 200 })
      stream.write('abc', () => stream.on('error', () => {}).destroy(new Error('on purpose')))
    },
    'unknown',
    /INTERNAL_ERROR/,
  ],
  'a body that stalls': [
    ({ stream }) => {
      stream.respond({ ':status': 200 })
      stream.write('abc')
    },
    'unknown',
    /deadline exceeded/,
  ],
  'no answer': [({ stream }) => stream.session?.destroy(), 'failure', /EOF/],
  'a long body': [({ stream }) => stream.end('x'.repeat(1 << 20)), 'success', /^x{10240}$/],
}
for (const [name, [answer, result, message]] of Object.entries(OVER_HTTP2)) {
  test(`7, 10: over HTTP/2, ${name}`, async () => {
    const { port } = await startHttp2App(true, (_request, response) => answer(response))
    const httpHeaders = ['X-A', 'X-A', 'Keep-Alive', 'TE'].map(header => ({
      name: header,
      value: '1',
    }))
    const verdict = await run({
      httpGet: { port, scheme: 'HTTPS', httpHeaders },
      timeoutSeconds: 1,
    })
    assert.equal(verdict.result, result, verdict.message)
    assert.match(verdict.message, message)
  })
}

test('7: timeoutSeconds covers everything, a body that never ends too', async () => {
  const { verdict } = await probeApp(
    socket => void socket.write(`${head('HTTP/1.1 200 OK', 'Content-Length: 9')}x`),
  )
  assert.notEqual(verdict.result, 'success')
  assert.equal(verdict.duration >= 900 && verdict.duration < 3000, true, `${verdict.duration}`)
})

const STATUSES = { 200: 'success', 299: 'success', 304: 'warning', 399: 'warning' }
const FAILING = { 400: 'failure', 599: 'failure' }
for (const [status, result] of Object.entries({ ...STATUSES, ...FAILING })) {
  test(`8: ${status} is a ${result}`, async () => {
    const { verdict } = await probeApp(answering(ok('', `${status} X`)))
    assert.equal(verdict.result, result)
    if (result === 'failure')
      assert.equal(verdict.message, `HTTP probe failed with statuscode: ${status}`)
  })
}

test('9: redirects are followed on a host of the same name, the tenth no more', async () => {
  const hops =
    (most: number): Behaviour =>
    (socket, request) => {
      const hop = Number(pathOf(request).slice(1))
      socket.end(hop < most ? movedTo(`/${hop + 1}`) : ok())
    }
  assert.equal(await resultOf(hops(9)), 'success')
  const { verdict } = await probeApp(hops(10))
  assert.equal(verdict.result, 'failure')
  assert.match(verdict.message, /stopped after 10 redirects/)
  assert.equal(await resultOf(answering(movedTo('http://elsewhere.example/'))), 'warning')
})

test('10: 10 KiB of body are read; one cut short is an error, tried three times', async () => {
  assert.equal(await resultOf(answering(ok('x'.repeat(100_000)))), 'success')
  const app = await startApp(answering(`${head('HTTP/1.1 200 OK', 'Content-Length: 9')}x`))
  const verdict = await attemptProbe({ httpGet: { port: app.port } }, CONTAINER, LOCAL)
  assert.equal(verdict?.result, 'unknown')
  assert.equal(app.connections, 3)
})

test('11: refused, EOF, reset and garbage are failures', async () => {
  const port = await freePort()
  const refused = `dial tcp 127.0.0.1:${port}: connect: connection refused`
  const { message } = await run({ httpGet: { port } })
  assert.equal(message, `Get "http://127.0.0.1:${port}/": ${refused}`)
  assert.equal(await resultOf(socket => void socket.end()), 'failure')
  assert.equal(await resultOf(socket => void socket.resetAndDestroy()), 'failure')
  assert.equal(await resultOf(answering('garbage\r\n\r\n')), 'failure')
})

test('12: tcpSocket connects, sends nothing and closes', async () => {
  const app = await startApp(() => {})
  assert.equal((await run({ tcpSocket: { port: app.port } })).result, 'success')
  assert.equal((await run({ tcpSocket: { port: await freePort() } })).result, 'failure')
  assert.deepEqual(app.requests, [])
})

test('a TLS app asked in plain HTTP fails', async () => {
  const app = await startTlsApp()
  assert.equal((await run({ httpGet: { port: app.port } })).result, 'failure')
})

test.run()
