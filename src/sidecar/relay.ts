/** The app's answer on its way to the kubelet, and what is said when there is none. */
import { LONGEST_HEAD, takeHead, textOf } from '../http/head.ts'
import { signedLocation } from '../http/redirect.ts'
import { editHead, isInterim, locationOf, startsLikeHttp, statusOf } from '../http/response.ts'
import { encodeAnswer } from '../http/answer.ts'
import { fail, wordsOf, type Exchange } from './exchange.ts'
import { describe, outcomeOf, record } from './outcome.ts'

/** As many interim heads as Go's client reads. */
const MOST_INTERIM_HEADS = 5

/** Passes the app's bytes on; its head is held until it is complete, and edited. */
export const relay = (exchange: Exchange, data: Data): Data | Data[] | undefined => {
  if (exchange.answered) return data
  exchange.response.push(data)
  const events = relayHead(exchange)
  return events.length > 0 ? events : undefined
}

const relayHead = (exchange: Exchange): Data[] => {
  const { response } = exchange
  if (!startsLikeHttp(response)) return release(exchange, 0)
  const head = takeHead(response)
  if (!head) return response.size > LONGEST_HEAD ? release(exchange, statusOf(response)) : []
  const status = statusOf(head)
  if (isInterim(status) && exchange.interimHeads < MOST_INTERIM_HEADS) {
    exchange.interimHeads = exchange.interimHeads + 1
    return [head, ...relayHead(exchange)]
  }
  return [edited(exchange, head, status), ...release(exchange, status)]
}

/** A head that is no text goes on as it is. */
const edited = (exchange: Exchange, head: Data, status: number): Data => {
  const text = textOf(head)
  const { route, hop } = exchange
  if (text === undefined || !route || !hop) return head
  const location = signedLocation(route, hop, locationOf(status, text))
  // A redirect that the kubelet follows is no outcome yet.
  exchange.answered = location !== ''
  return new Data(editHead(text, Date.now() - exchange.started, location))
}

/** Everything held goes on, and from now on all that comes. */
const release = (exchange: Exchange, status: number): Data[] => {
  if (exchange.route && !exchange.answered) record(exchange.route, wordsOf(exchange), outcomeOf(status))
  exchange.answered = true
  return exchange.response.size > 0 ? [exchange.response] : []
}

/** The end of the app's stream: where no byte came, an answer that says why. */
export const finish = (exchange: Exchange, end: StreamEnd): (Data | StreamEnd)[] => {
  if (exchange.answered) return [end]
  if (exchange.response.size > 0 || exchange.interimHeads > 0) return [...release(exchange, 0), end]
  const { status, reason } = failureOf(end.error)
  exchange.answered = true
  return [fail(exchange, status, reason), new StreamEnd()]
}

/** The end of a TCP check: the connection stood unless it could not be made. */
export const concludeCheck = (exchange: Exchange, end: StreamEnd): PipyOutput => {
  if (exchange.answered) return undefined
  const error = end.error
  const stood = !error || error === 'ReadTimeout' || error === 'ConnectionReset'
  return stood ? connected(exchange) : finish(exchange, end)
}

/** Answers a TCP check with success, once. */
export const connected = (exchange: Exchange): PipyOutput => {
  const { route } = exchange
  if (exchange.answered || !route) return undefined
  exchange.answered = true
  record(route, wordsOf(exchange), { success: true, reason: 'connected' })
  return [encodeAnswer({ status: 200, text: `${describe(route)}: ${wordsOf(exchange)} accepts connections` }), new StreamEnd()]
}

const failureOf = (error: string | undefined): { status: number; reason: string } => {
  if (error === 'ConnectionRefused') return { status: 503, reason: 'connection refused' }
  if (error === 'ConnectionTimeout') return { status: 504, reason: 'no connection in time' }
  if (error === 'ReadTimeout' || error === 'IdleTimeout') return { status: 504, reason: 'no answer in time' }
  return { status: 502, reason: error ? `closed before an answer (${error})` : 'closed before an answer' }
}
