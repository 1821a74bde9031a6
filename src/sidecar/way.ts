/** The ways in which a listener's probes are served, the usual ones first. */
import type { Route } from '../config/types.ts'

/** How the sidecar asks an app; what differs here is fixed when a pipeline is made. */
export interface Way {
  /** A TCP check connects and closes. */
  readonly scheme: 'HTTP' | 'TCP' | 'HTTPS'
  /** The probe's `timeoutSeconds`. */
  readonly timeout: number
}

/** The ways that routes ask for. A redirect may lead any HTTP probe to HTTPS. */
export const waysOf = (routes: readonly Route[]): Way[] => {
  const wanted = routes.flatMap(({ original, timeout }): Way[] => {
    if (original.scheme === 'TCP') return [{ scheme: 'TCP', timeout }]
    return [{ scheme: 'HTTP', timeout }, { scheme: 'HTTPS', timeout }]
  })
  const once = wanted.filter((way, index) => wayOf(wanted, way) === index)
  return SCHEMES.flatMap(scheme => once.filter(way => way.scheme === scheme))
}

const SCHEMES: readonly Way['scheme'][] = ['HTTP', 'TCP', 'HTTPS']

/** The number of a way among others, -1 where it is none of them. */
export const wayOf = (ways: readonly Way[], { scheme, timeout }: Way): number =>
  ways.findIndex(way => way.scheme === scheme && way.timeout === timeout)
