/** Listeners: whom they serve, and how a client and its pipeline end. */
import { gives } from './pieces.ts'
import { play } from './stage.ts'

const onBothFamilies =
  "pipy({}).listen('[::]:{port}')" + gives('`${__inbound.remoteAddress} ${__inbound.localAddress}`')
const withTimeout = "pipy({}).listen('0.0.0.0:{port}', { idleTimeout: 1 })"
const logsEnd = ".handleStreamEnd(end => console.log('ended by', end.error))"

play('listeners', {
  'what comes out of the last filter goes to the client': [
    { client: ['ab', 'END'] },
    { received: 'ab', ended: 'end' },
  ],
  'a client that only ends its side is ended': [{ client: ['END'] }, { ended: 'end' }],
  'a listener serves both families': [
    { script: onBothFamilies, client: ['x'] },
    { received: '::ffff:127.0.0.1 ::ffff:127.0.0.1', ended: 'open' },
  ],
  'an IPv6 client has its own address': [
    { script: onBothFamilies, client: ['x'], address: '::1' },
    { received: '::1 ::1', ended: 'open' },
  ],
  'an idle client is cut': [
    { script: `${withTimeout}.replaceData(data => data)`, client: ['x'] },
    { received: 'x', ended: 'end' },
  ],
  'and its pipeline is told so': [
    { script: `${withTimeout}${logsEnd}` },
    { ended: { '0.50': 'open', else: 'end' }, log: { '0.50': '', else: 'ended by IdleTimeout' } },
  ],
  'a silent client is cut too': [
    { script: withTimeout },
    { ended: { '0.50': 'open', else: 'end' } },
  ],
  'a client that resets ends its pipeline with ConnectionReset': [
    { filters: logsEnd, client: ['x', { waitFor: 'x' }, 'RESET'] },
    { received: 'x', ended: 'reset', log: 'ended by ConnectionReset' },
  ],
  'a script that is used listens itself, whether or not it has the pipeline': [
    {
      script: "pipy({}).pipeline('x').use(['x.js'], 'x')",
      files: { 'x.js': `pipy({}).listen('0.0.0.0:{port}')${gives("'used'")}` },
      client: ['a'],
    },
    { received: 'used', ended: 'open' },
  ],
  'a listener by a branch of values': [
    {
      script: `pipy({})
        .branch(false, $=>$.listen('0.0.0.0:{port}'))
        .branch(true, $=>$.listen('0.0.0.0:{port}')${gives("'chosen'")})`,
      client: ['a'],
    },
    { received: { '0.50': '', else: 'chosen' }, ended: { '0.50': 'refused', else: 'open' } },
  ],
  'port 0 is no listener, and later no port at all': [
    { script: `pipy({}).listen(0)${gives("'0'")}.listen('0.0.0.0:{port}')`, client: ['a'] },
    { received: { '0.50': 'a', else: '' }, ended: { '0.50': 'open', else: 'refused' } },
  ],
})
