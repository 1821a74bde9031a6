/** What goes wrong with the application. */
import type { Socket } from 'node:net'
import { answering, ok, type Behaviour } from '../../e2e/app.ts'
import { CUT_SHORT, fine, rowsOf } from './row.ts'

const after =
  (milliseconds: number, behave: (socket: Socket) => unknown): Behaviour =>
  socket =>
    void setTimeout(behave, milliseconds, socket)
const answer = (socket: Socket) => socket.end(ok())

export const faults = rowsOf('faults', {
  'nothing listens': 'none',
  'closes at once': socket => void socket.end(),
  'resets at once': socket => void socket.resetAndDestroy(),
  garbage: answering('garbage\r\n\r\n'),
  'half a head': answering('HTTP/1.1 200 OK\r\nContent-'),
  'never answers': () => {},
  'just in time': after(600, answer),
  'just too late': after(1400, answer),
  'a body that never ends': socket => void socket.write(CUT_SHORT),
  'ignores Connection: close': socket => void socket.write(ok()),
  'closes idle connections': {
    times: 6,
    app: socket => void (socket.write(ok()), setTimeout(() => socket.destroy(), 5)),
  },
  'answers once in two': {
    times: 4,
    app: (socket, _head, connection) =>
      void (connection % 2 === 1 ? socket.end(ok()) : socket.end()),
  },
  'never answers the first, then does (A3)': {
    times: 4,
    app: (socket, _head, connection) => void (connection > 1 && socket.end(ok())),
  },
  'TLS where HTTP is asked for': { tls: ['http/1.1'], app: fine },
  'resets in a body that only the end would close': {
    app: socket =>
      void socket.write('HTTP/1.1 200 OK\r\n\r\nx', () =>
        setTimeout(() => socket.resetAndDestroy(), 50),
      ),
    forced: 'Pipy ends a stream with FIN where the application sent RST',
  },
})
