/** connectTLS: when it begins, and what a server may do to it. */
import { clean, showsEnd } from './pieces.ts'
import { play } from './stage.ts'

const tls = ".connectTLS({}).to($=>$.connect(() => '127.0.0.1:{app}', { readTimeout: 2 }))"
const connects = `${tls}${showsEnd}`

play('connectTLS', {
  'connectTLS speaks to a server whose certificate nobody knows': [
    {
      filters: connects,
      client: ['ping'],
      secure: socket => socket.on('data', bytes => socket.end(`<${bytes}>`)),
    },
    { received: clean('<ping>'), ended: 'end' },
  ],
  'a server that speaks no TLS ends the stream': [
    { filters: connects, client: ['ping'], app: socket => socket.end('no TLS') },
    { received: { '0.50': '<Unauthorized>', else: '<undefined>' }, ended: 'end' },
  ],
  'TLS to a closed port: ConnectionRefused': [
    {
      filters: `.connectTLS({}).to($=>$.connect('127.0.0.1:{closed}'))${showsEnd}`,
      client: ['ping'],
    },
    { received: '<ConnectionRefused>', ended: 'end' },
  ],
  'a silent TLS server: ReadTimeout': [
    { filters: connects, client: ['ping'], secure: () => {} },
    { received: '<ReadTimeout>', ended: 'end' },
  ],
  'an end before any piece begins no TLS, and nothing comes back': [
    { filters: connects, client: ['END'], secure: () => {} },
    { ended: 'open', app: '' },
  ],
  'an empty piece begins TLS': [
    { filters: `.onStart(() => new Data)${tls}`, secure: socket => socket.end('hi') },
    { received: 'hi', ended: 'end' },
  ],
  'connectTLS wants to()': [
    { filters: '.connectTLS({}).replaceData(data => data)' },
    { ended: 'refused', log: 'missing .to(...)' },
  ],
})
