/** Clients of a probe's port: the kubelet, and whoever else sends bytes to it. */
import { connect } from 'node:net'
import { probeHttp } from '../../scripts/kubelet/http.ts'
import type { Verdict } from '../../scripts/kubelet/verdict.ts'
import type { Entry } from '../../src/config/types.ts'

/** Probes an entry as the kubelet does. */
export function probe(
  { httpGet, timeoutSeconds = 1 }: Entry,
  podIP = '127.0.0.1',
): Promise<Verdict> {
  if (!httpGet) throw new Error('the entry has no httpGet')
  const target = { ...httpGet, host: podIP, port: Number(httpGet.port) }
  return probeHttp(target, timeoutSeconds * 1000)
}

/** The kubelet's probe of the app itself, as the user wrote it. */
export function probeDirectly(
  { httpGet, original, timeoutSeconds = 1 }: Entry,
  podIP = '127.0.0.1',
): Promise<Verdict> {
  const { scheme = 'HTTP', port = 0, path = '/' } = original ?? {}
  return probeHttp({ ...httpGet, scheme, path, host: podIP, port }, timeoutSeconds * 1000)
}

/** Sends bytes to a port, and its end where it is to, and gives what comes back until the end. */
export const exchange = (
  port: number,
  bytes: string | Buffer,
  address = '127.0.0.1',
  ends = false,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, allowHalfOpen: true })
    let received = ''
    socket.setEncoding('latin1').on('data', (text: string) => void (received += text))
    socket.on('end', () => {
      socket.destroy()
      resolve(received)
    })
    socket.on('error', error => (received === '' ? reject(error) : resolve(received)))
    socket.on('connect', () => {
      if (bytes.length > 0) socket.write(bytes)
      if (ends) socket.end()
    })
  })

/** A request's head of these lines. */
export const head = (...lines: string[]): string => [...lines, '', ''].join('\r\n')

/** A GET as the kubelet writes it. */
export const get = (target: string, ...fields: string[]): string =>
  head(
    `GET ${target} HTTP/1.1`,
    'Host: 127.0.0.1',
    'User-Agent: kube-probe/1.32',
    'Accept: */*',
    'Connection: close',
    ...fields,
  )

/** The status of a response's head; 0 where there is none. */
export const statusOf = (response: string): number => Number(response.slice(9, 12))

/** Sends bytes to a port, and gives the status of what comes back. */
export const ask = async (port: number, bytes: string | Buffer): Promise<number> =>
  statusOf(await exchange(port, bytes))
