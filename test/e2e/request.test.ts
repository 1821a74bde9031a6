/** The request that the app sees: the kubelet's own, to the byte. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import type { Header } from '../../src/config/types.ts'
import { suite } from '../suite.ts'
import { answering, ok, startApp } from './app.ts'
import {
  cleanUp,
  entry,
  exchange,
  freePort,
  get,
  probe,
  probeDirectly,
  serve,
  statusOf,
} from './sidecar.ts'

const test = suite('request')

/** What the app saw directly and through the sidecar. */
const both = async (path: string, httpHeaders: Header[] = []): Promise<[string, string]> => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  const one = entry(port, { port: app.port, path }, { httpHeaders })
  await serve({ liveness: [one] })
  await probeDirectly(one)
  await probe(one)
  await cleanUp()
  return [
    app.requests[0] ?? 'no direct request',
    app.requests[1] ?? 'no request through the sidecar',
  ]
}

// The whole space of paths and headers is in the fidelity suite; here stand the defects that other meshes have.
for (const [name, path, httpHeaders] of [
  ['Host is the application’s own, not the sidecar’s (A6)', '/health', []],
  ['no Original-* header, and Connection: close (A7)', '/health', [{ name: 'X-One', value: '1' }]],
  ['a path without a slash gets one (A11)', 'health', []],
  ['a blank in a path is escaped (A11)', '/a b', []],
] as [string, string, Header[]][]) {
  test(name, async () => {
    const [direct, through] = await both(path, httpHeaders)
    assert.equal(through, direct)
  })
}

test('what a client’s connection is about does not reach the app', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  await serve({ liveness: [entry(port, { port: app.port })] })
  const answer = await exchange(
    port,
    get(
      '/osm-liveness-probe',
      'Keep-Alive: 5',
      'TE: trailers',
      'Upgrade: h2c',
      'HTTP2-Settings: x',
      'Expect: 100-continue',
      'Content-Length: 0',
      'Original-Foo: x',
      'X-Kept: y',
    ).replace('Connection: close', 'Connection: Upgrade, HTTP2-Settings'),
  )
  assert.equal(statusOf(answer), 200)
  assert.equal(
    app.requests[0],
    `GET /health HTTP/1.1\r\nHost: 127.0.0.1:${app.port}\r\nUser-Agent: kube-probe/1.32\r\nAccept: */*\r\nConnection: close\r\nX-Kept: y\r\n\r\n`,
  )
  await cleanUp()
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
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  await serve({ liveness: [entry(port, { port: app.port })] })
  assert.equal(statusOf(await inPieces(port, [...get('/osm-liveness-probe')])), 200)
  await cleanUp()
})

test('a client that begins with a name which every object has is told what is wrong', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  await serve({ liveness: [entry(port, { port: app.port })] })
  assert.equal(statusOf(await inPieces(port, ['toString', '\r\n\r\n'])), 400)
  assert.equal(app.requests.length, 0)
  await cleanUp()
})

test.run()
