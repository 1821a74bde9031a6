/** What is to be done for a request: decided once from its text, and the same for the same text. */
import type { Route } from '../config/types.ts'
import { encodeCall } from '../grpc/request.ts'
import { encodeAnswer, type Answer } from '../http/answer.ts'
import { isHook } from '../hooks.ts'
import { isOriginalHeader } from '../kinds.ts'
import type { Hop } from '../http/hop.ts'
import { encodeRequest, parseRequest, valueOf, type RequestHead } from '../http/request.ts'
import { hostName, joinHostPort, portOfUrl } from '../http/url.ts'
import { sourceFor } from './address.ts'
import { watchOf, type Watched } from './outcome.ts'
import { selectRoute } from './select.ts'
import type { Served } from './served.ts'
import { wayOf } from './way.ts'

/** A probe of the app, or a refusal. */
export interface Decision extends Watched {
  /**
   * What the client's request becomes: the app's request, or the end that makes a refusal go out.
   */
  readonly events: PipyOutput
  /** The answer to a request that no probe declares; undefined for a probe. */
  readonly refusal: Data | undefined
  /** The number of the listener's way that serves it, -1 for a refusal. */
  readonly way: number
  /** `127.0.0.1:14001`: where the app listens. */
  readonly target: string
  /** Set where the kubelet follows a redirect. */
  readonly followed: Hop | undefined
  /** The client's Host. */
  readonly host: string
}

/** What a request's text decides. */
export function decide(served: Served, text: string): Decision {
  const request = parseRequest(text)
  if ('status' in request) return refuse(request)
  const selection = selectRoute(served.listener, request)
  if ('status' in selection) return refuse(selection)
  const { route, hop } = selection
  if (route.original.scheme === 'TCP') return check(served, route)
  if (route.original.scheme === 'GRPC') return call(served, route, request)
  if (route.requestTarget === '')
    return refuse({ status: 502, text: `no request can be made of path "${route.original.path}"` })
  return forward(served, route, request, hop)
}

/** Ends a stream; ours before anything is connected. */
export const END = new StreamEnd()

/** The end without a word, for a client that speaks no HTTP. */
export const LET_GO: Decision = {
  events: END,
  refusal: undefined,
  watch: undefined,
  route: undefined,
  way: -1,
  target: '',
  asked: '',
  followed: undefined,
  host: '',
}

/** A refusal's decision. */
export const refuse = (answer: Answer): Decision => ({ ...LET_GO, refusal: encodeAnswer(answer) })

/** Connects, and closes at once. */
const CONNECT_AND_CLOSE = [new Data(), END]

const check = ({ addresses, ways }: Served, route: Route): Decision => {
  const address = addresses[route.target]
  const target = joinHostPort(address, route.original.port)
  return {
    events: CONNECT_AND_CLOSE,
    refusal: undefined,
    watch: watchOf(route),
    route,
    way: wayOf(ways, {
      scheme: 'TCP',
      timeout: route.timeout,
      source: sourceFor(address),
      isHook: false,
    }),
    target,
    asked: `tcp://${target}`,
    followed: undefined,
    host: '',
  }
}

/** The kubelet would dial the Pod, and say so in the call's authority. */
const call = ({ addresses, ways }: Served, route: Route, { fields }: RequestHead): Decision => {
  const address = addresses[route.target]
  const { original, timeout } = route
  const service = original.service ?? ''
  const target = joinHostPort(address, original.port)
  const host = valueOf(fields, 'host')
  const authority = joinHostPort(hostName(host), original.port)
  const userAgent = valueOf(fields, 'user-agent')
  return {
    ...LET_GO,
    events: new Data(encodeCall({ authority, userAgent, service, timeout }), 'hex'),
    watch: watchOf(route),
    route,
    way: wayOf(ways, { scheme: 'GRPC', timeout, source: sourceFor(address), isHook: false }),
    target,
    asked: `grpc://${target}/${service}`,
  }
}

const forward = (
  { addresses, ways }: Served,
  route: Route,
  request: RequestHead,
  followed: Hop | undefined,
): Decision => {
  const host = valueOf(request.fields, 'host')
  const address = addresses[route.target]
  const hop = followed ?? firstHop(route, host, address)
  const target = joinHostPort(address, portOfUrl(hop.url))
  const events = new Data(
    encodeRequest(request.fields, {
      target: hop.url.target,
      host: hop.host,
      ownHeaders: route.ownHeaders.filter(name => !isOriginalHeader(name)),
      referer: route.ownHeaders.includes('referer') ? undefined : hop.referer,
      closes: !isHook(route.kind),
    }),
  )
  const way = wayOf(ways, {
    scheme: hop.url.scheme === 'https' ? 'HTTPS' : 'HTTP',
    timeout: route.timeout,
    source: sourceFor(address),
    isHook: isHook(route.kind),
  })
  return {
    events,
    refusal: undefined,
    watch: watchOf(route),
    route,
    way,
    target,
    asked: `${hop.url.scheme}://${target}${hop.url.target}`,
    followed,
    host,
  }
}

/**
 * The hop that a probe begins with: the kubelet dials the Pod, and says so in
 * Host unless the probe has its own. `podAddress` matters in that case alone.
 */
export function firstHop(route: Route, host: string, podAddress: string): Hop {
  const own = route.ownHeaders.includes('host')
  const name = own ? podAddress.replaceAll('::ffff:', '') : hostName(host)
  const authority = joinHostPort(name, route.original.port)
  const scheme = route.original.scheme === 'HTTPS' ? 'https' : 'http'
  return {
    url: { scheme, authority, target: route.requestTarget },
    host: own ? host : authority,
    referer: undefined,
  }
}
