/** The request that the app sees: the kubelet's own, to the byte. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import type { Header } from '../../src/config/types.ts'
import { ask, get, head, probe, probeDirectly, statusOf } from './client.ts'
import { startApp } from './app.ts'
import { serveApp, sidecarSuite } from './sidecar.ts'

const test = sidecarSuite('request')

/** What the app saw directly and through the sidecar. */
const both = async (path: string, httpHeaders: Header[] = []): Promise<[string, string]> => {
  const { app, declared } = await serveApp(startApp(), { path }, { httpHeaders })
  await probeDirectly(declared)
  await probe(declared)
  const [direct = 'no direct request', through = 'no request through the sidecar'] = app.requests
  return [direct, through]
}

const one: Header = { name: 'X-One', value: '1' }
// The fidelity suite has the whole space of paths and headers; here stand other meshes' defects.
for (const [name, path, ...headers] of [
  ['Host is the application’s own, not the sidecar’s (A6)', '/health'],
  ['no Original-* header, and Connection: close (A7)', '/health', one],
  [
    'a header of the probe’s own that is named as a mesh’s are',
    '/health',
    { name: 'Original-Host', value: 'shop.example' },
  ],
  ['a path without a slash gets one (A11)', 'health'],
  ['a blank in a path is escaped (A11)', '/a b'],
] as [string, string, ...Header[]][]) {
  test(name, async () => {
    const [direct, through] = await both(path, headers)
    assert.equal(through, direct)
  })
}

test('what a client’s connection is about does not reach the app', async () => {
  const { app, port } = await serveApp()
  const request = get(
    '/osm-liveness-probe',
    'Keep-Alive: 5',
    'TE: trailers',
    'Upgrade: h2c',
    'HTTP2-Settings: x',
    'Expect: 100-continue',
    'Content-Length: 0',
    'Original-Foo: x',
    'X-Kept: y',
  ).replace('Connection: close', 'Connection: Upgrade, HTTP2-Settings')
  assert.equal(await ask(port, request), 200)
  assert.equal(
    app.requests[0],
    head(
      'GET /health HTTP/1.1',
      `Host: 127.0.0.1:${app.port}`,
      'User-Agent: kube-probe/1.32',
      'Accept: */*',
      'Connection: close',
      'X-Kept: y',
    ),
  )
})

/** Sends a client's pieces one after the other, and gives the answer. */
const inPieces = (port: number, pieces: readonly string[]): Promise<string> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    let [text, sent] = ['', 0]
    socket
      .setNoDelay(true)
      .setEncoding('latin1')
      .on('data', (part: string) => void (text += part))
      .on('end', () => resolve(text))
    const next = () => {
      const piece = pieces[sent++]
      if (piece !== undefined) socket.write(piece, () => setImmediate(next))
    }
    next()
  })

test('a head that comes byte by byte is a head', async () => {
  const { port } = await serveApp()
  assert.equal(statusOf(await inPieces(port, [...get('/osm-liveness-probe')])), 200)
})

test('a client that begins with a name which every object has is told what is wrong', async () => {
  const { app, port } = await serveApp()
  assert.equal(statusOf(await inPieces(port, ['toString', '\r\n\r\n'])), 400)
  assert.equal(app.requests.length, 0)
})

test.run()
