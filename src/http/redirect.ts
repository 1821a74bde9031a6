/**
 * Redirects that the kubelet follows itself: the Location of a redirect on the
 * same host becomes a path of the probe's own port that only this process can
 * have made. It carries the next hop, signed, so that no client can name one;
 * counting hops and stopping stays with the kubelet.
 */
import { nextHop, staysOnHost, type Hop } from './hop.ts'

/** Where the kubelet asks for the probe. */
export interface Asked {
  readonly port: number
  readonly path: string
}

/**
 * The Location that leads the kubelet back to us; `''` where
 * it would not follow, or follow elsewhere.
 */
export function signedLocation(asked: Asked, hop: Hop, location: string): string {
  const next = location === '' ? undefined : nextHop(hop, location)
  const key = processKey()
  if (!next || key === '' || !staysOnHost(hop, next)) return ''
  const payload = new Data(JSON.stringify(next)).toString('hex')
  return `${asked.path}/~${sign(key, asked, payload)}.${payload}`
}

/** The hop that a path of ours carries; undefined for any that we did not make. */
export function verifiedHop(asked: Asked, target: string): Hop | undefined {
  const prefix = `${asked.path}/~`
  const parts = target.substring(prefix.length).split('.')
  const [signature, payload] = parts
  const key = target.startsWith(prefix) ? processKey() : ''
  if (key === '' || signature === undefined || payload === undefined || parts.length !== 2)
    return undefined
  if (signature !== sign(key, asked, payload)) return undefined
  return JSON.parse(new Data(payload, 'hex').toString() ?? '') as Hop
}

const sign = (key: string, asked: Asked, payload: string): string => {
  const hmac = new crypto.Hmac('sha256', key)
  hmac.update(`${asked.port} ${asked.path} ${payload}`)
  return hmac.digest('hex')
}

const hexOfFile = (path: string): string => {
  const data = os.readFile(path)
  return data ? data.toString('hex') : ''
}

let knownKey: string | undefined

/**
 * A key that every worker of this process has, also after a reload, and nobody
 * outside it can know: the addresses the kernel drew for it. `''` where there
 * is no `/proc`; redirects then go to the kubelet as they are.
 */
const processKey = (): string => {
  const known = knownKey ?? hexOfFile('/proc/self/auxv')
  knownKey = known
  return known
}
