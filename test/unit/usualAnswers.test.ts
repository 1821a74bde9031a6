/** An answer comes out the same, whether the usual way looks at it or the exact one. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Data } from '../../pipy/embedded/events.ts'
import { suite } from '../suite.ts'
import {
  bytesOf,
  connect,
  listening,
  outcomesByLine,
  receiver,
  relay,
  relayExactly,
  variables,
  type Take,
} from './ways.ts'

const test = suite('answers, usual and exact')

/** The app's pieces through one way, after the request of the first route. */
const answer = (take: Take, parts: readonly Buffer[]): { bytes: string; noted: unknown } => {
  connect()
  receiver(listening())(new Data('GET /p/one HTTP/1.1\r\nHost: 10.0.0.1:15901\r\n\r\n'))
  variables._started = 1_000_000
  const watch = variables._decision?.watch
  assert.ok(watch)
  watch.success = undefined
  const { log } = console
  console.log = () => {}
  const bytes = Buffer.concat(
    parts.map(part => bytesOf(variables._answered ? new Data(part) : take(new Data(part)))),
  )
  console.log = log
  return { bytes: bytes.toString('latin1'), noted: watch.success }
}

// What stands twice is twice as likely.
const NAMES = `Server Server server server SERVER sErVeR X-Server Serve erver
  Retry-After Date ETag X-Other Location Vary Content-Length`
const name = fc.constantFrom(...NAMES.split(/\s+/))
const DATE = 'Tue, 24 Nov 2026 08:18:16 GMT'
const VALUES = ['nginx', '', 'a r: b', 'R: x', 'é', DATE, '/next', '\tx', 'Server: y']
const value = fc.constantFrom(...VALUES, 'x'.repeat(1100))
const eol = fc.constantFrom('\r\n', '\r\n', '\r\n', '\r\n', '\n')
const line = fc
  .tuple(name, value, eol, fc.constantFrom('', '', '', ' folded\r\n', '\tfolded\n'))
  .map(([key, text, end, folded]) => `${key}: ${text}${end}${folded}`)
const STATUS_LINES = `HTTP/1.1 200 OK
HTTP/1.1 200 OK
HTTP/1.1 200 OK
HTTP/1.1 503 Service Unavailable
HTTP/1.1 404 Server: x
HTTP/1.0 200 OK
HTTP/1.1 204
HTTP/1.1 302 Found
HTTP/1.1 103 Early Hints
HTTP/1.1 2x0 OK`
const status = fc.constantFrom(...STATUS_LINES.split('\n'))
const BODIES = ['', 'ok\n', 'R: and r: in it', '\n\n', '\r\n\r\n', 'größe', 'y'.repeat(5000)]
const body = fc.oneof(
  fc.constantFrom(...BODIES, `${'é'.repeat(3000)}\n\r\n`).map(text => Buffer.from(text)),
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

test.run()
