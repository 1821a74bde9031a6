/**
 * A request that is not known by heart: held until its head is whole, read strictly, and decided.
 */
import { beginsTls, endOfHead, hasNul } from '../../http/head.ts'
import { decide, LET_GO, refuse, type Decision } from '../decision.ts'
import type { Served } from '../served.ts'
import { learn } from '../usual/known.ts'

const LONGEST_REQUEST = 16384
/**
 * A client that has not finished its head when it sends more after so many milliseconds is let go.
 */
const SLOWEST_REQUEST = 2000

/** Takes the client's bytes until they decide; nothing while the head is not whole. */
export function receiveExactly(served: Served, data: Data): PipyOutput {
  if (_started === 0) _started = Date.now()
  const received = _held ?? new Data()
  received.push(data)
  _held = received
  _decision = undefined
  const decision = decisionFor(served, received)
  if (!decision) return Date.now() - _started > SLOWEST_REQUEST ? new StreamEnd() : undefined
  _decision = decision
  _held = undefined
  return decision.events
}

const decisionFor = (served: Served, received: Data): Decision | undefined => {
  if (received.size > LONGEST_REQUEST)
    return refuse({ status: 431, text: 'the head is too long for a probe' })
  const text = received.toString()
  if (beginsTls(received, text)) return LET_GO
  if (text === undefined) return refuse({ status: 400, text: 'the head is no UTF-8' })
  if (hasNul(text)) return refuse({ status: 400, text: 'the head is malformed' })
  const end = endOfHead(text)
  if (end < 0) return undefined
  if (end < text.length) return refuse({ status: 413, text: 'a probe has no body' })
  const decision = decide(served, text)
  learn(served, text, decision)
  return decision
}
