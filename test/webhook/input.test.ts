/** What no API server sends: a status and a message for each, and a webhook that goes on. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { until } from '../suite.ts'
import {
  ask,
  dial,
  exchange,
  memoryOf,
  review,
  reviewOf,
  startWebhook,
  stopWebhooks,
  type Webhook,
  webhookSuite,
} from './webhook.ts'

const test = webhookSuite('webhook input', 60_000)

let usual: Webhook | undefined
const webhook = async (): Promise<Webhook> => (usual ??= await startWebhook())

const POD = {
  kind: 'Pod',
  spec: { containers: [{ name: 'a', livenessProbe: { httpGet: { port: 80 } } }] },
}
const MiB = 1024 * 1024
const without = (name: string) => {
  const { [name]: _left, ...request } = reviewOf(POD).request
  return JSON.stringify({ ...reviewOf(POD), request })
}
const nested = (open: string, close: string, depth: number) =>
  `${open.repeat(depth)}1${close.repeat(depth)}`

for (const [name, body, status, message] of [
  ['nothing', '', 400, 'the body is no JSON'],
  ['no JSON', '{"kind":', 400, 'the body is no JSON'],
  ['no UTF-8', Buffer.from('{"kind":"\xff"}', 'latin1'), 400, 'the body is no'],
  ['a list', '[]', 400, 'the body is no AdmissionReview: a JSON object is needed'],
  ['another kind', '{"kind":"Pod"}', 400, 'kind is "Pod", and "AdmissionReview" is needed'],
  [
    'another version',
    JSON.stringify({ ...reviewOf(POD), apiVersion: 'admission.k8s.io/v1beta1' }),
    400,
    'apiVersion is "admission.k8s.io/v1beta1", and "admission.k8s.io/v1" is needed',
  ],
  [
    'no request',
    JSON.stringify({ ...reviewOf(POD), request: null }),
    400,
    'the AdmissionReview has no request',
  ],
  ['no uid', without('uid'), 400, 'request.uid is missing, and the answer has to name it'],
  [
    'a body that is too long',
    'x'.repeat(3 * MiB + 1),
    413,
    'the body has 3145729 bytes, and 3145728 are taken',
  ],
  [
    'a body of 20 MiB',
    'x'.repeat(20 * MiB),
    413,
    'the body has 20971520 bytes, and 3145728 are taken',
  ],
  ['many lists in lists', nested('[', ']', 1_000_000), 400, 'the body has 1000000 lists'],
  [
    'objects in objects',
    nested('{"a":', '}', 20_000),
    400,
    'the body is nested more than 100 levels deep',
  ],
  [
    'objects hidden in texts',
    nested('{"}":{"\\"}":', '}}', 300),
    400,
    'the body is nested more than',
  ],
  [
    'a list of three million lists',
    `[${'[],'.repeat(MiB - 10)}1]`,
    400,
    'the body has 1048567 lists',
  ],
] as const) {
  test(`${name}: ${status} and why`, async () => {
    const reply = await ask(await webhook(), body)
    assert.equal(reply.status, status)
    assert.equal(reply.headers['content-type'], 'text/plain; charset=utf-8')
    assert.ok(reply.text.startsWith(message), reply.text)
    assert.notEqual((await review(await webhook(), POD)).patch, undefined)
  })
}

for (const [name, how, status, allow, message] of [
  ['another path', { path: '/validate' }, 404, undefined, '"/validate" is not here: /mutate is'],
  ['GET', { method: 'GET' }, 405, 'POST', '/mutate takes POST'],
  ['PUT', { method: 'PUT' }, 405, 'POST', '/mutate takes POST'],
  ['POST of /healthz', { path: '/healthz' }, 405, 'GET', '/healthz takes GET'],
  [
    'YAML',
    { type: 'application/yaml' },
    415,
    undefined,
    'Content-Type is "application/yaml", and application/json is needed',
  ],
] as const) {
  test(`${name}: ${status} and why`, async () => {
    const reply = await ask(await webhook(), '{}', how)
    assert.equal(reply.status, status)
    assert.equal(reply.headers.allow, allow)
    assert.equal(reply.text, `${message}\n`)
  })
}

for (const path of ['/healthz', '/readyz']) {
  test(`${path} is 200`, async () => {
    const { status, text } = await ask(await webhook(), '', { method: 'GET', path })
    assert.deepEqual([status, text], [200, 'ok\n'])
  })
}

const head = (...lines: string[]) =>
  `${['POST /mutate HTTP/1.1', 'Host: a', ...lines].join('\r\n')}\r\n\r\n`

for (const [name, bytes, status] of [
  ['no HTTP', 'nonsense\r\n\r\n', 400],
  ['HTTP/1.0', 'GET /healthz HTTP/1.0\r\nHost: a\r\n\r\n', 505],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
  ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
  ['a head that does not end', `GET /healthz HTTP/1.1\r\nHost: a\r\nx: ${'y'.repeat(20_000)}`, 431],
  ['200 header fields', head(...Array.from({ length: 200 }, () => 'x: y')), 431],
  ['chunks', `${head('Transfer-Encoding: chunked')}2\r\n{}\r\n0\r\n\r\n`, 411],
  ['two lengths', head('Content-Length: 2', 'Content-Length: 3'), 400],
  ['a length that is none', head('Content-Length: -1'), 400],
  ['a length beyond all', head('Content-Length: 999999999'), 413],
  ['a head that is no text', Buffer.from('GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n', 'latin1'), 400],
] as const) {
  test(`${name}: ${status}, and the connection ends`, async () => {
    const answer = await exchange(await webhook(), bytes)
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} [^]*\r\nconnection: close\r\n`))
  })
}

test('a request in pieces is answered as one', async () => {
  const body = JSON.stringify(reviewOf(POD))
  const bytes = head(
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  )
  const answer = await exchange(await webhook(), ...`${bytes}${body}`.split(/(?<=^[^]{40}|\n)/))
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/)
})

test('a text of many bytes a character is cut anywhere', async () => {
  const object = { ...POD, metadata: { annotations: { note: 'ü€😀'.repeat(20) } } }
  const body = Buffer.from(JSON.stringify(reviewOf(object)))
  const bytes = head(
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  )
  const cut = body.indexOf('😀') + 2
  const whole = Buffer.concat([Buffer.from(bytes), body])
  const answer = await exchange(
    await webhook(),
    whole.subarray(0, bytes.length + cut),
    whole.subarray(bytes.length + cut),
  )
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/)
})

test('what comes before an answer is not answered, and the connection ends', async () => {
  const get = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'
  const answer = await exchange(await webhook(), get + get)
  assert.equal(answer.split('HTTP/1.1 200 OK').length, 2)
  assert.match(answer, /connection: close/)
})

test('a client that goes in the middle leaves nothing behind', async () => {
  const before = memoryOf(await webhook())
  for (let round = 0; round < 300; round += 1) {
    const socket = dial(await webhook())
    socket.on('error', () => {})
    socket.write(
      head('Content-Type: application/json', 'Content-Length: 3000000') + 'x'.repeat(50_000),
    )
    await until('the handshake', () => socket.authorized)
    socket.destroy()
  }
  assert.notEqual((await review(await webhook(), POD)).patch, undefined)
  const grown = memoryOf(await webhook()) - before
  assert.ok(grown < 40, `${grown} MiB more`)
})

/** What clients say before they say no more. */
const STALLED = [
  ['nothing', ''],
  ['half a handshake', Buffer.from('16030100', 'hex')],
] as const
const STALLED_IN_TLS = [
  ['nothing', ''],
  ['half a head', 'GET /healthz HTTP/1.1\r\nHo'],
  ['half a body', `${head('Content-Type: application/json', 'Content-Length: 9')}{`],
] as const

const untilClosed = async (bytes: string | Buffer): Promise<string> => {
  const socket = connect((await webhook()).port, '127.0.0.1')
  const closed = new Promise<string>(resolve => socket.on('close', () => resolve('closed')))
  socket.on('error', () => {}).resume()
  if (bytes.length > 0) socket.write(bytes)
  return closed
}

const keptFor = async (wait: number): Promise<string> => {
  const socket = dial(await webhook())
  let received = ''
  socket.setEncoding('utf8').on('data', (text: string) => void (received += text))
  const get = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'
  const since = Date.now()
  socket.write(get)
  await until('the first answer', () => received.includes('ok\n'))
  await until('the time of a request to pass', () => Date.now() - since > wait, wait + 3000)
  socket.write(get)
  await until('the second answer', () => received.split('ok\n').length === 3)
  socket.destroy()
  return 'kept'
}

test('who stalls is let go after ten seconds, and told so; who waits is kept', async () => {
  const kept = keptFor(11_000)
  const outside = STALLED.map(async ([name, bytes]) => `${name}: ${await untilClosed(bytes)}`)
  const inside = STALLED_IN_TLS.map(
    async ([name, bytes]) => `${name}: ${await exchange(await webhook(), bytes)}`,
  )
  for (const closed of await Promise.all(outside)) assert.match(closed, /: closed$/)
  for (const answer of await Promise.all(inside))
    assert.match(answer, /^[a-z ]+: HTTP\/1\.1 408 [^]*the request was not whole in 10 s\n$/)
  assert.equal(await kept, 'kept')
})

test.after(stopWebhooks)
test.run()
