/** One probe, from the kubelet's first byte to the app's last: the state that its pipelines share. */
import type { Listener, Route } from '../config/types.ts'
import { encodeAnswer, type Answer } from '../http/answer.ts'
import { takeHead, textOf } from '../http/head.ts'
import type { Hop } from '../http/hop.ts'
import { encodeRequest, parseRequest, valueOf, type RequestHead } from '../http/request.ts'
import { hostName, joinHostPort, portOfUrl } from '../http/url.ts'
import { describe, record } from './outcome.ts'
import { selectRoute } from './select.ts'

/** The state of one connection; its pipelines read and write it in turn. */
export interface Exchange {
  readonly listener: Listener
  /** The address the applications are reached at. */
  readonly address: string
  /** What the client sends, until its head is complete. */
  readonly request: Data
  /** What the app sends, until its head is complete. */
  readonly response: Data
  /** The pipeline that serves it: `read` until that is known. */
  next: 'read' | 'refuse' | 'forward' | 'check'
  refusal: Answer | undefined
  route: Route | undefined
  hop: Hop | undefined
  /** Set once the app's head has gone to the client. */
  answered: boolean
  interimHeads: number
  /** When the request went to the app, in milliseconds. */
  started: number
}

/** The state of a connection that has said nothing yet. */
export const openExchange = (listener: Listener, address: string): Exchange => ({
  listener,
  address,
  request: new Data(),
  response: new Data(),
  next: 'read',
  refusal: undefined,
  route: undefined,
  hop: undefined,
  answered: false,
  interimHeads: 0,
  started: 0,
})

const LONGEST_REQUEST = 16384

/** Takes the client's bytes; gives the app's request once, or an empty piece that makes a refusal go out. */
export const receive = (exchange: Exchange, data: Data, localAddress: string): Data | undefined => {
  // Nothing after the head ever goes on.
  if (exchange.next !== 'read') return undefined
  exchange.request.push(data)
  const head = takeHead(exchange.request)
  const size = exchange.request.size + (head?.size ?? 0)
  if (size > LONGEST_REQUEST) return refuse(exchange, { status: 431, text: 'the head is too long for a probe' })
  if (!head) return undefined
  if (exchange.request.size > 0) return refuse(exchange, { status: 413, text: 'a probe has no body' })
  const text = textOf(head)
  const request = text === undefined ? { status: 400, text: 'the head is no UTF-8' } : parseRequest(text)
  if ('status' in request) return refuse(exchange, request)
  return choose(exchange, request, localAddress)
}

const choose = (exchange: Exchange, request: RequestHead, localAddress: string): Data => {
  const selection = selectRoute(exchange.listener, request)
  if ('status' in selection) return refuse(exchange, selection)
  const { route, hop } = selection
  exchange.route = route
  exchange.started = Date.now()
  if (route.original.scheme === 'TCP') {
    exchange.next = 'check'
    return new Data()
  }
  if (route.requestTarget === '') return refuse(exchange, { status: 502, text: `no request can be made of path "${route.original.path}"` })
  exchange.next = 'forward'
  exchange.hop = hop ?? firstHop(route, valueOf(request.fields, 'host'), localAddress)
  return new Data(encodeRequest(request.fields, {
    target: exchange.hop.url.target,
    host: exchange.hop.host,
    ownHeaders: route.ownHeaders,
    referer: route.ownHeaders.includes('referer') ? undefined : exchange.hop.referer,
  }))
}

/** The hop that a probe begins with: the kubelet dials the Pod, and says so in Host unless the probe has its own. */
const firstHop = (route: Route, host: string, localAddress: string): Hop => {
  const own = route.ownHeaders.includes('host')
  const name = own ? localAddress.replaceAll('::ffff:', '') : hostName(host)
  const authority = joinHostPort(name, route.original.port)
  const scheme = route.original.scheme === 'HTTPS' ? 'https' : 'http'
  return { url: { scheme, authority, target: route.requestTarget }, host: own ? host : authority, referer: undefined }
}

const refuse = (exchange: Exchange, answer: Answer): Data => {
  exchange.next = 'refuse'
  exchange.refusal = answer
  return new Data()
}

/** The refusal's bytes. */
export const refusalOf = (exchange: Exchange): Data =>
  encodeAnswer(exchange.refusal ?? { status: 400, text: 'the request is malformed' })

/** `127.0.0.1:14001`: where the exchange's connection to the app goes. */
export const targetOf = (exchange: Exchange): string => {
  const port = exchange.hop ? portOfUrl(exchange.hop.url) : exchange.route?.original.port
  return joinHostPort(exchange.address, port ?? 0)
}

/** What the exchange asks of the app, in the words of a log line: `http://127.0.0.1:14001/liveness`. */
export const wordsOf = (exchange: Exchange): string => {
  const url = exchange.hop?.url
  return url ? `${url.scheme}://${targetOf(exchange)}${url.target}` : `tcp://${targetOf(exchange)}`
}

/** Notes that no answer came, and gives the sidecar's own. */
export const fail = (exchange: Exchange, status: number, reason: string): Data => {
  const route = exchange.route
  if (!route) return new Data()
  record(route, wordsOf(exchange), { success: false, reason })
  const asked = exchange.hop ? 'GET' : 'connect'
  return encodeAnswer({ status, text: `${describe(route)}: ${asked} ${wordsOf(exchange)}: ${reason}` })
}

/** Notes that the client went before the app answered. */
export const leave = (exchange: Exchange): void => {
  const route = exchange.route
  const waiting = (exchange.next === 'forward' || exchange.next === 'check') && !exchange.answered
  if (waiting && route) {
    record(route, wordsOf(exchange), { success: false, reason: `no answer in ${Date.now() - exchange.started} ms` })
  }
}
