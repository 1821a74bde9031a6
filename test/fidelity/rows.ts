/** Probes as users write them, times what applications do: each row is run directly and through the sidecar. */
import type { Header } from '../../src/config/types.ts'
import { ok, type Behaviour } from '../e2e/app.ts'

export interface Row {
  readonly group: string
  readonly name: string
  readonly path?: string
  readonly httpHeaders?: readonly Header[]
  /** `TCP` is a tcpSocket probe. */
  readonly scheme?: 'HTTP' | 'HTTPS' | 'TCP'
  /** Protocols that the app's TLS offers; `expired` has a certificate from the past. */
  readonly tls?: readonly ('h2' | 'http/1.1')[]
  readonly expired?: boolean
  /** The sidecar asks over TLS, instead of passing it through. */
  readonly terminated?: boolean
  /** `none`: nothing listens; HTTP/2 alone, or beside HTTP/1.1. */
  readonly app: Behaviour | 'none' | 'HTTP/2' | 'HTTP/2 and 1.1'
  /** How often it is probed, where the app changes its mind. */
  readonly times?: number
  /** Why the verdict cannot be the same through Pipy; a row without it must have none. */
  readonly forced?: string
}

const answer =
  (text: string | Buffer): Behaviour =>
  socket =>
    void socket.end(text)
const fine = answer(ok())
const to = (location: string, status = '302 Found'): string =>
  ok('', status, `Location: ${location}`)
const pathOf = (head: string): string => /^GET (\S+) /.exec(head)?.[1] ?? ''
const hostOf = (head: string): string => /\r\nHost: (.*)\r\n/i.exec(head)?.[1] ?? ''

/** Redirects from /health to a location, made from the request's Host; everywhere else is 200. */
const redirects =
  (location: (host: string) => string, status?: string): Behaviour =>
  (socket, head) =>
    void socket.end(pathOf(head) === '/health' ? to(location(hostOf(head)), status) : ok())

const chain =
  (length: number): Behaviour =>
  (socket, head) => {
    const hop = Number(/^\/health(\d*)/.exec(pathOf(head))?.[1] || 0)
    socket.end(hop < length ? to(`/health${hop + 1}`) : ok())
  }

const statuses = Array.from({ length: 400 }, (_, index): Row => ({
  group: 'statuses',
  name: `${200 + index}`,
  app: answer(ok('', `${200 + index} X`)),
}))

const paths = [
  '',
  '/',
  '/health',
  'health',
  '/a b',
  '/a%20b',
  '/a%2Fb',
  '/a b%2Fc',
  '/%zz',
  '/%',
  '/ü',
  '/ü?q=ü',
  '?x=1',
  '/a?b=c&d',
  '/a?',
  '/a??b',
  '/a?b c',
  '//host/x',
  '///x',
  '/a//b',
  '/../x',
  '/a/./b/..',
  '/a#fragment',
  "/a!b'()*",
  '/a b!',
  '/[x]',
  '/a;b=c,d',
  '/"quoted"',
  '/emoji-\u{1f600}',
  'http://elsewhere/x?y',
  '1a:b',
  '/a:b',
  ':x',
  '/a\\b',
  '/{x}',
  '/~user/.well-known',
].map((path): Row => ({ group: 'paths', name: JSON.stringify(path), path, app: fine }))

const header = (...pairs: [string, string][]): Header[] =>
  pairs.map(([name, value]) => ({ name, value }))
const headers = (
  [
    ['none', []],
    ['one', header(['X-One', '1'])],
    ['one name twice', header(['X-One', '1'], ['X-One', '2'])],
    ['Host', header(['Host', 'shop.example'])],
    ['Host with a port', header(['host', 'shop.example:8080'])],
    ['User-Agent', header(['User-Agent', 'mine'])],
    ['an empty User-Agent', header(['User-Agent', ''])],
    ['Accept', header(['Accept', 'text/plain'])],
    ['an empty Accept', header(['Accept', ''])],
    ['Cookie', header(['Cookie', 'a=b; c=d'])],
    ['Authorization', header(['Authorization', 'Basic eA=='])],
    ['UTF-8', header(['X-Name', 'größe'])],
    ['an empty value', header(['X-Empty', ''])],
    ['Referer', header(['Referer', 'http://r/'])],
    ['Te', header(['Te', 'trailers'])],
    ['a long value', header(['X-Long', 'y'.repeat(4000)])],
  ] as [string, Header[]][]
).map(([name, httpHeaders]): Row => ({ group: 'headers', name, httpHeaders, app: fine }))

const locations = [
  'next',
  './next',
  '../next',
  '?q=1',
  '/a/../next',
  '/next?q=a b',
  '/n%C3%A4chste',
  '/nächste',
  '#here',
  '/next#here',
  '//elsewhere.example/x',
  'http://elsewhere.example/',
  'https://elsewhere.example/',
  '/%zz',
  'ftp://x/',
  '',
]
const redirected: Row[] = [
  ...locations.map((location): Row => ({
    group: 'redirects',
    name: JSON.stringify(location),
    app: redirects(() => location),
  })),
  ...['301 X', '302 X', '303 X', '307 X', '308 X', '300 X', '304 X', '305 X'].map(
    (status): Row => ({
      group: 'redirects',
      name: `${status.slice(0, 3)} to the same host`,
      app: redirects(host => `http://${host}/next`, status),
    }),
  ),
  { group: 'redirects', name: 'no Location', app: answer(ok('', '302 Found')) },
  {
    group: 'redirects',
    name: 'a Host of the probe’s own, relative',
    httpHeaders: header(['Host', 'shop.example']),
    app: redirects(() => '/next'),
  },
  {
    group: 'redirects',
    name: 'a Host of the probe’s own, absolute on it',
    httpHeaders: header(['Host', 'shop.example']),
    app: redirects(host => `http://${host}/next`),
  },
  {
    group: 'redirects',
    name: 'a Referer of the probe’s own',
    httpHeaders: header(['Referer', 'http://r/']),
    app: redirects(() => '/next'),
  },
  { group: 'redirects', name: 'a loop', app: redirects(() => '/health') },
  { group: 'redirects', name: 'a chain of 10', app: chain(10) },
  { group: 'redirects', name: 'a chain of 11', app: chain(11) },
  {
    group: 'redirects',
    name: 'two Locations',
    app: (socket, head) =>
      void socket.end(
        pathOf(head) === '/health'
          ? ok('', '302 Found', 'Location: /next', 'Location: /other')
          : ok(),
      ),
  },
]

const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
const bodies = (
  [
    ['none', ok('')],
    ['one of 10 KiB', ok('x'.repeat(10240))],
    ['one of 10 KiB and a byte', ok('x'.repeat(10241))],
    ['chunked', `${chunked}2\r\nok\r\n0\r\n\r\n`],
    ['chunked, with trailers', `${chunked}2\r\nok\r\n0\r\nX: y\r\n\r\n`],
    ['no length, to the end', 'HTTP/1.1 200 OK\r\n\r\nok'],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nok'],
    ['cut short by its length', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx'],
    ['cut short by a chunk', `${chunked}9\r\nx`],
    ['cut short between chunks', `${chunked}1\r\nx\r\n`],
    ['longer than its length', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxyz'],
    ['one that has none, 204', 'HTTP/1.1 204 X\r\n\r\n'],
    [
      'of 100 MiB',
      Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${100 << 20}\r\n\r\n`),
        Buffer.alloc(100 << 20, 120),
      ]),
    ],
  ] as [string, string | Buffer][]
).map(([name, text]): Row => ({ group: 'bodies', name, app: answer(text) }))

const heads = (
  [
    ['100 Continue before', `HTTP/1.1 100 Continue\r\n\r\n${ok()}`],
    ['early hints before', `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${ok()}`],
    ['five interim heads', 'HTTP/1.1 102 X\r\n\r\n'.repeat(5) + ok()],
    ['no reason', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n'],
    ['an empty reason', 'HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n'],
    ['line ends of LF', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n'],
    ['a line of 20 KiB', ok('', '200 OK', `X: ${'y'.repeat(20_000)}`)],
    [
      '1,000 lines',
      ok('', '200 OK', ...Array.from({ length: 1000 }, (_, index) => `X-${index}: y`)),
    ],
    [
      'bytes that are no UTF-8',
      Buffer.from('HTTP/1.1 200 OK\r\nX: \xff\r\nContent-Length: 0\r\n\r\n', 'latin1'),
    ],
    ['Server twice', ok('', '200 OK', 'Server: a', 'Server: b')],
    ['Connection: keep-alive', ok('', '200 OK', 'Connection: keep-alive')],
  ] as [string, string | Buffer][]
).map(([name, text]): Row => ({ group: 'heads', name, app: answer(text) }))

const faults: Row[] = [
  { group: 'faults', name: 'nothing listens', app: 'none' },
  { group: 'faults', name: 'closes at once', app: socket => void socket.end() },
  { group: 'faults', name: 'resets at once', app: socket => void socket.resetAndDestroy() },
  { group: 'faults', name: 'garbage', app: answer('garbage\r\n\r\n') },
  { group: 'faults', name: 'half a head', app: answer('HTTP/1.1 200 OK\r\nContent-') },
  { group: 'faults', name: 'never answers', app: () => {} },
  {
    group: 'faults',
    name: 'just in time',
    app: socket => void setTimeout(() => socket.end(ok()), 600),
  },
  {
    group: 'faults',
    name: 'just too late',
    app: socket => void setTimeout(() => socket.end(ok()), 1400),
  },
  {
    group: 'faults',
    name: 'a body that never ends',
    app: socket => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx'),
  },
  { group: 'faults', name: 'ignores Connection: close', app: socket => void socket.write(ok()) },
  {
    group: 'faults',
    name: 'closes idle connections',
    times: 6,
    app: socket => void (socket.write(ok()), setTimeout(() => socket.destroy(), 5)),
  },
  {
    group: 'faults',
    name: 'answers once in two',
    times: 4,
    app: (socket, _head, connection) =>
      void (connection % 2 === 1 ? socket.end(ok()) : socket.end()),
  },
  {
    group: 'faults',
    name: 'never answers the first, then does (A3)',
    times: 4,
    app: (socket, _head, connection) => void (connection > 1 && socket.end(ok())),
  },
  { group: 'faults', name: 'TLS where HTTP is asked for', tls: ['http/1.1'], app: fine },
  {
    group: 'faults',
    name: 'resets in a body that only the end would close',
    app: socket =>
      void socket.write('HTTP/1.1 200 OK\r\n\r\nx', () =>
        setTimeout(() => socket.resetAndDestroy(), 50),
      ),
    forced: 'Pipy ends a stream with FIN where the application sent RST',
  },
]

const secure: Row[] = [
  ...(
    [
      ['HTTP/1.1 alone', ['http/1.1']],
      ['none named', []],
    ] as [string, 'http/1.1'[]][]
  ).map(([name, tls]): Row => ({ group: 'HTTPS', name, scheme: 'HTTPS', tls, app: fine })),
  {
    group: 'HTTPS',
    name: 'an expired certificate',
    scheme: 'HTTPS',
    tls: ['http/1.1'],
    expired: true,
    app: fine,
  },
  {
    group: 'HTTPS',
    name: 'a failing status',
    scheme: 'HTTPS',
    tls: ['http/1.1'],
    app: answer(ok('', '500 X')),
  },
  {
    group: 'HTTPS',
    name: 'a relative redirect',
    scheme: 'HTTPS',
    tls: ['http/1.1'],
    app: redirects(() => '/next'),
  },
  {
    group: 'HTTPS',
    name: 'a body cut short',
    scheme: 'HTTPS',
    tls: ['http/1.1'],
    app: answer('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx'),
  },
  { group: 'HTTPS', name: 'never answers', scheme: 'HTTPS', tls: ['http/1.1'], app: () => {} },
  { group: 'HTTPS', name: 'no TLS there', scheme: 'HTTPS', app: fine },
  { group: 'HTTPS', name: 'nothing listens', scheme: 'HTTPS', app: 'none' },
]

const http2 = (['HTTP/2', 'HTTP/2 and 1.1'] as const).map((app): Row => ({
  group: 'HTTPS',
  name: app,
  scheme: 'HTTPS',
  app,
}))

const terminated = secure.map((row): Row => ({
  ...row,
  group: 'HTTPS, terminated',
  terminated: true,
}))

const tcp: Row[] = [
  { group: 'tcpSocket', name: 'accepts', scheme: 'TCP', app: fine },
  { group: 'tcpSocket', name: 'nothing listens', scheme: 'TCP', app: 'none' },
  { group: 'tcpSocket', name: 'TLS', scheme: 'TCP', tls: ['http/1.1'], app: fine },
]

export const ROWS: readonly Row[] = [
  ...statuses,
  ...paths,
  ...headers,
  ...redirected,
  ...bodies,
  ...heads,
  ...faults,
  ...secure,
  ...http2,
  ...terminated,
  ...tcp,
]
