/** A request becomes the same, known by heart or not; and little is known by heart. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Data } from '../../pipy/embedded/events.ts'
import { suite } from '../suite.ts'
import { bytesOf, connect, listening, receiver, variables, type Take } from './ways.ts'

const test = suite('requests, known and new')

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

/** What a new connection makes of a request. */
const received = (receive: Take, text: string) => {
  connect()
  const bytes = bytesOf(receive(new Data(text))).toString()
  return { bytes, target: variables._decision?.target }
}

test('a request becomes the same, known by heart or not', () => {
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 12 }), texts => {
      const receive = receiver(listening())
      for (const text of texts) {
        const seen = [1, 2, 3].map(() => received(receive, text))
        const fresh = received(receiver(listening()), text)
        for (const { bytes } of seen) assert.equal(bytes, fresh.bytes)
        assert.deepEqual(seen[2], seen[0])
      }
    }),
    { numRuns: 300 },
  )
})

test('ever new requests fill nothing; one that repeats is known from its third time on', () => {
  const served = listening()
  const receive = receiver(served)
  const known = () => Object.keys(served.known.decisions.values)
  const newOne = (index: number) => `GET /p/one HTTP/1.1\r\nHost: h\r\nX: ${index}\r\n\r\n`
  for (let index = 0; index < 1000; index += 1) received(receive, newOne(index))
  assert.deepEqual(known(), [])
  const usual = 'GET /p/one HTTP/1.1\r\nHost: h\r\n\r\n'
  for (const _time of [1, 2]) received(receive, usual)
  assert.deepEqual(known(), [usual])
  for (let index = 0; index < 1000; index += 1)
    for (const _time of [1, 2]) received(receive, newOne(index))
  assert.equal(known().length <= 8, true)
})

test.run()
