import { connect } from 'node:net'
import type { Verdict } from './verdict.ts'

/** Connects and closes at once, as the kubelet's tcpSocket probe does. Time in milliseconds. */
export function probeTcp(host: string, port: number, timeout: number): Promise<Verdict> {
  const started = Date.now()
  return new Promise(resolve => {
    const socket = connect({ host, port })
    const end = (result: Verdict['result'], message: string) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ result, message, status: 0, duration: Date.now() - started })
    }
    const timer = setTimeout(() => end('failure', `dial tcp ${host}:${port}: i/o timeout`), timeout)
    socket.on('connect', () => end('success', ''))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(
        'failure',
        `dial tcp ${host}:${port}: ${error.code === 'ECONNREFUSED' ? 'connect: connection refused' : error.message}`,
      ),
    )
  })
}
