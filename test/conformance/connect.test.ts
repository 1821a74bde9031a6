/** Connections to applications: when they are made, what they send, and how they end. */
import { rows } from './stage.ts'

const { row, run } = rows('connect')

const listen = "pipy({ _n: 0, _t: 0 }).listen('0.0.0.0:{port}')"
const connect = ".connect('127.0.0.1:{app}')"
const ends = '.replaceStreamEnd(end => [new Data(`<${end.error}>`), end])'
const clean = { '0.50': '<>', else: '<undefined>' }

row(
  'nothing connects before the first event',
  { script: `${listen}${connect}` },
  { ended: 'open', app: '' },
)
row(
  'the first piece connects, and goes to the application',
  {
    script: `${listen}${connect}${ends}`,
    client: ['a', { waitFor: '1' }, 'b'],
    app: socket =>
      socket.on('data', bytes => void (`${bytes}` === 'a' ? socket.write('1') : socket.end('2'))),
  },
  { received: { '0.50': '12<>', else: '12<undefined>' }, ended: 'end', app: 'connected a b end' },
)
row(
  'an empty piece connects, and sends nothing',
  { script: `${listen}.onStart(() => new Data)${connect}`, app: socket => void socket.end('hi') },
  { received: 'hi', ended: 'end', app: 'connected end' },
)
row(
  'an end before any piece goes on, and nothing connects',
  { script: `${listen}${connect}${ends}`, client: ['END'] },
  { received: { '0.50': '', else: '<undefined>' }, ended: { '0.50': 'open', else: 'end' } },
)
row(
  'an end given in place of a piece does as well',
  { script: `${listen}.replaceData(() => new StreamEnd)${connect}${ends}`, client: ['a'] },
  { received: { '0.50': '', else: '<undefined>' }, ended: { '0.50': 'open', else: 'end' } },
)
row(
  'an empty piece and an end connect, and end',
  {
    script: `${listen}.replaceData(() => [new Data, new StreamEnd])${connect}${ends}`,
    client: ['a'],
    app: socket => void socket.on('end', () => socket.end('bye')),
  },
  { received: { '0.50': 'bye<>', else: 'bye<undefined>' }, ended: 'end', app: 'connected end' },
)
row(
  'the client’s end is the application’s; its answer still comes',
  {
    script: `${listen}${connect}${ends}`,
    client: ['a', 'END'],
    app: socket => void socket.on('end', () => socket.end('bye')),
  },
  { received: { '0.50': 'bye<>', else: 'bye<undefined>' }, ended: 'end', app: 'connected a end' },
)
row(
  'pieces after an end are not sent',
  {
    script: `${listen}.replaceData(data => [data, new StreamEnd, new Data('late')])${connect}`,
    client: ['a'],
    app: socket => void socket.on('end', () => socket.end()),
  },
  { ended: 'end', app: { '0.90': 'connected alate end', else: 'connected a end' } },
)
row(
  'a target may be a function, called once',
  {
    script: `${listen}.connect(() => (_n = _n + 1, '127.0.0.1:{app}')).replaceData(() => new Data(\`\${_n}\`))`,
    client: ['a', { waitFor: '1' }, 'b', { waitFor: '11' }],
    app: socket => void socket.on('data', () => socket.write('x')),
  },
  { received: '11', ended: 'open', app: 'connected a b end' },
)
row(
  'an IPv6 target stands in brackets',
  { script: `${listen}.connect('[::1]:{closed}', { connectTimeout: 5 })${ends}`, client: ['a'] },
  { received: '<ConnectionRefused>', ended: 'end' },
)
row(
  'localhost is 127.0.0.1',
  {
    script: `${listen}.connect('localhost:{app}')`,
    client: ['a'],
    app: socket => void socket.end('hi'),
  },
  { received: 'hi', ended: 'end', app: 'connected a end' },
)
row(
  'a target that is none is an error',
  {
    script: `${listen}.connect(() => 'nowhere')${ends.replace('end.error', 'typeof end.error')}`,
    client: ['a'],
  },
  { received: { '0.50': '', else: '<object>' }, ended: { '0.50': 'open', else: 'end' } },
)
row(
  'an error in the target’s function ends the stream',
  { script: `${listen}.connect(() => undefined.x)${ends}`, client: ['a'] },
  { ended: { '0.50': 'open', else: 'end' } },
)
row(
  'a port where nobody listens: ConnectionRefused',
  { script: `${listen}.connect('127.0.0.1:{closed}')${ends}`, client: ['a'] },
  { received: '<ConnectionRefused>', ended: 'end' },
)
row(
  'a server that closes without a byte ends the stream clean',
  { script: `${listen}${connect}${ends}`, client: ['a'], app: socket => void socket.end() },
  { received: clean, ended: 'end', app: 'connected a end' },
)
row(
  'a server that resets: ConnectionReset',
  {
    script: `${listen}${connect}${ends}`,
    client: ['a'],
    app: socket => void socket.on('data', () => socket.resetAndDestroy()),
  },
  { received: '<ConnectionReset>', ended: 'end', app: 'connected a' },
)
row(
  'a reset after data comes after the data',
  {
    script: `${listen}${connect}${ends}`,
    client: ['a', { waitFor: 'hi' }, 'b'],
    app: socket =>
      void socket.on('data', bytes =>
        `${bytes}` === 'a' ? socket.write('hi') : socket.resetAndDestroy(),
      ),
  },
  { received: 'hi<ConnectionReset>', ended: 'end', app: 'connected a b' },
)
row(
  'a silent server: ReadTimeout',
  { script: `${listen}.connect('127.0.0.1:{app}', { readTimeout: 1 })${ends}`, client: ['a'] },
  { received: '<ReadTimeout>', ended: 'end', app: 'connected a end' },
)
row(
  'a time-out may be a fraction',
  { script: `${listen}.connect('127.0.0.1:{app}', { readTimeout: 0.5 })${ends}`, client: ['a'] },
  { received: '<ReadTimeout>', ended: 'end', app: 'connected a end' },
)
row(
  'a quiet connection: IdleTimeout',
  { script: `${listen}.connect('127.0.0.1:{app}', { idleTimeout: 1 })${ends}`, client: ['a'] },
  { received: '<IdleTimeout>', ended: 'end', app: 'connected a end' },
)
row(
  'both at once: IdleTimeout, but ReadTimeout in 0.50',
  {
    script: `${listen}.connect('127.0.0.1:{app}', { idleTimeout: 1, readTimeout: 1 })${ends}`,
    client: ['a'],
  },
  {
    received: { '0.50': '<ReadTimeout>', else: '<IdleTimeout>' },
    ended: 'end',
    app: 'connected a end',
  },
)
row(
  'a read time-out goes on after data',
  {
    script: `${listen}.connect('127.0.0.1:{app}', { readTimeout: 1 })${ends}`,
    client: ['a'],
    app: socket => void socket.write('hi'),
  },
  { received: 'hi<ReadTimeout>', ended: 'end', app: 'connected a end' },
)
row(
  'a read time-out is there while the client sends',
  {
    script: `${listen}.connect('127.0.0.1:{app}', { readTimeout: 1 })${ends}`,
    client: ['a', 'END'],
  },
  { received: '<ReadTimeout>', ended: 'end', app: 'connected a end' },
)
row(
  'a client that goes takes its connection with it',
  {
    script: `${listen}${connect}`,
    client: ['a', { waitFor: 'hi' }, 'RESET'],
    app: socket => void socket.write('hi'),
  },
  { received: 'hi', ended: 'reset', app: 'connected a end' },
)
row(
  'several connects of a script have their own options',
  {
    script: `${listen}.branch(() => false, $=>$.connect('127.0.0.1:{app}', { readTimeout: 9 }), $=>$.connect('127.0.0.1:{app}', { readTimeout: 1 }))${ends}`,
    client: ['a'],
  },
  { received: '<ReadTimeout>', ended: 'end', app: 'connected a end' },
)
row(
  'a linked connect sees the variables of the client',
  {
    script: `${listen}.replaceData(data => (_t = '127.0.0.1:{app}', data)).link('x').pipeline('x').connect(() => _t)`,
    client: ['a'],
    app: socket => void socket.end('hi'),
  },
  { received: 'hi', ended: 'end', app: 'connected a end' },
)
row(
  'a connection may be bound to an address, but in 0.50',
  {
    script: `${listen}.connect('127.0.0.1:{app}', { bind: '127.0.0.9' })`,
    client: ['a'],
    app: socket => void socket.end(`${socket.remoteAddress}`),
  },
  {
    received: { '0.50': '127.0.0.1', else: '127.0.0.9' },
    ended: 'end',
    app: 'connected a end',
  },
)

// TLS
const tls = ".connectTLS({}).to($=>$.connect(() => '127.0.0.1:{app}', { readTimeout: 2 }))"
row(
  'connectTLS speaks to a server whose certificate nobody knows',
  {
    script: `${listen}${tls}${ends}`,
    client: ['ping'],
    secure: socket => void socket.on('data', bytes => socket.end(`<${bytes}>`)),
  },
  { received: { '0.50': '<ping><>', else: '<ping><undefined>' }, ended: 'end' },
)
row(
  'a server that speaks no TLS ends the stream',
  { script: `${listen}${tls}${ends}`, client: ['ping'], app: socket => void socket.end('no TLS') },
  { received: { '0.50': '<Unauthorized>', else: '<undefined>' }, ended: 'end' },
)
row(
  'TLS to a closed port: ConnectionRefused',
  {
    script: `${listen}.connectTLS({}).to($=>$.connect('127.0.0.1:{closed}'))${ends}`,
    client: ['ping'],
  },
  { received: '<ConnectionRefused>', ended: 'end' },
)
row(
  'a silent TLS server: ReadTimeout',
  { script: `${listen}${tls}${ends}`, client: ['ping'], secure: () => {} },
  { received: '<ReadTimeout>', ended: 'end' },
)
row(
  'an end before any piece begins no TLS, and nothing comes back',
  { script: `${listen}${tls}${ends}`, client: ['END'], secure: () => {} },
  { ended: 'open', app: '' },
)
row(
  'an empty piece begins TLS',
  { script: `${listen}.onStart(() => new Data)${tls}`, secure: socket => void socket.end('hi') },
  { received: 'hi', ended: 'end' },
)
row(
  'connectTLS wants to()',
  { script: `${listen}.connectTLS({}).replaceData(data => data)` },
  { ended: 'refused', log: 'missing .to(...)' },
)

run()
