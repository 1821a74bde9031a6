/** The usual way and the exact one give the same bytes wherever both can answer. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Data, StreamEnd } from '../../pipy/embedded/events.ts'
import { globals } from '../../pipy/embedded/library.ts'
import { suite } from '../suite.ts'

type Output = Data | StreamEnd | readonly (Data | StreamEnd)[] | undefined
type Take = (data: Data) => Output

/** The variables of one connection, as Pipy would have them. */
const variables = globalThis as unknown as {
  _decision: object | undefined
  _answered: boolean
  _held: Data | undefined
  _interimHeads: number
  _started: number
}
const { Hmac } = globals().crypto
Object.assign(globalThis, {
  Data,
  StreamEnd,
  os: { env: {}, readFile: () => null },
  __inbound: { localAddress: '127.0.0.1' },
})
Object.assign(crypto, { Hmac })
Date.now = () => 1_000_007

/** A module of `src/sidecar`, which Node's types do not know. */
const load = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../../src/${path}`, import.meta.url).href)) as Module
const { relay } = await load<{ relay: Take }>('sidecar/usual/answer.ts')
const { relayExactly } = await load<{ relayExactly: Take }>('sidecar/exact/answer.ts')
const { outcomesByLine } = await load<{ outcomesByLine: Record<string, unknown> }>(
  'sidecar/usual/lines.ts',
)
const { receiver } = await load<{ receiver: (served: object) => Take }>('sidecar/usual/request.ts')
const { nothingKnown } = await load<{
  nothingKnown: () => { decisions: Record<string, unknown>; count: number }
}>('sidecar/usual/known.ts')
const { waysOf } = await load<{ waysOf: (routes: object[], addresses: object) => object[] }>(
  'sidecar/way.ts',
)
const { readConfig } = await load<{
  readConfig: (config: object) => { listeners: { routes: object[] }[] }
}>('config/read.ts')

const test = suite('usual and exact')

const connect = (): void => {
  Object.assign(variables, {
    _decision: undefined,
    _answered: false,
    _held: undefined,
    _interimHeads: 0,
    _started: 0,
    _isTls: undefined,
  })
}

const bytesOf = (output: Output): Buffer =>
  Buffer.concat(
    [output]
      .flat()
      .map(event => (event instanceof Data ? event.buffer : Buffer.from(event ? '<end>' : ''))),
  )

const {
  listeners: [listener],
} = readConfig({
  Probes: {
    LivenessProbes: ['one', 'two'].map(name => ({
      httpGet: {
        path: `/p/${name}`,
        port: 15901,
        httpHeaders:
          name === 'two'
            ? [
                { name: 'Host', value: 'shop.example' },
                { name: 'X-One', value: '1' },
              ]
            : [],
      },
      original: { container: name, scheme: 'HTTP', port: 14001, path: `/${name}?x` },
    })),
  },
})
const addresses = { '127.0.0.1': '127.0.0.1', POD_IP: '' }
const served = (): { known: { decisions: Record<string, unknown>; count: number } } =>
  ({
    listener,
    addresses,
    networks: undefined,
    ways: waysOf(listener?.routes ?? [], addresses),
    known: nothingKnown(),
  }) as never

/** The app's pieces through one way, after the request of the first route. */
const answer = (take: Take, pieces: readonly Buffer[]): { bytes: string; noted: unknown } => {
  const listening = served()
  connect()
  receiver(listening)(new Data('GET /p/one HTTP/1.1\r\nHost: 10.0.0.1:15901\r\n\r\n'))
  variables._started = 1_000_000
  const decision = variables._decision as { watch: { success: boolean | undefined } }
  decision.watch.success = undefined
  const log = console.log
  console.log = () => {}
  const bytes = Buffer.concat(
    pieces.map(piece => bytesOf(variables._answered ? new Data(piece) : take(new Data(piece)))),
  )
  console.log = log
  return { bytes: bytes.toString('latin1'), noted: decision.watch.success }
}

const name = fc.constantFrom(
  'Server',
  'Server',
  'server',
  'server',
  'SERVER',
  'sErVeR',
  'X-Server',
  'Retry-After',
  'Date',
  'ETag',
  'X-Other',
  'Location',
  'Vary',
  'Content-Length',
  'Serve',
  'erver',
)
const value = fc.constantFrom(
  'nginx',
  '',
  'a r: b',
  'R: x',
  'é',
  'x'.repeat(1100),
  'Tue, 24 Nov 2026 08:18:16 GMT',
  '/next',
  '\tx',
  'Server: y',
)
const eol = fc.constantFrom('\r\n', '\r\n', '\r\n', '\r\n', '\n')
const line = fc
  .tuple(name, value, eol, fc.constantFrom('', '', '', ' folded\r\n', '\tfolded\n'))
  .map(([key, text, end, folded]) => `${key}: ${text}${end}${folded}`)
const status = fc.constantFrom(
  'HTTP/1.1 200 OK',
  'HTTP/1.1 200 OK',
  'HTTP/1.1 200 OK',
  'HTTP/1.1 503 Service Unavailable',
  'HTTP/1.1 404 Server: x',
  'HTTP/1.0 200 OK',
  'HTTP/1.1 204',
  'HTTP/1.1 302 Found',
  'HTTP/1.1 103 Early Hints',
  'HTTP/1.1 2x0 OK',
)
const body = fc.oneof(
  fc
    .constantFrom(
      '',
      'ok\n',
      'R: and r: in it',
      '\n\n',
      '\r\n\r\n',
      'größe',
      'y'.repeat(5000),
      `${'é'.repeat(3000)}\n\r\n`,
    )
    .map(text => Buffer.from(text)),
  fc.uint8Array({ maxLength: 40 }).map(bytes => Buffer.from(bytes)),
)
const whole = fc
  .tuple(status, eol, fc.array(line, { maxLength: 6 }), eol, body)
  .map(([first, end, lines, last, rest]) =>
    Buffer.concat([Buffer.from(first + end + lines.join('') + last), rest]),
  )
/** In one piece mostly, and cut anywhere. */
const pieces = fc.tuple(whole, fc.option(fc.nat(), { freq: 3 })).map(([bytes, at]) => {
  const cut = at === null ? bytes.length : at % (bytes.length + 1)
  return [bytes.subarray(0, cut), bytes.subarray(cut)].filter(piece => piece.length > 0)
})

test('an answer comes out the same, whichever way looks at it', () => {
  fc.assert(
    fc.property(pieces, parts => {
      const exact = answer(relayExactly, parts)
      // By now the status line is known by heart.
      assert.deepEqual(answer(relay, parts), exact)
    }),
    { numRuns: 6000 },
  )
  assert.equal(Object.keys(outcomesByLine).length > 2, true)
})

const field = fc.constantFrom(
  'User-Agent: kube-probe/1.32',
  'Accept: */*',
  'Connection: close',
  'X-One: 1',
  'X-One: 2',
  'Referer: http://r/',
  'Original-Http-Port: 14001',
  'Content-Length: 0',
  'Te: trailers',
  'Cookie: a=b',
)
const request = fc
  .tuple(
    fc.constantFrom('/p/one', '/p/two', '/p/three'),
    fc.constantFrom('10.0.0.1:15901', '[::1]:15901', 'shop.example'),
    fc.uniqueArray(field, { maxLength: 6 }),
  )
  .map(([path, host, fields]) =>
    [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...fields, '', ''].join('\r\n'),
  )

test('a request becomes the same, known by heart or not', () => {
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 12 }), texts => {
      const listening = served()
      const receive = receiver(listening)
      for (const text of texts) {
        const seen = [1, 2, 3].map(() => {
          connect()
          const bytes = bytesOf(receive(new Data(text))).toString()
          return [
            bytes,
            (variables._decision as { target: string; refusal: Data | undefined }).target,
          ]
        })
        connect()
        const fresh = bytesOf(receiver(served())(new Data(text))).toString()
        for (const [bytes] of seen) assert.equal(bytes, fresh)
        assert.deepEqual(seen[2], seen[0])
      }
    }),
    { numRuns: 300 },
  )
})

test('ever new requests fill nothing, and one that repeats is known from its third time on', () => {
  const listening = served()
  const receive = receiver(listening)
  const ask = (text: string) => {
    connect()
    receive(new Data(text))
  }
  for (let index = 0; index < 1000; index += 1)
    ask(`GET /p/one HTTP/1.1\r\nHost: h\r\nX: ${index}\r\n\r\n`)
  assert.deepEqual(Object.keys(listening.known.decisions), [])
  const usual = 'GET /p/one HTTP/1.1\r\nHost: h\r\n\r\n'
  ask(usual)
  ask(usual)
  assert.deepEqual(Object.keys(listening.known.decisions), [usual])
  for (let index = 0; index < 1000; index += 1)
    for (const _twice of [1, 2]) ask(`GET /p/one HTTP/1.1\r\nHost: h\r\nX: ${index}\r\n\r\n`)
  assert.equal(Object.keys(listening.known.decisions).length <= 8, true)
})

test.run()
