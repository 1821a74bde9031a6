/** The kubelet's prober, statement by statement (Kubernetes 1.32, pkg/kubelet/prober and pkg/probe). */
import assert from 'node:assert/strict'
import type { Probe } from '../../src/config/types.ts'
import type { KindName } from '../../src/kinds.ts'
import { attemptProbe } from '../../scripts/kubelet/attempt.ts'
import { runProbe } from '../../scripts/kubelet/probe.ts'
import type { Verdict } from '../../scripts/kubelet/verdict.ts'
import {
  initialState,
  nextState,
  outlook,
  waitsForStartup,
  type State,
} from '../../scripts/kubelet/worker.ts'
import {
  answering,
  ok,
  startApp,
  startTlsApp,
  stopApps,
  type App,
  type Behaviour,
} from '../e2e/app.ts'
import { freePort } from '../ports.ts'
import { suite } from '../suite.ts'

const test = suite('kubelet')
const container = { name: 'app', ports: [{ name: 'web', containerPort: 1 }] }

const run = async (
  behave: Behaviour,
  httpGet: object = {},
  more: Probe = {},
): Promise<{ app: App; verdict: Verdict }> => {
  const app = await startApp(behave)
  const verdict = await runProbe({ httpGet: { port: app.port, ...httpGet }, ...more }, container, {
    podIP: '127.0.0.1',
  })
  await stopApps()
  assert.ok(verdict)
  return { app, verdict }
}

test('1, 4, 5: a GET without a body, with exactly four headers', async () => {
  const { app } = await run(answering(ok()), { path: '/health' })
  assert.equal(
    app.requests[0],
    `GET /health HTTP/1.1\r\nHost: 127.0.0.1:${app.port}\r\nUser-Agent: kube-probe/1.32\r\nConnection: close\r\nAccept: */*\r\n\r\n`,
  )
})

test('2: the port is a number, a name of the container’s own, or a numeric text', async () => {
  const app = await startApp(answering(ok()))
  const named = { name: 'app', ports: [{ name: 'web', containerPort: app.port }] }
  for (const port of [app.port, 'web', `${app.port}`])
    assert.equal(
      (await runProbe({ httpGet: { port } }, named, { podIP: '127.0.0.1' }))?.result,
      'success',
    )
  assert.equal(
    (await runProbe({ httpGet: { port: 'nope' } }, named, { podIP: '127.0.0.1' }))?.message,
    "couldn't find port: nope",
  )
  await stopApps()
})

test('2: host is dialled where it is given', async () => {
  const app = await startApp(answering(ok()))
  assert.equal(
    (
      await runProbe({ httpGet: { port: app.port, host: '127.0.0.1' } }, container, {
        podIP: '192.0.2.1',
      })
    )?.result,
    'success',
  )
  await stopApps()
})

test('4: a Host entry is the request’s Host, an empty Accept removes it, repeated names are kept', async () => {
  const httpHeaders = [
    { name: 'host', value: 'shop' },
    { name: 'Accept', value: '' },
    { name: 'x-a', value: '1' },
    { name: 'x-a', value: '2' },
  ]
  const { app } = await run(answering(ok()), { httpHeaders })
  assert.equal(
    app.requests[0],
    'GET / HTTP/1.1\r\nHost: shop\r\nUser-Agent: kube-probe/1.32\r\nConnection: close\r\nX-A: 1\r\nX-A: 2\r\n\r\n',
  )
})

test('6: HTTPS is not verified, and HTTP/2 is spoken where the app does', async () => {
  const { createSecureServer } = await import('node:http2')
  const { certificate } = await import('../e2e/app.ts')
  const pems = await certificate()
  const server = createSecureServer(
    { key: pems.private, cert: pems.cert },
    (request, response) => void response.end(request.httpVersion),
  )
  await new Promise<void>(resolve => server.listen(0, () => resolve()))
  const app = await startTlsApp(answering(ok('1.1')))
  const ask = (port: number) =>
    runProbe({ httpGet: { port, scheme: 'HTTPS' } }, container, { podIP: '127.0.0.1' })
  assert.equal((await ask((server.address() as { port: number }).port))?.message, '2.0')
  assert.equal((await ask(app.port))?.message, '1.1')
  server.close()
  await stopApps()
})

test('7: timeoutSeconds covers everything, a body that never ends too', async () => {
  const { verdict } = await run(
    socket => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx'),
    {},
    { timeoutSeconds: 1 },
  )
  assert.equal(verdict.result === 'success', false)
  assert.equal(verdict.duration >= 900 && verdict.duration < 3000, true, `${verdict.duration}`)
})

for (const [status, result, message] of [
  [200, 'success', ''],
  [299, 'success', ''],
  [304, 'warning', ''],
  [399, 'warning', ''],
  [400, 'failure', 'HTTP probe failed with statuscode: 400'],
  [599, 'failure', 'HTTP probe failed with statuscode: 599'],
] as const) {
  test(`8: ${status} is a ${result}`, async () => {
    const { verdict } = await run(answering(ok('', `${status} X`)))
    assert.equal(verdict.result, result)
    if (message !== '') assert.equal(verdict.message, message)
  })
}

test('9: redirects are followed while the host’s name is the same, at most ten times', async () => {
  const hops =
    (most: number): Behaviour =>
    (socket, head) => {
      const hop = Number(/^GET \/(\d*)/.exec(head)?.[1] ?? 0)
      socket.end(hop < most ? ok('', '302 Found', `Location: /${hop + 1}`) : ok())
    }
  assert.equal((await run(hops(10))).verdict.result, 'success')
  const { verdict } = await run(hops(11))
  assert.deepEqual(
    [verdict.result, /stopped after 10 redirects/.test(verdict.message)],
    ['failure', true],
  )
  assert.equal(
    (await run(answering(ok('', '302 Found', 'Location: http://elsewhere.example/')))).verdict
      .result,
    'warning',
  )
})

test('10: at most 10 KiB of body is read; a body cut short is an error, retried at once up to three times', async () => {
  assert.equal((await run(answering(ok('x'.repeat(100_000))))).verdict.result, 'success')
  const app = await startApp(answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx'))
  assert.equal(
    (await attemptProbe({ httpGet: { port: app.port } }, container, { podIP: '127.0.0.1' }))
      ?.result,
    'unknown',
  )
  assert.equal(app.connections, 3)
  await stopApps()
})

test('11: refused, EOF, reset and garbage are failures', async () => {
  const closed = await freePort()
  const verdict = await runProbe({ httpGet: { port: closed } }, container, { podIP: '127.0.0.1' })
  assert.equal(
    verdict?.message,
    `Get "http://127.0.0.1:${closed}/": dial tcp 127.0.0.1:${closed}: connect: connection refused`,
  )
  for (const behave of [
    (socket => void socket.end()) as Behaviour,
    (socket => void socket.resetAndDestroy()) as Behaviour,
    answering('garbage\r\n\r\n'),
  ]) {
    assert.equal((await run(behave)).verdict.result, 'failure')
  }
})

test('12: tcpSocket connects, sends nothing and closes', async () => {
  const app = await startApp(() => {})
  assert.equal(
    (await runProbe({ tcpSocket: { port: app.port } }, container, { podIP: '127.0.0.1' }))?.result,
    'success',
  )
  const closed = await freePort()
  assert.equal(
    (await runProbe({ tcpSocket: { port: closed } }, container, { podIP: '127.0.0.1' }))?.result,
    'failure',
  )
  await stopApps()
})

test('a TLS app asked in plain HTTP fails', async () => {
  const app = await startTlsApp(answering(ok()))
  assert.equal(
    (await runProbe({ httpGet: { port: app.port } }, container, { podIP: '127.0.0.1' }))?.result,
    'failure',
  )
  await stopApps()
})

const verdict = (result: Verdict['result']): Verdict => ({
  result,
  message: '',
  status: 0,
  duration: 0,
})
const after = (kind: KindName, probe: Probe, results: Verdict['result'][]): State =>
  results.reduce(
    (state, result) => nextState(state, kind, probe, verdict(result)),
    initialState(kind),
  )

test('15: readiness begins as failure, liveness as success, startup as unknown', () => {
  assert.deepEqual(
    (['readiness', 'liveness', 'startup'] as const).map(kind => initialState(kind).result),
    ['failure', 'success', 'unknown'],
  )
})

test('15: thresholds count results in a row; an error moves nothing', () => {
  const probe = { failureThreshold: 3, successThreshold: 2 }
  assert.equal(after('readiness', probe, ['success']).result, 'failure')
  assert.equal(after('readiness', probe, ['success', 'warning']).result, 'success')
  assert.equal(after('readiness', probe, ['success', 'failure', 'success']).result, 'failure')
  assert.equal(
    after('liveness', {}, ['failure', 'failure', 'success', 'failure', 'failure']).result,
    'success',
  )
  assert.equal(
    after('liveness', {}, ['failure', 'unknown', 'failure', 'unknown', 'failure']).result,
    'failure',
  )
})

test('15: liveness stops at its threshold, startup with its success, and the others wait for startup', () => {
  const failed = after('liveness', {}, ['failure', 'failure', 'failure'])
  assert.deepEqual(
    [failed.result, failed.stopped, nextState(failed, 'liveness', {}, verdict('success'))],
    ['failure', true, failed],
  )
  assert.equal(after('startup', {}, ['success']).stopped, true)
  assert.equal(after('readiness', {}, ['failure', 'failure', 'failure']).stopped, false)
  assert.deepEqual(
    [
      waitsForStartup('liveness', initialState('startup')),
      waitsForStartup('liveness', after('startup', {}, ['success'])),
      waitsForStartup('readiness', undefined),
    ],
    [true, false, false],
  )
})

test('what comes next is said in the kubelet’s terms', () => {
  assert.equal(
    outlook(after('liveness', {}, ['failure', 'failure']), 'liveness', {}),
    '2 of 3 failures, then restart',
  )
  assert.equal(
    outlook(after('readiness', {}, ['failure', 'failure', 'failure']), 'readiness', {}),
    '3 of 3 failures: not ready',
  )
  assert.equal(outlook(after('startup', {}, ['success']), 'startup', {}), 'started')
  assert.equal(
    outlook(after('readiness', { successThreshold: 2 }, ['success']), 'readiness', {
      successThreshold: 2,
    }),
    '1 of 2 successes',
  )
  assert.equal(outlook(initialState('liveness'), 'liveness', {}), '')
})

test.run()
