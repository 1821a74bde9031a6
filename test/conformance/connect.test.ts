/** connect: when an application is connected to, at which target, and what it gets. */
import { clean, gives, hangsBefore090, showsEnd } from './pieces.ts'
import { play } from './stage.ts'

const connect = ".connect('127.0.0.1:{app}')"
const connects = `${connect}${showsEnd}`

play('connect', {
  // When it connects.
  'nothing connects before the first event': [{ filters: connect }, { ended: 'open', app: '' }],
  'the first piece connects, and goes to the application': [
    {
      filters: connects,
      client: ['a', { waitFor: '1' }, 'b'],
      app: socket =>
        socket.on('data', bytes => (`${bytes}` === 'a' ? socket.write('1') : socket.end('2'))),
    },
    { received: clean('12'), ended: 'end', app: 'connected a b end' },
  ],
  'an empty piece connects, and sends nothing': [
    { filters: `.onStart(() => new Data)${connect}`, app: socket => socket.end('hi') },
    { received: 'hi', ended: 'end', app: 'connected end' },
  ],
  'an end before any piece goes on, and nothing connects': [
    { filters: connects, client: ['END'] },
    { received: { '0.50': '', else: '<undefined>' }, ended: hangsBefore090 },
  ],
  'an end given in place of a piece does as well': [
    { filters: `.replaceData(() => new StreamEnd)${connects}`, client: ['a'] },
    { received: { '0.50': '', else: '<undefined>' }, ended: hangsBefore090 },
  ],
  'an empty piece and an end connect, and end': [
    {
      filters: `.replaceData(() => [new Data, new StreamEnd])${connects}`,
      client: ['a'],
      app: socket => socket.on('end', () => socket.end('bye')),
    },
    { received: clean('bye'), ended: 'end', app: 'connected end' },
  ],

  // What the application gets.
  'the client’s end is the application’s; its answer still comes': [
    {
      filters: connects,
      client: ['a', 'END'],
      app: socket => socket.on('end', () => socket.end('bye')),
    },
    { received: clean('bye'), ended: 'end', app: 'connected a end' },
  ],
  'pieces after an end are not sent': [
    {
      filters: `.replaceData(data => [data, new StreamEnd, new Data('late')])${connect}`,
      client: ['a'],
      app: socket => socket.on('end', () => socket.end()),
    },
    { ended: 'end', app: { '0.90': 'connected alate end', else: 'connected a end' } },
  ],
  'a client that goes takes its connection with it': [
    {
      filters: connect,
      client: ['a', { waitFor: 'hi' }, 'RESET'],
      app: socket => socket.write('hi'),
    },
    { received: 'hi', ended: 'reset', app: 'connected a end' },
  ],

  // Where it connects to.
  'a target may be a function, called once': [
    {
      filters: `.connect(() => (_n = _n + 1, '127.0.0.1:{app}'))${gives('`${_n}`')}`,
      client: ['a', { waitFor: '1' }, 'b', { waitFor: '11' }],
      app: socket => socket.on('data', () => socket.write('x')),
    },
    { received: '11', ended: 'open', app: 'connected a b end' },
  ],
  'an IPv6 target stands in brackets': [
    { filters: `.connect('[::1]:{closed}', { connectTimeout: 5 })${showsEnd}`, client: ['a'] },
    { received: '<ConnectionRefused>', ended: 'end' },
  ],
  'a connection may be bound to an address, but in 0.50': [
    {
      filters: ".connect('127.0.0.1:{app}', { bind: '127.0.0.9' })",
      client: ['a'],
      app: socket => socket.end(`${socket.remoteAddress}`),
    },
    {
      received: { '0.50': '127.0.0.1', else: '127.0.0.9' },
      ended: 'end',
      app: 'connected a end',
    },
  ],
  'localhost is 127.0.0.1': [
    { filters: ".connect('localhost:{app}')", client: ['a'], app: socket => socket.end('hi') },
    { received: 'hi', ended: 'end', app: 'connected a end' },
  ],
  'a target that is none is an error': [
    {
      filters: `.connect(() => 'nowhere')${showsEnd.replace('end.error', 'typeof end.error')}`,
      client: ['a'],
    },
    { received: { '0.50': '', else: '<object>' }, ended: hangsBefore090 },
  ],
  'an error in the target’s function ends the stream': [
    { filters: `.connect(() => undefined.x)${showsEnd}`, client: ['a'] },
    { ended: hangsBefore090 },
  ],
  'a linked connect sees the variables of the client': [
    {
      script: `pipy({ _target: '' }).listen('0.0.0.0:{port}')
        .replaceData(data => (_target = '127.0.0.1:{app}', data))
        .link('x').pipeline('x').connect(() => _target)`,
      client: ['a'],
      app: socket => socket.end('hi'),
    },
    { received: 'hi', ended: 'end', app: 'connected a end' },
  ],
})
