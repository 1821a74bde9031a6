/** The request that the app sees: the kubelet's own, to the byte. */
import assert from 'node:assert/strict'
import type { Header } from '../../src/config/types.ts'
import { suite } from '../suite.ts'
import { answering, ok, startApp } from './app.ts'
import { cleanUp, entry, exchange, freePort, get, probe, probeDirectly, serve, statusOf } from './sidecar.ts'

const test = suite('request')

/** What the app saw directly and through the sidecar. */
const both = async (path: string, httpHeaders: Header[] = []): Promise<[string, string]> => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  const one = entry(port, { port: app.port, path }, { httpHeaders })
  await serve({ liveness: [one] })
  await probeDirectly(one)
  await probe(one)
  await cleanUp()
  return [app.requests[0] ?? 'no direct request', app.requests[1] ?? 'no request through the sidecar']
}

const paths = [
  '/health', 'health', '', '/', '/a b', '/a%20b', '/a%2Fb', '/%zz', '/a b%2Fc', '/ü', '/ü?q=ü', '?x=1', '/a?b=c&d', '/a?', '/a??b',
  '//host/x', '///x', '/a//b', '/../x', '/a/./b/..', '/a#fragment', '/a!b\'()*', '/a b!', '/[x]', '/a;b=c,d', '/"quoted"', '/emoji-\u{1f600}',
  'http://elsewhere/x?y', '/a:b', '1a:b', ':x', '/a?b c', '/%', '/a\\b', '/{x}',
]
for (const path of paths) {
  test(`path ${JSON.stringify(path)} is asked for as the kubelet does it (A11)`, async () => {
    const [direct, through] = await both(path)
    assert.equal(through, direct)
  })
}

const headers: [string, Header[]][] = [
  ['none', []],
  ['one', [{ name: 'X-One', value: '1' }]],
  ['one name twice', [{ name: 'X-One', value: '1' }, { name: 'X-One', value: '2' }]],
  ['a Host', [{ name: 'Host', value: 'bookstore.example' }]],
  ['a Host with a port', [{ name: 'host', value: 'bookstore.example:8080' }]],
  ['User-Agent and Accept', [{ name: 'User-Agent', value: 'mine' }, { name: 'Accept', value: 'text/plain' }]],
  ['empty User-Agent and Accept', [{ name: 'User-Agent', value: '' }, { name: 'Accept', value: '' }]],
  ['Cookie and Authorization', [{ name: 'Cookie', value: 'a=b; c=d' }, { name: 'Authorization', value: 'Basic eA==' }]],
  ['a value with UTF-8', [{ name: 'X-Name', value: 'größe' }]],
  ['its own Te, Upgrade and Referer', [{ name: 'Te', value: 'trailers' }, { name: 'Upgrade', value: 'x' }, { name: 'Referer', value: 'http://r/' }]],
]
for (const [name, list] of headers) {
  test(`headers: ${name} (A6, A7)`, async () => {
    const [direct, through] = await both('/health', list)
    assert.equal(through, direct)
  })
}

test('what a client’s connection is about does not reach the app', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  await serve({ liveness: [entry(port, { port: app.port })] })
  const answer = await exchange(port, get('/osm-liveness-probe', 'Keep-Alive: 5', 'TE: trailers', 'Upgrade: h2c', 'HTTP2-Settings: x', 'Expect: 100-continue', 'Content-Length: 0', 'Original-Foo: x', 'X-Kept: y')
    .replace('Connection: close', 'Connection: Upgrade, HTTP2-Settings'))
  assert.equal(statusOf(answer), 200)
  assert.equal(app.requests[0], `GET /health HTTP/1.1\r\nHost: 127.0.0.1:${app.port}\r\nUser-Agent: kube-probe/1.32\r\nAccept: */*\r\nConnection: close\r\nX-Kept: y\r\n\r\n`)
  await cleanUp()
})

test('a head that comes byte by byte is a head', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  await serve({ liveness: [entry(port, { port: app.port })] })
  const { connect } = await import('node:net')
  const answer = await new Promise<string>(resolve => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setNoDelay(true).setEncoding('latin1').on('data', (part: string) => void (text += part)).on('end', () => resolve(text))
    const bytes = [...get('/osm-liveness-probe')]
    const next = () => {
      const byte = bytes.shift()
      if (byte !== undefined) socket.write(byte, () => setImmediate(next))
    }
    next()
  })
  assert.equal(statusOf(answer), 200)
  await cleanUp()
})

test.run()
