/** Redirects: they end where the kubelet would have ended directly. */
import assert from 'node:assert/strict'
import { suite } from '../suite.ts'
import { ok, startApp, startTlsApp, type Behaviour } from './app.ts'
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
import type { Header } from '../../src/config/types.ts'

const test = suite('redirect')

const to = (location: string, status = '302 Found') => ok('', status, `Location: ${location}`)

/** Answers each path by a table; a path that is not in it with 404. */
const site =
  (pages: (host: string) => Record<string, string>): Behaviour =>
  (socket, head) => {
    const [, path = ''] = /^GET (\S+) /.exec(head) ?? []
    const [, host = ''] = /\r\nHost: (.*)\r\n/i.exec(head) ?? []
    socket.end(pages(host)[path] ?? ok('', '404 Not Found'))
  }

/** Verdict and requests, directly and through the sidecar. */
const compare = async (
  pages: (host: string) => Record<string, string>,
  httpHeaders?: Header[],
): Promise<{ status: number; requests: string[] }> => {
  const [app, port] = [await startApp(site(pages)), await freePort()]
  const one = entry(port, { port: app.port }, httpHeaders ? { httpHeaders } : {})
  await serve({ liveness: [one] })
  const direct = await probeDirectly(one)
  const requests = app.requests.splice(0)
  const through = await probe(one)
  assert.equal(through.result, direct.result, `${through.message}; directly ${direct.message}`)
  assert.equal(through.status, direct.status)
  assert.deepEqual(app.requests, requests)
  await cleanUp()
  return { status: through.status, requests }
}

test('/health to /health/ ends with 200, not in a loop (A5)', async () => {
  const { status, requests } = await compare(() => ({
    '/health': to('/health/'),
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
      '/health': to(location),
      '/next': ok(),
      '/health?q=1': ok(),
      '/n%C3%A4chste': ok(),
    }))
  })
}

// Go's url.Parse takes no control character, and 1.5.14 writes one into JSON that it then cannot read.
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
    const { status, requests } = await compare(() => ({ '/health': to(location), '/next': ok() }))
    assert.deepEqual([status, requests.length], [0, 1])
  })
}

for (const query of ['?"', '?\\', '?\\"\\\\', '?\\u0041', "?'", '?%22%00']) {
  test(`what a Location asks for reaches the app: ${query}`, async () => {
    const { status } = await compare(() => ({
      '/health': to(`/next${query}`),
      [`/next${query}`]: ok(),
    }))
    assert.equal(status, 200)
  })
}

test('blanks around a Location are none of it', async () => {
  const { status } = await compare(() => ({ '/health': to('\t /next\t '), '/next': ok() }))
  assert.equal(status, 200)
})

test('an absolute Location on the same host is followed', async () => {
  await compare(host => ({ '/health': to(`http://${host}/next`, '307 Moved'), '/next': ok() }))
})

test('a Host of the probe’s own stays on a relative Location', async () => {
  await compare(
    () => ({ '/health': to('/next'), '/next': ok() }),
    [{ name: 'Host', value: 'bookstore.example' }],
  )
})

test('a Location on the Host of the probe’s own is another host, and a success', async () => {
  const { status } = await compare(
    host => ({ '/health': to(`http://${host}/next`) }),
    [{ name: 'Host', value: 'bookstore.example' }],
  )
  assert.equal(status, 302)
})

test('another host is not followed: a warning, which is a success', async () => {
  await compare(() => ({ '/health': to('http://elsewhere.example/') }))
})

test('another port of the same host is followed', async () => {
  const other = await startApp(site(() => ({ '/there': ok('there') })))
  const [app, port] = [
    await startApp(site(() => ({ '/health': to(`http://127.0.0.1:${other.port}/there`) }))),
    await freePort(),
  ]
  const one = entry(port, { port: app.port })
  await serve({ liveness: [one] })
  assert.equal((await probe(one)).message, 'there')
  assert.match(
    other.requests[0] ?? '',
    new RegExp(`^GET /there HTTP/1.1\r\nHost: 127.0.0.1:${other.port}\r\n`),
  )
  await cleanUp()
})

test('to HTTPS on the same host is followed, its certificate unread', async () => {
  const secure = await startTlsApp(site(() => ({ '/there': ok('there') })))
  const [app, port] = [
    await startApp(site(() => ({ '/health': to(`https://127.0.0.1:${secure.port}/there`) }))),
    await freePort(),
  ]
  const one = entry(port, { port: app.port })
  await serve({ liveness: [one] })
  assert.equal((await probe(one)).message, 'there')
  await cleanUp()
})

test('a loop stops after ten redirects', async () => {
  await compare(() => ({ '/health': to('/health') }))
})

for (const length of [10, 11]) {
  test(`a chain of ${length} redirects`, async () => {
    const pages = Object.fromEntries(
      Array.from({ length }, (_, hop) => [hop === 0 ? '/health' : `/${hop}`, to(`/${hop + 1}`)]),
    )
    const { status } = await compare(() => ({ ...pages, [`/${length}`]: ok() }))
    assert.equal(status, length === 10 ? 200 : 0)
  })
}

test('no client can name a path: a changed or foreign signature is 404', async () => {
  const [app, port] = [
    await startApp(site(() => ({ '/health': to('/next'), '/next': ok() }))),
    await freePort(),
  ]
  await serve({
    liveness: [
      entry(port, { port: app.port }),
      entry(port, { port: app.port, path: '/other' }, { path: '/other' }),
    ],
  })
  const location =
    /\r\nLocation: (\S+)\r\n/.exec(await exchange(port, get('/osm-liveness-probe')))?.[1] ?? ''
  const [head = '', payload = ''] = location.split('.')
  assert.equal(statusOf(await exchange(port, get(location))), 200)
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
  for (const target of forged)
    assert.equal(statusOf(await exchange(port, get(target))), 404, target)
  assert.equal(app.requests.length, seen)
  await cleanUp()
})

test.run()
