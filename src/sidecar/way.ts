/** The ways in which a listener's probes are served, the usual ones first. */
import type { Route } from '../config/types.ts'
import { isHook } from '../hooks.ts'
import { sourceFor, type Addresses } from './address.ts'

/** How the sidecar asks an app; what differs here is fixed when a pipeline is made. */
export interface Way {
  /** A TCP check connects and closes; of gRPC the answer is read, and never goes on. */
  readonly scheme: 'HTTP' | 'TCP' | 'GRPC' | 'HTTPS'
  /** The probe's `timeoutSeconds`. */
  readonly timeout: number
  /** What the connection is bound to; `''` for nothing. */
  readonly source: string
  /** A lifecycle hook's client is told to close the connection. */
  readonly isHook: boolean
}

/**
 * Whether a listener itself speaks HTTP with the kubelet for a route; TLS goes to the app unread.
 */
export const isHttp = (route: Route): boolean => route.scheme === 'HTTP'

/** The ways that the routes in HTTP ask for. A redirect may lead any of them to HTTPS. */
export function waysOf(routes: readonly Route[], addresses: Addresses): Way[] {
  const wanted = routes.filter(isHttp).flatMap(({ kind, original, timeout, target }): Way[] => {
    const fixed = { timeout, source: sourceFor(addresses[target]), isHook: isHook(kind) }
    if (original.scheme === 'TCP' || original.scheme === 'GRPC')
      return [{ scheme: original.scheme, ...fixed }]
    return [
      { scheme: 'HTTP', ...fixed },
      { scheme: 'HTTPS', ...fixed },
    ]
  })
  const once = wanted.filter((way, index) => wayOf(wanted, way) === index)
  return SCHEMES.flatMap(scheme => once.filter(way => way.scheme === scheme))
}

const SCHEMES: readonly Way['scheme'][] = ['HTTP', 'TCP', 'GRPC', 'HTTPS']

/** The number of a way among others, -1 where it is none of them. */
export const wayOf = (ways: readonly Way[], wanted: Way): number =>
  ways.findIndex(
    way =>
      way.scheme === wanted.scheme &&
      way.timeout === wanted.timeout &&
      way.source === wanted.source &&
      way.isHook === wanted.isHook,
  )
