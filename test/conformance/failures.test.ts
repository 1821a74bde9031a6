/** Connections that fail: what ends them, and with which error. */
import { clean, showsEnd } from './pieces.ts'
import { play } from './stage.ts'

/** A connect with options, and its end. */
const connects = (options?: string) =>
  `.connect('127.0.0.1:{app}'${options === undefined ? '' : `, ${options}`})${showsEnd}`

play('failures', {
  // The server ends it.
  'a port where nobody listens: ConnectionRefused': [
    { filters: `.connect('127.0.0.1:{closed}')${showsEnd}`, client: ['a'] },
    { received: '<ConnectionRefused>', ended: 'end' },
  ],
  'a server that closes without a byte ends the stream clean': [
    { filters: connects(), client: ['a'], app: socket => socket.end() },
    { received: clean(), ended: 'end', app: 'connected a end' },
  ],
  'a server that resets: ConnectionReset': [
    {
      filters: connects(),
      client: ['a'],
      app: socket => socket.on('data', () => socket.resetAndDestroy()),
    },
    { received: '<ConnectionReset>', ended: 'end', app: 'connected a' },
  ],
  'a reset after data comes after the data': [
    {
      filters: connects(),
      client: ['a', { waitFor: 'hi' }, 'b'],
      app: socket =>
        socket.on('data', bytes =>
          `${bytes}` === 'a' ? socket.write('hi') : socket.resetAndDestroy(),
        ),
    },
    { received: 'hi<ConnectionReset>', ended: 'end', app: 'connected a b' },
  ],

  // A time-out does.
  'a silent server: ReadTimeout': [
    { filters: connects('{ readTimeout: 1 }'), client: ['a'] },
    { received: '<ReadTimeout>', ended: 'end', app: 'connected a end' },
  ],
  'a time-out may be a fraction': [
    { filters: connects('{ readTimeout: 0.5 }'), client: ['a'] },
    { received: '<ReadTimeout>', ended: 'end', app: 'connected a end' },
  ],
  'a quiet connection: IdleTimeout': [
    { filters: connects('{ idleTimeout: 1 }'), client: ['a'] },
    { received: '<IdleTimeout>', ended: 'end', app: 'connected a end' },
  ],
  'both at once: IdleTimeout, but ReadTimeout in 0.50': [
    { filters: connects('{ idleTimeout: 1, readTimeout: 1 }'), client: ['a'] },
    {
      received: { '0.50': '<ReadTimeout>', else: '<IdleTimeout>' },
      ended: 'end',
      app: 'connected a end',
    },
  ],
  'a read time-out goes on after data': [
    {
      filters: connects('{ readTimeout: 1 }'),
      client: ['a'],
      app: socket => socket.write('hi'),
    },
    { received: 'hi<ReadTimeout>', ended: 'end', app: 'connected a end' },
  ],
  'a read time-out is there while the client sends': [
    { filters: connects('{ readTimeout: 1 }'), client: ['a', 'END'] },
    { received: '<ReadTimeout>', ended: 'end', app: 'connected a end' },
  ],
  'several connects of a script have their own options': [
    {
      filters: `.branch(
        () => false, $=>$.connect('127.0.0.1:{app}', { readTimeout: 9 }),
        $=>$.connect('127.0.0.1:{app}', { readTimeout: 1 }))${showsEnd}`,
      client: ['a'],
    },
    { received: '<ReadTimeout>', ended: 'end', app: 'connected a end' },
  ],
})
