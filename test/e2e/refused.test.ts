/** What the sidecar refuses by itself: undeclared requests, malformed heads, and itself. */
import assert from 'node:assert/strict'
import { freePort } from '../ports.ts'
import { ask, exchange, get, head, probe, statusOf } from './client.ts'
import { entry } from './entries.ts'
import { serve, serveApp, sidecarSuite } from './sidecar.ts'

const test = sidecarSuite('refused')
const PATH = '/osm-liveness-probe'

test('nothing but the declared path is reached, and by GET alone (A8)', async () => {
  const { app, port } = await serveApp()
  const others = ['/', '/health', `${PATH}/`, `${PATH}?x`, `${PATH}%2f`, '/OSM-liveness-probe']
  for (const target of [...others, `//x${PATH}`, `http://127.0.0.1${PATH}`, '*'])
    assert.equal(await ask(port, head(`GET ${target} HTTP/1.1`, 'Host: x')), 404, target)
  for (const method of ['POST', 'HEAD', 'PUT', 'OPTIONS', 'CONNECT', 'get']) {
    const answer = await exchange(port, head(`${method} ${PATH} HTTP/1.1`, 'Host: x'))
    assert.equal(statusOf(answer), 405, method)
    assert.match(answer, /\r\nallow: GET\r\n/i)
  }
  const elsewhere = get(PATH, 'Original-Http-Port: 22', 'Original-Http-Path: /x')
  assert.equal(await ask(port, elsewhere), 404)
  assert.equal(app.requests.length, 0)
})

const LINE = `GET ${PATH} HTTP/1.1`
const HOST = 'Host: x'
const LENGTH = 'Content-Length: 5'
/** What each is answered with; its bytes are Latin-1. */
const malformed: Record<number, Record<string, string>> = {
  400: {
    chunked: head(LINE, HOST, 'Transfer-Encoding: chunked'),
    'two lengths': head(LINE, HOST, 'Content-Length: 0', 'Content-Length: 0'),
    'a length that is no number': head(LINE, HOST, 'Content-Length: +0'),
    'bare LF': `${LINE}\n${HOST}\n\n`,
    'bare CR': head(LINE, HOST, 'X: a\rb'),
    'a NUL': head(LINE, HOST, 'X: a\0b'),
    'a space in a name': head(LINE, HOST, 'X y: z'),
    'a space before the colon': head(LINE, HOST, 'X : z'),
    'a folded line': head(LINE, HOST, 'X: a', ' b'),
    'no name': head(LINE, HOST, ': z'),
    'no Host': head(LINE),
    'two Hosts': head(LINE, HOST, 'Host: y'),
    'no version': head(`GET ${PATH}`, HOST),
    'two spaces': head(`GET  ${PATH} HTTP/1.1`, HOST),
    'bytes that are no UTF-8': head(LINE, HOST, 'X: \xff\xfe'),
  },
  413: {
    'a body with a length': `${head(LINE, HOST, LENGTH)}hello`,
    'a length without its body': head(LINE, HOST, LENGTH),
    'both lengths': `${head(LINE, HOST, LENGTH, 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    'a second request': head(LINE, HOST) + head(LINE, HOST),
    'the HTTP/2 preface': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  },
  431: {
    '101 fields': head(LINE, HOST, ...Array.from({ length: 101 }, () => 'X: y')),
    'a head of 20 KiB': head(LINE, HOST, `X: ${'y'.repeat(20_000)}`),
    'an endless head': `${LINE}\r\n${HOST}\r\nX: ${'y'.repeat(200_000)}`,
  },
  505: { 'HTTP/1.0': head(`GET ${PATH} HTTP/1.0`, HOST) },
}

test('malformed and smuggling heads never reach the app', async () => {
  const { app, port } = await serveApp()
  for (const [status, heads] of Object.entries(malformed))
    for (const [name, bytes] of Object.entries(heads))
      assert.equal(await ask(port, Buffer.from(bytes, 'latin1')), Number(status), name)
  assert.equal(app.requests.length, 0)
})

test('a Pod that was rewritten twice does not ask itself (A12)', async () => {
  const port = await freePort()
  const one = entry(port, { port })
  await serve({ liveness: [one, entry(port, { port: 15901 }, { path: '/twice' })] })
  assert.equal((await probe(one)).status, 508)
  assert.equal(await ask(port, get('/twice')), 508)
})

test('a TLS client on a port without an HTTPS probe is let go at once', async () => {
  const { port } = await serveApp()
  assert.equal(await exchange(port, Buffer.from('1603010200', 'hex')), '')
})

test.run()
