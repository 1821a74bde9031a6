/**
 * An answer whose head is not the usual one: in pieces, with interim heads, a
 * redirect, no HTTP at all. It is held until its head is whole.
 */
import { isHook } from '../../hooks.ts'
import { endOfHead, hasNul, takeHead } from '../../http/head.ts'
import { signedLocation } from '../../http/redirect.ts'
import {
  closing,
  editHead,
  isInterim,
  locationOf,
  startsLikeHttp,
  statusOf,
} from '../../http/response.ts'
import { firstHop, type Decision } from '../decision.ts'
import { outcomeOf, record } from '../outcome.ts'
import { learnLine } from '../usual/lines.ts'

/** An answer's head longer than this many bytes is passed on as it is. */
const LONGEST_HEAD = 65536
/** As many interim heads as Go's client reads. */
const MOST_INTERIM_HEADS = 5

/** Holds the app's bytes until its head is whole; gives what goes on. */
export function relayExactly(data: Data): PipyOutput {
  // Pipy's TLS begins with an empty piece: it is no beginning of a head.
  if (data.size === 0) return undefined
  const received = _held ?? new Data()
  received.push(data)
  _held = received
  const events = _decision ? relayHead(_decision, received) : []
  return events.length > 0 ? events : undefined
}

const relayHead = (decision: Decision, received: Data): Data[] => {
  const text = received.toString()
  if (!startsLikeHttp(received, text)) return release(decision, 0)
  const end = text === undefined ? -1 : endOfHead(text)
  const headText = text !== undefined && end >= 0 ? text.substring(0, end) : undefined
  const head =
    headText === undefined ? headOfBytes(received, text) : received.shift(new Data(headText).size)
  if (!head) return received.size > LONGEST_HEAD ? release(decision, statusOf(text ?? '')) : []
  const status = statusOf(headText ?? head.toString() ?? '')
  if (isInterim(status) && _interimHeads < MOST_INTERIM_HEADS) {
    _interimHeads = _interimHeads + 1
    return [head].concat(relayHead(decision, received))
  }
  return [edited(decision, head, status)].concat(release(decision, status))
}

/** A body may be no text, and the head before it one all the same. */
const headOfBytes = (received: Data, text: string | undefined): Data | undefined =>
  text === undefined ? takeHead(received) : undefined

/** A head that is no text goes on as it is. */
const edited = (decision: Decision, head: Data, status: number): Data => {
  const text = head.toString()
  const { route, followed, host } = decision
  if (text === undefined || hasNul(text) || !route) return head
  learnLine(text)
  const hop = followed ?? firstHop(route, host, __inbound.localAddress)
  const location = signedLocation(route, hop, locationOf(status, text))
  // A redirect that the kubelet follows is no outcome yet.
  _answered = location !== ''
  const kept = editHead(text, Date.now() - _started, location)
  // A hook's client would keep the connection for its next request.
  return new Data(isHook(route.kind) ? closing(kept) : kept)
}

/** Everything held goes on, and from now on all that comes. */
export function release(decision: Decision, status: number): Data[] {
  if (!_answered) record(decision, outcomeOf(status))
  _answered = true
  return _held && _held.size > 0 ? [_held] : []
}
