/**
 * The requests that are known by heart. The kubelet sends the same bytes for a
 * probe each time: what they decide is decided once.
 *
 * A request is learnt when its probe was asked for by the same bytes twice in a
 * row, so that a client which sends ever new heads fills nothing; and where
 * more are learnt than the probes can need, all is forgotten and learnt anew.
 */
import { emptyMemory, keep, type Memory } from '../../memory.ts'
import type { Decision } from '../decision.ts'
import type { Served } from '../served.ts'

/** What a listener has learnt. */
export interface Known {
  /** By the request's text. */
  readonly decisions: Memory<Decision>
  /** By a route's place in the config, the request that asked for it last. */
  readonly last: { [place: string]: string }
}

/** Nothing is known yet. */
export const nothingKnown = (): Known => ({ decisions: emptyMemory(), last: {} })

/** By IPv4 and IPv6, before and after the kubelet's own upgrade. */
const REQUESTS_A_ROUTE = 4

/** Notes what a request's text has decided; a refusal is never learnt. */
export function learn({ listener, known }: Served, text: string, decision: Decision): void {
  const place = decision.route?.place
  if (place === undefined) return
  if (known.last[place] !== text) {
    known.last[place] = text
    return
  }
  keep(known.decisions, REQUESTS_A_ROUTE * listener.routes.length, text, decision)
}
