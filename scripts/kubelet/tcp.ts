import { connect } from 'node:net'
import type { Verdict } from './verdict.ts'

/** The kubelet's tcpSocket probe: connects and closes at once. `timeout` in milliseconds. */
export function probeTcp(host: string, port: number, timeout: number): Promise<Verdict> {
  const started = Date.now()
  return new Promise(resolve => {
    const socket = connect({ host, port })
    const give = (result: Verdict['result'], message: string) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ result, message, status: 0, duration: Date.now() - started })
    }
    const fail = (why: string) => give('failure', `dial tcp ${host}:${port}: ${why}`)
    const timer = setTimeout(fail, timeout, 'i/o timeout')
    socket.on('connect', () => give('success', ''))
    socket.on('error', ({ code, message }: NodeJS.ErrnoException) =>
      fail(code === 'ECONNREFUSED' ? 'connect: connection refused' : message),
    )
  })
}
