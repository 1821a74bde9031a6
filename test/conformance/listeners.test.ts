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
})
