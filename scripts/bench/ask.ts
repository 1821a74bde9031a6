/** One probe as the kubelet makes it, on a new connection. */
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** Header fields in their order. */
export type Fields = readonly (readonly [name: string, value: string])[]

/** What a probe sends besides Host, and its own headers behind it. */
export const PROBE_FIELDS: Fields = [
  ['User-Agent', 'kube-probe/1.32'],
  ['Accept', '*/*'],
  ['Connection', 'close'],
]
/** In milliseconds. */
export const PATIENCE = 5000

/** Gives the whole answer, empty where none came in `timeout` milliseconds. */
export function ask(address: string, fields: Fields = [], timeout = PATIENCE): Promise<string> {
  return new Promise(resolve => {
    const { hostname, port, host, pathname, protocol } = new URL(address)
    const target = { host: hostname, port: Number(port) }
    const socket: Socket =
      protocol === 'https:'
        ? connectTls({ ...target, rejectUnauthorized: false })
        : connectTcp(target)
    let answer = ''
    socket.setTimeout(timeout, () => socket.destroy()).setEncoding('latin1')
    socket
      .on('data', (text: string) => void (answer += text))
      .on('error', () => {})
      .on('close', () => resolve(answer))
    const lines = [...PROBE_FIELDS, ...fields].map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n${lines.join('')}\r\n`)
  })
}

/** 0 where there was no answer. */
export const statusOf = (answer: string): number =>
  Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
