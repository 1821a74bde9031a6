/** A client of the webhook: its connection lasts, and its requests come one after the other. */
import type { Answer } from '../http/answer.ts'
import { answered } from './response.ts'
import { takeRequest, type KnownHeads, type Request } from './request.ts'
import type { Review } from './review.ts'

/** What a connection's filters know; each changes what is its own. */
export interface Client {
  /** Bytes that no request has taken yet. */
  received: Data
  /** The request that comes in; undefined between two. */
  request: Request | undefined
  /** Its body, once it is whole. */
  body: Data | undefined
  /** What was made of the body. */
  review: Review | undefined
  /** Why the request is not even read to its end. */
  refusal: Answer | undefined
  /** Set once the certificate has been looked at for it. */
  isGreeted: boolean
  /** Set when nothing more is read. */
  isClosing: boolean
  /** Runs while a request is under way. */
  clock: Timeout | undefined
  /**
   * Puts events in the connection's end: in what is said in
   * TLS, and where nothing is yet, below it.
   */
  end: ((events: PipyOutput) => void) | undefined
}

export const newClient = (): Client => ({
  received: new Data(),
  request: undefined,
  body: undefined,
  review: undefined,
  refusal: undefined,
  isGreeted: false,
  isClosing: false,
  clock: undefined,
  end: undefined,
})

/**
 * What a client has from its connection to the end of its first
 * request, and for each later one, in seconds.
 */
const PATIENCE = 10

/**
 * Takes what the client says; gives an event for the filters
 * behind once there is something to answer.
 */
export function receive(client: Client, data: Data, known: KnownHeads): PipyOutput {
  if (client.isClosing) return undefined
  client.received.push(data)
  // Nothing yet: the end of the handshake.
  if (client.received.size === 0 && !client.request) return data
  if (!client.request) {
    const request = takeRequest(client.received, known)
    if (request && 'status' in request) client.refusal = request
    else client.request = request
  }
  const { request, refusal } = client
  const isWhole = request && client.received.size >= request.length
  if (!isWhole && !refusal) return wait(client)
  rest(client)
  client.body = request && client.received.shift(request.length)
  // Pipy 0.50 takes no notice of an empty one.
  return new Data('.')
}

/** Makes ready for the next request; gives whether there is to be one. */
export function finish(client: Client): boolean {
  const { request, refusal } = client
  // Go's client does not send a request before the last one's answer.
  client.isClosing = refusal !== undefined || request?.isLast === true || client.received.size > 0
  client.request = undefined
  client.body = undefined
  client.review = undefined
  if (client.isClosing) client.received = new Data()
  return !client.isClosing
}

/** Starts the clock; Pipy 0.50 has none, and the listener's own time-out has to do. */
export function wait(client: Client): undefined {
  if (client.clock || !client.end) return undefined
  const clock = new Timeout(PATIENCE)
  client.clock = clock
  void clock.wait().then(
    () => (client.clock === clock ? letGo(client) : undefined),
    () => undefined,
  )
  return undefined
}

const letGo = (client: Client): undefined => {
  client.isClosing = true
  client.received = new Data()
  const text = `the request was not whole in ${PATIENCE} s`
  if (client.end) client.end([answered({ status: 408, text }, true), new StreamEnd()])
  return undefined
}

const rest = (client: Client): void => {
  if (client.clock) client.clock.cancel()
  client.clock = undefined
}
