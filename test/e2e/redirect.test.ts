/** Redirects: they end where the kubelet would have ended directly. */
import assert from 'node:assert/strict'
import type { Header } from '../../src/config/types.ts'
import { hostOf, movedTo, ok, pathOf, startApp, startTlsApp, type Behaviour } from './app.ts'
import { ask, exchange, get, probe, probeDirectly } from './client.ts'
import { entry } from './entries.ts'
import { serve, serveApp, sidecarSuite } from './sidecar.ts'
import { freePort } from '../ports.ts'

const test = sidecarSuite('redirect')

/** The answers of an app by path; it may make them from the Host of the request. */
type Pages = (host: string) => Record<string, string>

/** Answers each path by its page; a path that has none with 404. */
const site =
  (pages: Pages): Behaviour =>
  (socket, head) =>
    void socket.end(pages(hostOf(head))[pathOf(head)] ?? ok('', '404 Not Found'))

/** Verdict and requests, the same directly and through the sidecar. */
const compare = async (
  pages: Pages,
  ...httpHeaders: Header[]
): Promise<{ status: number; requests: string[] }> => {
  const { app, declared } = await serveApp(startApp(site(pages)), {}, { httpHeaders })
  const direct = await probeDirectly(declared)
  const requests = app.requests.splice(0)
  const through = await probe(declared)
  assert.equal(through.result, direct.result, `${through.message}; directly ${direct.message}`)
  assert.equal(through.status, direct.status)
  assert.deepEqual(app.requests, requests)
  return { status: through.status, requests }
}

test('/health to /health/ ends with 200, not in a loop (A5)', async () => {
  const { status, requests } = await compare(() => ({
    '/health': movedTo('/health/'),
    '/health/': ok(),
  }))
  assert.equal(status, 200)
  assert.match(requests[1] ?? '', /\r\nReferer: http:\/\/127\.0\.0\.1:\d+\/health\r\n/)
})

for (const location of [
  'next',
  './next',
  '../next',
  '?q=1',
  '/a/../next',
  '/next?q=a b',
  '/n%C3%A4chste',
  '#here',
  '/next#here',
  '//elsewhere.example/x',
]) {
  test(`Location ${location} leads where it leads directly`, async () => {
    await compare(() => ({
      '/health': movedTo(location),
      '/next': ok(),
      '/health?q=1': ok(),
      '/n%C3%A4chste': ok(),
    }))
  })
}

// Go's url.Parse takes no control character; 1.5.14 writes one into JSON that it then cannot read.
for (const location of [
  '/ne\txt',
  '/next?a\tb',
  '/next#a\tb',
  '/ne\x01xt',
  '/ne\x7fxt',
  '/ne\0xt',
  'http://127.0.0.1\t/next',
]) {
  test(`Location ${JSON.stringify(location)} fails as it does directly`, async () => {
    const { status, requests } = await compare(() => ({
      '/health': movedTo(location),
      '/next': ok(),
    }))
    assert.deepEqual([status, requests.length], [0, 1])
  })
}

for (const query of ['?"', '?\\', '?\\"\\\\', '?\\u0041', "?'", '?%22%00']) {
  test(`what a Location asks for reaches the app: ${query}`, async () => {
    const { status } = await compare(() => ({
      '/health': movedTo(`/next${query}`),
      [`/next${query}`]: ok(),
    }))
    assert.equal(status, 200)
  })
}

test('blanks around a Location are none of it', async () => {
  const { status } = await compare(() => ({ '/health': movedTo('\t /next\t '), '/next': ok() }))
  assert.equal(status, 200)
})

test('an absolute Location on the same host is followed', async () => {
  await compare(host => ({ '/health': movedTo(`http://${host}/next`, '307 Moved'), '/next': ok() }))
})

const ownHost: Header = { name: 'Host', value: 'bookstore.example' }

test('a Host of the probe’s own stays on a relative Location', async () => {
  await compare(() => ({ '/health': movedTo('/next'), '/next': ok() }), ownHost)
})

test('a Location on the Host of the probe’s own is another host, and a success', async () => {
  const { status } = await compare(host => ({ '/health': movedTo(`http://${host}/next`) }), ownHost)
  assert.equal(status, 302)
})

test('another host is not followed: a warning, which is a success', async () => {
  await compare(() => ({ '/health': movedTo('http://elsewhere.example/') }))
})

/** What the kubelet reads in the end, where the app redirects to another place. */
const readAt = async (location: string): Promise<string> => {
  const { declared } = await serveApp(startApp(site(() => ({ '/health': movedTo(location) }))))
  return (await probe(declared)).message
}
const there = site(() => ({ '/there': ok('there') }))

test('another port of the same host is followed', async () => {
  const other = await startApp(there)
  assert.equal(await readAt(`http://127.0.0.1:${other.port}/there`), 'there')
  const [request = ''] = other.requests
  assert.equal(request.startsWith(`GET /there HTTP/1.1\r\nHost: 127.0.0.1:${other.port}\r\n`), true)
})

test('to HTTPS on the same host is followed, its certificate unread', async () => {
  const secure = await startTlsApp(there)
  assert.equal(await readAt(`https://127.0.0.1:${secure.port}/there`), 'there')
})

test('a loop stops at the tenth redirect', async () => {
  await compare(() => ({ '/health': movedTo('/health') }))
})

for (const length of [9, 10]) {
  test(`a chain of ${length} redirects ${length === 9 ? 'ends with 200' : 'fails'}`, async () => {
    const pages = Object.fromEntries(
      Array.from({ length }, (_, hop) => [
        hop === 0 ? '/health' : `/${hop}`,
        movedTo(`/${hop + 1}`),
      ]),
    )
    const { status } = await compare(() => ({ ...pages, [`/${length}`]: ok() }))
    assert.equal(status, length === 9 ? 200 : 0)
  })
}

test('no client can name a path: a changed or foreign signature is 404', async () => {
  const [app, port] = [
    await startApp(site(() => ({ '/health': movedTo('/next'), '/next': ok() }))),
    await freePort(),
  ]
  await serve({
    liveness: [
      entry(port, { port: app.port }),
      entry(port, { port: app.port, path: '/other' }, { path: '/other' }),
    ],
  })
  const redirect = await exchange(port, get('/osm-liveness-probe'))
  const [, location = ''] = /\r\nLocation: (\S+)\r\n/.exec(redirect) ?? []
  const [head = '', payload = ''] = location.split('.')
  assert.equal(await ask(port, get(location)), 200)
  const secret = Buffer.from(payload, 'hex').toString().replace('/next', '/root')
  const forged = [
    `${head}.${Buffer.from(secret).toString('hex')}`,
    `${head}.`,
    `${head}`,
    `${head}x.${payload}`,
    `${location}.x`,
    location.replace('/osm-liveness-probe', '/other'),
    `/osm-liveness-probe/~.${payload}`,
  ]
  const seen = app.requests.length
  for (const target of forged) assert.equal(await ask(port, get(target)), 404, target)
  assert.equal(app.requests.length, seen)
})

test.run()
