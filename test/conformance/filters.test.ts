/** Filters in a stream: when each starts, what it gives, what an error does to it, what ends it. */
import { rows } from './stage.ts'

const { row, run } = rows('filters')

const listen = "pipy({ _n: 0 }).listen('0.0.0.0:{port}')"
const size = '.replaceData(data => new Data(`[${data.size}]`))'
/** An error leaves the client hanging in 0.50. */
const hangsBefore090 = { '0.50': 'open', else: 'end' } as const

row(
  'what comes out of the last filter goes to the client',
  { script: listen, client: ['ab', 'END'] },
  { received: 'ab', ended: 'end' },
)
row(
  'a client that only ends its side is ended',
  { script: listen, client: ['END'] },
  { ended: 'end' },
)
row(
  'a listener serves both families',
  {
    script: `pipy({}).listen('[::]:{port}').replaceData(() => new Data(\`\${__inbound.remoteAddress} \${__inbound.localAddress}\`))`,
    client: ['x'],
  },
  { received: '::ffff:127.0.0.1 ::ffff:127.0.0.1', ended: 'open' },
)
row(
  'an IPv6 client has its own address',
  {
    script: `pipy({}).listen('[::]:{port}').replaceData(() => new Data(\`\${__inbound.remoteAddress} \${__inbound.localAddress}\`))`,
    client: ['x'],
    address: '::1',
  },
  { received: '::1 ::1', ended: 'open' },
)
row(
  'an idle client is cut',
  {
    script: `pipy({}).listen('0.0.0.0:{port}', { idleTimeout: 1 }).replaceData(data => data)`,
    client: ['x'],
  },
  { received: 'x', ended: 'end' },
)
row(
  'and its pipeline is told so',
  {
    script: `pipy({}).listen('0.0.0.0:{port}', { idleTimeout: 1 }).handleStreamEnd(end => console.log('ended by', end.error))`,
    client: [],
  },
  { ended: { '0.50': 'open', else: 'end' }, log: { '0.50': '', else: 'ended by IdleTimeout' } },
)
row(
  'a silent client is cut too',
  { script: `pipy({}).listen('0.0.0.0:{port}', { idleTimeout: 1 })` },
  { ended: { '0.50': 'open', else: 'end' } },
)
row(
  'a client that resets ends its pipeline with ConnectionReset',
  {
    script: `${listen}.handleStreamEnd(end => console.log('ended by', end.error))`,
    client: ['x', { waitFor: 'x' }, 'RESET'],
  },
  { received: 'x', ended: 'reset', log: 'ended by ConnectionReset' },
)

// replaceData
row(
  'replaceData is called for each piece',
  {
    script: `${listen}.replaceData(data => (_n = _n + 1, new Data(\`[\${_n}:\${data.size}]\`)))`,
    client: ['a', { waitFor: '[1:1]' }, 'bb', { waitFor: '[2:2]' }, 'END'],
  },
  { received: '[1:1][2:2]', ended: 'end' },
)
row(
  'nothing drops the piece',
  { script: `${listen}.replaceData(() => undefined)${size}`, client: ['a', 'END'] },
  { received: '', ended: 'end' },
)
row(
  'null drops it too',
  { script: `${listen}.replaceData(() => null)${size}`, client: ['a', 'END'] },
  { received: '', ended: 'end' },
)
row(
  'an empty piece goes on',
  { script: `${listen}.replaceData(() => new Data)${size}`, client: ['a'] },
  { received: '[0]', ended: 'open' },
)
row(
  'an empty piece makes a branch choose',
  {
    script: `${listen}.replaceData(() => new Data).branch(() => true, $=>$${size}, $=>$)`,
    client: ['a'],
  },
  { received: '[0]', ended: 'open' },
)
row(
  'an empty piece goes through a link',
  { script: `${listen}.replaceData(() => new Data).link('x').pipeline('x')${size}`, client: ['a'] },
  { received: '[0]', ended: 'open' },
)
row(
  'a list is several events, holes in it none',
  {
    script: `${listen}.replaceData(data => [data, undefined, null, new Data('b')])${size}`,
    client: ['a'],
  },
  { received: '[1][1]', ended: 'open' },
)
row(
  'an empty list drops the piece',
  { script: `${listen}.replaceData(() => [])`, client: ['a', 'END'] },
  { ended: 'end' },
)
row(
  'a list with an end ends the client after the data',
  { script: `${listen}.replaceData(() => [new Data('bye'), new StreamEnd])`, client: ['a'] },
  { received: 'bye', ended: 'end' },
)
row(
  'data that is given with the end, after it, goes on before it',
  {
    script: `${listen}.replaceData(() => [new StreamEnd, new Data('late')])${size}`,
    client: ['a'],
  },
  { received: { '0.50': '', else: '[4]' }, ended: 'end' },
)
row(
  'an end with an error ends the client alike',
  {
    script: `${listen}.replaceData(() => [new Data('bye'), new StreamEnd('ConnectionReset')])`,
    client: ['a'],
  },
  { received: 'bye', ended: 'end' },
)
row(
  'one piece may be given many times',
  {
    script: `((k = new Data('k')) => ${listen}.replaceData(() => [k, k, new Data(\`\${k.size}|\`)]))()`,
    client: ['a', { waitFor: '|' }, 'b', { waitFor: '1|kk1|' }],
  },
  { received: 'kk1|kk1|', ended: 'open' },
)
row(
  'anything else is an error',
  { script: `${listen}.replaceData(() => 'text')`, client: ['a'] },
  { ended: hangsBefore090 },
)
row(
  'a list with anything else is an error',
  { script: `${listen}.replaceData(() => [new Data('x'), 'text'])`, client: ['a'] },
  { received: 'x', ended: hangsBefore090 },
)

// Errors
row(
  'an error in a callback ends the stream, past the callbacks that follow',
  {
    script: `${listen}.replaceData(data => data.x.y).replaceStreamEnd(end => [new Data('never'), end])`,
    client: ['a'],
  },
  {
    ended: hangsBefore090,
    log: {
      embedded: 'Cannot read properties of undefined',
      else: 'cannot read property of undefined',
    },
  },
)
row(
  'an error in a callback of the stream’s end',
  { script: `${listen}.replaceStreamEnd(end => end.x.y)`, client: ['a', 'END'] },
  { received: 'a', ended: hangsBefore090 },
)
row(
  'an error in handleStreamEnd',
  { script: `${listen}.handleStreamEnd(end => end.x.y)`, client: ['a', 'END'] },
  { received: 'a', ended: hangsBefore090 },
)
row(
  'an error in a branch’s condition does as well',
  {
    script: `${listen}.branch(() => undefined.x, $=>$, $=>$).replaceStreamEnd(end => [new Data('never'), end])`,
    client: ['a'],
  },
  { ended: hangsBefore090 },
)
row(
  'an error in onStart resets the client',
  {
    script: `${listen}.onStart(() => undefined.x).replaceData(data => data)`,
    client: ['a', 'END'],
  },
  { ended: { '0.50': 'end', else: 'reset' } },
)
row(
  'a name that is not there is an error when it is used',
  { script: `${listen}.replaceData(() => new Data(nowhere))`, client: ['a'] },
  {
    ended: hangsBefore090,
    log: { embedded: 'nowhere is not defined', else: 'unresolved identifier' },
  },
)

// Ends
row(
  'replaceStreamEnd gives what comes instead',
  { script: `${listen}.replaceStreamEnd(end => [new Data('bye'), end])`, client: ['a', 'END'] },
  { received: 'abye', ended: 'end' },
)
row(
  'without an end the client waits',
  { script: `${listen}.replaceStreamEnd(() => undefined)`, client: ['a', 'END'] },
  { received: 'a', ended: 'open' },
)
row(
  'what handleStreamEnd gives is not looked at',
  { script: `${listen}.handleStreamEnd(() => 'text')`, client: ['a', 'END'] },
  { received: 'a', ended: 'end' },
)
row(
  'a clean end has no error',
  {
    script: `${listen}.replaceStreamEnd(end => [new Data(\`<\${end.error}>\`), end])`,
    client: ['END'],
  },
  { received: { '0.50': '<>', else: '<undefined>' }, ended: 'end' },
)
row(
  'an end made without an error has none',
  {
    script: `${listen}.replaceData(() => new StreamEnd).replaceStreamEnd(end => [new Data(\`<\${end.error}>\`), end])`,
    client: ['a'],
  },
  { received: { '0.50': '<>', else: '<undefined>' }, ended: 'end' },
)

// onStart
row(
  'onStart runs when a client connects, and what it gives goes first',
  { script: `${listen}.onStart(() => new Data('hi'))${size}` },
  { received: '[2]', ended: 'open' },
)
row(
  'onStart may end a silent client',
  { script: `${listen}.onStart(() => new StreamEnd)` },
  { ended: 'end' },
)
row(
  'an empty piece of onStart makes a branch choose',
  {
    script: `${listen}.onStart(() => new Data).branch(() => true, $=>$.replaceData(() => new StreamEnd), $=>$)`,
  },
  { ended: 'end' },
)
row(
  'onStart of a linked pipeline runs at the first event',
  {
    script: `${listen}.link('x').pipeline('x').onStart(() => new Data('hi'))`,
    client: ['a', { waitFor: 'hia' }],
  },
  { received: 'hia', ended: 'open' },
)
row(
  'and not before',
  { script: `${listen}.link('x').pipeline('x').onStart(() => new Data('hi'))` },
  { ended: 'open' },
)
row(
  'onStart stands before any filter',
  { script: `${listen}.replaceData(data => data).onStart(() => undefined)` },
  { ended: 'refused', log: 'onStart() is only allowed prior to filters' },
)

// branch
row(
  'branch takes the first condition that holds',
  {
    script: `${listen}.branch(() => false, $=>$.replaceData(() => new Data('1')), () => true, $=>$.replaceData(() => new Data('2')), $=>$.replaceData(() => new Data('3')))`,
    client: ['a'],
  },
  { received: '2', ended: 'open' },
)
row(
  'branch takes the last where none holds',
  {
    script: `${listen}.branch(() => false, $=>$.replaceData(() => new Data('1')), $=>$.replaceData(() => new Data('3')))`,
    client: ['a'],
  },
  { received: '3', ended: 'open' },
)
row(
  'branch holds events back until a condition holds',
  {
    script: `${listen}.replaceData(data => (_n = _n + 1, data)).branch(() => _n > 1, $=>$${size})`,
    client: ['a', 'END'],
  },
  { ended: 'open' },
)
row(
  'and then gives them all',
  {
    script: `${listen}.replaceData(data => [data, data]).replaceData(data => (_n = _n + 1, data)).branch(() => _n > 1, $=>$${size})`,
    client: ['a', 'END'],
  },
  { received: '[1][1]', ended: 'end' },
)
row(
  'branch chooses once',
  {
    script: `${listen}.replaceData(data => (_n = _n + 1, data)).branch(() => _n === 1, $=>$${size}, $=>$.replaceData(() => new Data('late')))`,
    client: ['a', { waitFor: '[1]' }, 'bb', { waitFor: '[2]' }],
  },
  { received: '[1][2]', ended: 'open' },
)
row(
  'branch chooses at an end too',
  {
    script: `${listen}.branch(() => true, $=>$.replaceStreamEnd(end => [new Data('bye'), end]), $=>$)`,
    client: ['END'],
  },
  { received: 'bye', ended: 'end' },
)
row(
  'filters after a branch get what it gives',
  {
    script: `${listen}.branch(() => true, $=>$.replaceData(() => new Data('abc')), $=>$)${size}`,
    client: ['a'],
  },
  { received: '[3]', ended: 'open' },
)

// link, use, variables
row(
  'every connection has its own variables',
  {
    script: `${listen}.replaceData(() => (_n = _n + 1, new Data(\`\${_n}\`)))`,
    client: ['a', { waitFor: '1' }, 'b', { waitFor: '12' }],
  },
  { received: '12', ended: 'open' },
)
row(
  'a linked pipeline has the same variables',
  {
    script: `${listen}.replaceData(data => (_n = 7, data)).link('x').pipeline('x').replaceData(() => new Data(\`\${_n}\`))`,
    client: ['a'],
  },
  { received: '7', ended: 'open' },
)
row(
  'a used script has its own',
  {
    script: `${listen}.replaceData(data => (_n = 7, data)).use('x.js', 'x').replaceData(data => new Data(\`\${data.toString()} \${_n}\`))`,
    files: {
      'x.js': "pipy({ _n: 1 }).pipeline('x').replaceData(() => (_n = _n + 1, new Data(`${_n}`)))",
    },
    client: ['a', { waitFor: '2 7' }, 'b'],
  },
  { received: '2 73 7', ended: 'open' },
)
row(
  'a used script has the client’s addresses',
  {
    script: `${listen}.use('x.js', 'x')`,
    files: {
      'x.js': "pipy({}).pipeline('x').replaceData(() => new Data(__inbound.remoteAddress))",
    },
    client: ['a'],
  },
  { received: '127.0.0.1', ended: 'open' },
)
row(
  'use starts at the first event',
  {
    script: `${listen}.use('x.js', 'x')`,
    files: { 'x.js': "pipy({}).pipeline('x').onStart(() => new StreamEnd)" },
  },
  { ended: 'open' },
)
row(
  'filters after a use get what it gives',
  {
    script: `${listen}.use('x.js', 'x')${size}`,
    files: { 'x.js': "pipy({}).pipeline('x').replaceData(() => new Data('abc'))" },
    client: ['a', 'END'],
  },
  { received: '[3]', ended: 'end' },
)
row(
  'variables outside of a connection are the first ones',
  {
    script: `((c = pipy({ _n: 5 })) => c.listen('0.0.0.0:{port}').replaceData(() => new Data(\`\${_n}\`)))()`,
    client: ['a'],
  },
  { received: '5', ended: 'open' },
)

// insert
row(
  'insert puts events in when its promise is fulfilled',
  {
    script: `${listen}.insert(() => new Timeout(0.2).wait().then(() => [new Data('late'), new StreamEnd])).replaceData(data => data)`,
    client: ['a'],
  },
  { received: { '0.50': '', else: 'alate' }, ended: { '0.50': 'refused', else: 'end' } },
)
row(
  'insert does not start without an event',
  { script: `${listen}.insert(() => new Timeout(0.05).wait().then(() => new StreamEnd))` },
  { ended: { '0.50': 'refused', else: 'open' } },
)
row(
  'insert starts at an empty piece',
  {
    script: `${listen}.onStart(() => new Data).insert(() => new Timeout(0.05).wait().then(() => new StreamEnd('ReadTimeout'))).replaceStreamEnd(end => [new Data(end.error), end])`,
  },
  { received: { '0.50': '', else: 'ReadTimeout' }, ended: { '0.50': 'refused', else: 'end' } },
)
row(
  'insert takes no promise too',
  { script: `${listen}.insert(() => new Data('first')).replaceData(data => data)`, client: ['a'] },
  { received: { '0.50': '', else: 'firsta' }, ended: { '0.50': 'refused', else: 'open' } },
)
row(
  'what a promise of insert gives sees the variables of its client',
  {
    script: `${listen}.replaceData(data => (_n = 7, data)).insert(() => new Timeout(0.1).wait().then(() => new Data(\`\${_n}\`)))`,
    client: ['a', { waitFor: 'a7' }],
  },
  { received: { '0.50': '', else: 'a7' }, ended: { '0.50': 'refused', else: 'open' } },
)

run()
