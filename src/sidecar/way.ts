/** The ways in which a listener's probes are served, the usual ones first. */
import type { Route } from '../config/types.ts'
import { sourceFor, type Addresses } from './address.ts'

/** How the sidecar asks an app; what differs here is fixed when a pipeline is made. */
export interface Way {
  /** A TCP check connects and closes; of gRPC the answer is read, and never goes on. */
  readonly scheme: 'HTTP' | 'TCP' | 'GRPC' | 'HTTPS'
  /** The probe's `timeoutSeconds`. */
  readonly timeout: number
  /** What the connection is bound to; `''` for nothing. */
  readonly source: string
}

/**
 * Whether a listener itself speaks HTTP with the kubelet for a route; TLS goes to the app unread.
 */
export const isHttp = (route: Route): boolean => route.scheme === 'HTTP'

/** The ways that the routes in HTTP ask for. A redirect may lead any of them to HTTPS. */
export function waysOf(routes: readonly Route[], addresses: Addresses): Way[] {
  const wanted = routes.filter(isHttp).flatMap(({ original, timeout, target }): Way[] => {
    const source = sourceFor(addresses[target])
    if (original.scheme === 'TCP' || original.scheme === 'GRPC')
      return [{ scheme: original.scheme, timeout, source }]
    return [
      { scheme: 'HTTP', timeout, source },
      { scheme: 'HTTPS', timeout, source },
    ]
  })
  const once = wanted.filter((way, index) => wayOf(wanted, way) === index)
  return SCHEMES.flatMap(scheme => once.filter(way => way.scheme === scheme))
}

const SCHEMES: readonly Way['scheme'][] = ['HTTP', 'TCP', 'GRPC', 'HTTPS']

/** The number of a way among others, -1 where it is none of them. */
export const wayOf = (ways: readonly Way[], { scheme, timeout, source }: Way): number =>
  ways.findIndex(way => way.scheme === scheme && way.timeout === timeout && way.source === source)
