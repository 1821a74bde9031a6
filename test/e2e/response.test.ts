/** The answer that the kubelet sees: the app's, but for the guide's two headers. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { freePort, freePorts } from '../ports.ts'
import { answering, ok, pathOf, startApp, type Behaviour } from './app.ts'
import { exchange, get, head, probe, probeDirectly } from './client.ts'
import { entry } from './entries.ts'
import { serve, serveApp, sidecarSuite } from './sidecar.ts'

const test = sidecarSuite('response')

/** The bytes that a client gets through the sidecar, with the time taken out. */
const through = async (behave: Behaviour): Promise<string> => {
  const { port } = await serveApp(startApp(behave))
  const answer = await exchange(port, get('/osm-liveness-probe'))
  return answer.replace(/(x-pipy-upstream-service-time: )\d+/, '$1N')
}

const OK = 'HTTP/1.1 200 OK'
const CHUNKED = 'Transfer-Encoding: chunked'
const EMPTY = 'Content-Length: 0'
const ADDED = 'x-pipy-upstream-service-time: N\r\nserver: pipy'

test('server and service time are set, and nothing else is touched', async () => {
  const others = ['X-Twice: 1', 'X-Twice: 2', 'Content-Length: 2']
  const sent = `${head(OK, 'Date: x', 'SERVER: nginx', ...others)}ok`
  assert.equal(await through(answering(sent)), `${head(OK, 'Date: x', ...others, ADDED)}ok`)
})

test('a folded Server goes with its second line', async () => {
  const sent = head(OK, 'Server: a', ' b', EMPTY)
  assert.equal(await through(answering(sent)), head(OK, EMPTY, ADDED))
})

const CYRILLIC = 'X: \xd0\xa0\xd0\xa0'
/** What the client gets; the app sends the same without the two headers. */
const unusual: Record<string, string> = {
  'no reason': head('HTTP/1.1 200', EMPTY, ADDED),
  'a head whose lines end with LF alone': head(OK, EMPTY, ADDED).replaceAll('\r\n', '\n'),
  'HTTP/1.0': `${head('HTTP/1.0 200 OK', ADDED)}until the end`,
  'no header at all': head('HTTP/1.1 204 No Content', ADDED),
  'early hints': head('HTTP/1.1 103 Early Hints', 'Link: </x>') + head(OK, EMPTY, ADDED),
  trailers: `${head(OK, CHUNKED, 'Trailer: X', ADDED)}2\r\nok\r\n0\r\nX: y\r\n\r\n`,
  'a head that is no UTF-8': head(OK, 'X: \xff', EMPTY),
  'Cyrillic whose bytes look like line ends': `${head(OK, CYRILLIC, ADDED)}\xa0\xd0\xa0`,
  'no HTTP': 'hello\r\n\r\n',
  'no HTTP, but a name that every object has': 'toString\nX: y\n\r\n',
  'half a head': 'HTTP/1.1 200 OK\r\nContent-',
}
for (const [name, received] of Object.entries(unusual)) {
  test(`${name} comes out as it went in`, async () => {
    const sent = received.replace(/x-pipy.*\r?\nserver: pipy\r?\n/, '')
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
  assert.equal(answer, `${head(OK, 'Content-Length: 4', ADDED)}body`)
})

test('a head of 100 KiB goes through', async () => {
  const answer = await through(answering(ok('ok', '200 OK', `X: ${'y'.repeat(100_000)}`)))
  assert.equal(answer.endsWith('\r\n\r\nok') && answer.includes('y'.repeat(100_000)), true)
})

test('a body of 100 MiB is the same body', async () => {
  const size = 100 * 1024 * 1024
  const sent = [Buffer.from(head(OK, `Content-Length: ${size}`)), Buffer.alloc(size, 7)]
  const starting = startApp(answering(Buffer.concat(sent)))
  const { port } = await serveApp(starting, {}, { timeoutSeconds: 30 })
  let [received, sevens] = [0, 0]
  const socket = connect(port, '127.0.0.1', () => void socket.write(get('/osm-liveness-probe')))
  for await (const part of socket as AsyncIterable<Buffer>) {
    received += part.length
    for (const byte of part) if (byte === 7) sevens += 1
  }
  assert.equal(sevens, size)
  assert.equal(received > size && received < size + 200, true, `${received}`)
})

const direct: Record<string, Behaviour> = {
  'a body cut short by its length is the error it is directly (A13)': answering(
    `${head(OK, 'Content-Length: 100')}short`,
  ),
  'a body cut short by a chunk is the error it is directly (A13)': answering(
    `${head(OK, CHUNKED)}64\r\nshort`,
  ),
  'a body over 10 KiB is no error': answering(ok('x'.repeat(50_000))),
  'an answer just under the time-out is a success': socket =>
    void setTimeout(() => socket.end(ok()), 700),
  'no answer is a failure by the kubelet’s own time-out': () => {},
  'an app that closes without an answer is a failure': socket => void socket.end(),
  'an app that resets is a failure': socket => void socket.resetAndDestroy(),
  'an app that ignores Connection: close is a success': socket => void socket.write(ok()),
}
for (const [name, behave] of Object.entries(direct)) {
  test(name, async () => {
    const { declared } = await serveApp(startApp(behave))
    const [meshed, plain] = [await probe(declared), await probeDirectly(declared)]
    assert.equal(meshed.result, plain.result, `${meshed.message}; directly: ${plain.message}`)
  })
}

test('every status from 200 to 599 comes out as it went in', async () => {
  const app = await startApp(
    (socket, request) => void socket.end(ok('', `${pathOf(request).replace('/health/', '')} X`)),
  )
  const port = await freePort()
  const statuses = Array.from({ length: 400 }, (_, index) => 200 + index)
  const entries = statuses.map(status =>
    entry(port, { port: app.port, path: `/health/${status}` }, { path: `/probe/${status}` }),
  )
  await serve({ liveness: entries })
  for (const [index, one] of entries.entries())
    assert.equal((await probe(one)).status, statuses[index])
})

test('an app that does not listen is 503, with a line that says what was tried (A10)', async () => {
  const [closed = 0, port = 0] = await freePorts(2)
  const original = { port: closed, container: 'bookstore', path: '/liveness' }
  await serve({ liveness: [entry(port, original)] })
  const [first = '', body] = (await exchange(port, get('/osm-liveness-probe'))).split('\r\n\r\n')
  assert.match(first, /^HTTP\/1\.1 503 Service Unavailable\r\n/)
  assert.equal(
    body,
    `bookstore liveness: GET http://127.0.0.1:${closed}/liveness: connection refused\n`,
  )
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
