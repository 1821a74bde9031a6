/** The client of a scene. */
import { connect } from 'node:net'
import type { Step } from './scene.ts'

/** What a client received, as Latin-1, and how its connection ended. */
export interface Talk {
  readonly received: string
  readonly ended: 'end' | 'reset' | 'open' | 'refused'
}

/** Takes the steps in turn; a connection that is silent for `limit` milliseconds is `open`. */
export function talk(
  address: { readonly host: string; readonly port: number },
  steps: readonly Step[],
  limit: number,
): Promise<Talk> {
  return new Promise(resolve => {
    let received = ''
    let left = steps
    let timer: NodeJS.Timeout | undefined
    const socket = connect({ ...address, allowHalfOpen: true }).setEncoding('latin1')
    const done = (ended: Talk['ended']) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ received, ended })
    }
    const goOn = () => {
      clearTimeout(timer)
      timer = setTimeout(done, limit, 'open')
      for (let step = left[0]; step !== undefined; step = left[0]) {
        if (typeof step === 'object' && !received.includes(step.waitFor)) return
        if (step === 'RESET') {
          socket.resetAndDestroy()
          return done('reset')
        }
        if (step === 'END') socket.end()
        else if (typeof step === 'string') socket.write(step, 'latin1')
        left = left.slice(1)
      }
    }
    socket.on('connect', goOn)
    socket.on('data', (piece: string) => {
      received += piece
      goOn()
    })
    socket.on('end', () => done('end'))
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      done(code === 'ECONNREFUSED' ? 'refused' : 'reset'),
    )
  })
}
