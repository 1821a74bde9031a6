/** What the application answers: statuses, bodies, and heads. */
import { answering, ok } from '../../e2e/app.ts'
import { head } from '../../e2e/client.ts'
import { answersOf, CUT_SHORT, type Row } from './row.ts'

export const statuses = Array.from({ length: 400 }, (_, index): Row => ({
  group: 'statuses',
  name: `${200 + index}`,
  app: answering(ok('', `${200 + index} X`)),
}))

const OK = 'HTTP/1.1 200 OK'
const EMPTY = 'Content-Length: 0'
const CHUNKED = head(OK, 'Transfer-Encoding: chunked')
const MIB_100 = 100 << 20

export const bodies = answersOf('bodies', {
  none: ok(''),
  'one of 10 KiB': ok('x'.repeat(10240)),
  'one of 10 KiB and a byte': ok('x'.repeat(10241)),
  chunked: `${CHUNKED}2\r\nok\r\n0\r\n\r\n`,
  'chunked, with trailers': `${CHUNKED}2\r\nok\r\n0\r\nX: y\r\n\r\n`,
  'no length, to the end': `${head(OK)}ok`,
  'HTTP/1.0': `${head('HTTP/1.0 200 OK')}ok`,
  'cut short by its length': CUT_SHORT,
  'cut short by a chunk': `${CHUNKED}9\r\nx`,
  'cut short between chunks': `${CHUNKED}1\r\nx\r\n`,
  'longer than its length': `${head(OK, 'Content-Length: 1')}xyz`,
  'one that has none, 204': head('HTTP/1.1 204 X'),
  'of 100 MiB': Buffer.concat([
    Buffer.from(head(OK, `Content-Length: ${MIB_100}`)),
    Buffer.alloc(MIB_100, 120),
  ]),
})

const lines = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `X-${index}: y`)

export const heads = answersOf('heads', {
  '100 Continue before': head('HTTP/1.1 100 Continue') + ok(),
  'early hints before': head('HTTP/1.1 103 Early Hints', 'Link: </x>') + ok(),
  'five interim heads': head('HTTP/1.1 102 X').repeat(5) + ok(),
  'no reason': head('HTTP/1.1 200', EMPTY),
  'an empty reason': head('HTTP/1.1 200 ', EMPTY),
  'line ends of LF': head(OK, EMPTY).replaceAll('\r\n', '\n'),
  'a line of 20 KiB': ok('', '200 OK', `X: ${'y'.repeat(20_000)}`),
  '1,000 lines': ok('', '200 OK', ...lines(1000)),
  'bytes that are no UTF-8': Buffer.from(head(OK, 'X: \xff', EMPTY), 'latin1'),
  'Server twice': ok('', '200 OK', 'Server: a', 'Server: b'),
  'Connection: keep-alive': ok('', '200 OK', 'Connection: keep-alive'),
})
