/** The answer that the kubelet sees: the app's, but for the guide's two headers. */
import assert from 'node:assert/strict'
import { suite } from '../suite.ts'
import { answering, ok, startApp, type Behaviour } from './app.ts'
import { cleanUp, entry, exchange, freePort, get, probe, probeDirectly, serve } from './sidecar.ts'

const test = suite('response')

/** The bytes that a client gets through the sidecar, with the time taken out. */
const through = async (behave: Behaviour): Promise<string> => {
  const [app, port] = [await startApp(behave), await freePort()]
  await serve({ liveness: [entry(port, { port: app.port })] })
  const answer = await exchange(port, get('/osm-liveness-probe'))
  await cleanUp()
  return answer.replace(/(x-pipy-upstream-service-time: )\d+/, '$1N')
}

const TIME = 'x-pipy-upstream-service-time: N'

test('server and service time are set, and nothing else is touched', async () => {
  const answer = await through(
    answering(
      'HTTP/1.1 200 OK\r\nDate: x\r\nSERVER: nginx\r\nX-Twice: 1\r\nX-Twice: 2\r\nContent-Length: 2\r\n\r\nok',
    ),
  )
  assert.equal(
    answer,
    `HTTP/1.1 200 OK\r\nDate: x\r\nX-Twice: 1\r\nX-Twice: 2\r\nContent-Length: 2\r\n${TIME}\r\nserver: pipy\r\n\r\nok`,
  )
})

const unusual: [string, string, string][] = [
  [
    'no reason',
    'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n',
    `HTTP/1.1 200\r\nContent-Length: 0\r\n${TIME}\r\nserver: pipy\r\n\r\n`,
  ],
  [
    'line ends of LF alone',
    'HTTP/1.1 200 OK\nContent-Length: 2\n\nok',
    `HTTP/1.1 200 OK\nContent-Length: 2\n${TIME}\nserver: pipy\n\nok`,
  ],
  [
    'HTTP/1.0',
    'HTTP/1.0 200 OK\r\n\r\nuntil the end',
    `HTTP/1.0 200 OK\r\n${TIME}\r\nserver: pipy\r\n\r\nuntil the end`,
  ],
  [
    'no header at all',
    'HTTP/1.1 204 No Content\r\n\r\n',
    `HTTP/1.1 204 No Content\r\n${TIME}\r\nserver: pipy\r\n\r\n`,
  ],
  [
    'early hints',
    'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n${TIME}\r\nserver: pipy\r\n\r\n`,
  ],
  [
    'a folded Server',
    'HTTP/1.1 200 OK\r\nServer: a\r\n b\r\nContent-Length: 0\r\n\r\n',
    `HTTP/1.1 200 OK\r\nContent-Length: 0\r\n${TIME}\r\nserver: pipy\r\n\r\n`,
  ],
  [
    'trailers',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n',
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n${TIME}\r\nserver: pipy\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n`,
  ],
  [
    'a head that is no UTF-8',
    'HTTP/1.1 200 OK\r\nX: \xff\r\nContent-Length: 0\r\n\r\n',
    'HTTP/1.1 200 OK\r\nX: \xff\r\nContent-Length: 0\r\n\r\n',
  ],
  [
    'Cyrillic whose bytes look like line ends',
    'HTTP/1.1 200 OK\r\nX: \xd0\xa0\xd0\xa0\r\n\r\n\xa0\xd0\xa0',
    `HTTP/1.1 200 OK\r\nX: \xd0\xa0\xd0\xa0\r\n${TIME}\r\nserver: pipy\r\n\r\n\xa0\xd0\xa0`,
  ],
  ['no HTTP', 'hello\r\n\r\n', 'hello\r\n\r\n'],
  ['no HTTP, but a name that every object has', 'toString\nX: y\n\r\n', 'toString\nX: y\n\r\n'],
  ['half a head', 'HTTP/1.1 200 OK\r\nContent-', 'HTTP/1.1 200 OK\r\nContent-'],
]
for (const [name, sent, received] of unusual) {
  test(`${name} comes out as it went in`, async () => {
    assert.equal(await through(answering(Buffer.from(sent, 'latin1'))), received)
  })
}

test('a head in many pieces is one head', async () => {
  const bytes = [...ok('body')]
  const answer = await through(socket => {
    const next = () => {
      const byte = bytes.shift()
      if (byte === undefined) socket.end()
      else socket.write(byte, () => setImmediate(next))
    }
    next()
  })
  assert.equal(
    answer,
    `HTTP/1.1 200 OK\r\nContent-Length: 4\r\n${TIME}\r\nserver: pipy\r\n\r\nbody`,
  )
})

test('a head of 100 KiB goes through', async () => {
  const head = `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}\r\nContent-Length: 2\r\n\r\nok`
  const answer = await through(answering(head))
  assert.equal(answer.endsWith('\r\n\r\nok') && answer.includes('y'.repeat(100_000)), true)
})

test('a body of 100 MiB is the same body', async () => {
  const size = 100 * 1024 * 1024
  const [app, port] = [
    await startApp(
      answering(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`),
          Buffer.alloc(size, 7),
        ]),
      ),
    ),
    await freePort(),
  ]
  await serve({ liveness: [entry(port, { port: app.port }, { timeoutSeconds: 30 })] })
  const { connect } = await import('node:net')
  const received = await new Promise<{ bytes: number; sevens: number }>(resolve => {
    let [bytes, sevens] = [0, 0]
    const socket = connect(port, '127.0.0.1', () => void socket.write(get('/osm-liveness-probe')))
    socket.on('data', part => {
      bytes += part.length
      if (part[part.length - 1] === 7) sevens += 1
    })
    socket.on('end', () => resolve({ bytes, sevens }))
  })
  assert.equal(received.bytes > size && received.bytes < size + 200, true, `${received.bytes}`)
  await cleanUp()
})

const direct: [string, Behaviour, number][] = [
  [
    'a body cut short by its length is the error it is directly (A13)',
    answering('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort'),
    1,
  ],
  [
    'a body cut short by a chunk is the error it is directly (A13)',
    answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nshort'),
    1,
  ],
  ['a body over 10 KiB is no error', answering(ok('x'.repeat(50_000))), 1],
  [
    'an answer just under the time-out is a success',
    socket => void setTimeout(() => socket.end(ok()), 700),
    1,
  ],
  ['no answer is a failure by the kubelet’s own time-out', () => {}, 1],
  ['an app that closes without an answer is a failure', socket => void socket.end(), 1],
  ['an app that resets is a failure', socket => void socket.resetAndDestroy(), 1],
  ['an app that ignores Connection: close is a success', socket => void socket.write(ok()), 1],
]
for (const [name, behave] of direct) {
  test(name, async () => {
    const [app, port] = [await startApp(behave), await freePort()]
    const one = entry(port, { port: app.port })
    await serve({ liveness: [one] })
    const [with_, without] = [await probe(one), await probeDirectly(one)]
    assert.equal(
      with_.result,
      without.result,
      `through: ${with_.message}; directly: ${without.message}`,
    )
    await cleanUp()
  })
}

test('every status from 200 to 599 comes out as it went in', async () => {
  const [app, port] = [
    await startApp(
      (socket, head) => void socket.end(ok('', `${/health\/(\d+)/.exec(head)?.[1]} X`)),
    ),
    await freePort(),
  ]
  const statuses = Array.from({ length: 400 }, (_, index) => 200 + index)
  const entries = statuses.map(status =>
    entry(
      port,
      { port: app.port, path: `/health/${status}` },
      { path: `/osm-liveness-probe/${status}` },
    ),
  )
  await serve({ liveness: entries })
  for (const [index, one] of entries.entries())
    assert.equal((await probe(one)).status, statuses[index])
  await cleanUp()
})

test('an app that does not listen is 503, with a line that says what was tried (A10)', async () => {
  const [closed, port] = [await freePort(), await freePort()]
  await serve({
    liveness: [entry(port, { port: closed, container: 'bookstore', path: '/liveness' })],
  })
  const answer = await exchange(port, get('/osm-liveness-probe'))
  assert.match(answer, /^HTTP\/1\.1 503 Service Unavailable\r\n/)
  assert.equal(
    answer.split('\r\n\r\n')[1],
    `bookstore liveness: GET http://127.0.0.1:${closed}/liveness: connection refused\n`,
  )
  await cleanUp()
})

test('an app that closes before an answer is 502', async () => {
  const answer = await through(socket => void socket.end())
  assert.match(answer, /^HTTP\/1\.1 502 Bad Gateway\r\n[^]*: closed before an answer\n$/)
})

test('an app that never answers is 504, after the kubelet’s own time-out', async () => {
  const started = Date.now()
  const answer = await through(() => {})
  assert.match(answer, /^HTTP\/1\.1 504 Gateway Timeout\r\n[^]*: no answer in time\n$/)
  assert.equal(Date.now() - started > 1000, true)
})

test.run()
