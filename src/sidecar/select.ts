/** Which declared probe a request is for; what none declares is refused. */
import { HEALTHCHECK_PORT, KINDS, ORIGINAL_TCP_PORT } from '../kinds.ts'
import type { Listener, Route } from '../config/types.ts'
import type { Answer } from '../http/answer.ts'
import type { Hop } from '../http/hop.ts'
import { verifiedHop } from '../http/redirect.ts'
import { valueOf, type Field, type RequestHead } from '../http/request.ts'
import { portOf } from '../text.ts'
import { isHttp } from './way.ts'

/** The probe that a request is for. */
export interface Selection {
  readonly route: Route
  /** Set where the kubelet follows a redirect. */
  readonly hop: Hop | undefined
}

/**
 * A request reaches a route by its exact path, and by its `Original-*` headers
 * where routes share one; a signed path leads on from a redirect.
 */
export function selectRoute(listener: Listener, request: RequestHead): Selection | Answer {
  const served = listener.routes.filter(isHttp)
  const candidates = served.filter(route => route.path === request.target)
  if (candidates.length === 0) return selectHop(served, request.target)
  if (candidates.every(route => route.original.scheme === 'TCP'))
    return selectTcp(candidates, request.fields)
  const selected = candidates.filter(route => declares(route, request.fields))
  const route = selected[0]
  if (!route || selected.some(other => !sameTarget(route, other))) {
    return {
      status: 404,
      text: `no probe declares ${request.target} with these Original-* headers`,
    }
  }
  return selection(route, undefined)
}

const selectHop = (routes: readonly Route[], target: string): Selection | Answer => {
  const signed = routes.flatMap(route => {
    const hop = verifiedHop(route, target)
    return hop ? [{ route, hop }] : []
  })[0]
  return signed
    ? selection(signed.route, signed.hop)
    : { status: 404, text: 'no probe declares this path' }
}

const selectTcp = (routes: readonly Route[], fields: readonly Field[]): Selection | Answer => {
  const port = portOf(valueOf(fields, ORIGINAL_TCP_PORT.toLowerCase()))
  const route = routes.find(candidate => candidate.original.port === port)
  if (port === 0) return { status: 400, text: `${ORIGINAL_TCP_PORT} is missing or no port number` }
  return route
    ? selection(route, undefined)
    : { status: 403, text: `no probe declares port ${port}` }
}

/** A sidecar that was injected twice would ask itself, and wait for ever. */
const selection = (route: Route, hop: Hop | undefined): Selection | Answer => {
  const port = route.original.port
  const loops =
    port === route.port || port === HEALTHCHECK_PORT || KINDS.some(kind => kind.port === port)
  return loops
    ? { status: 508, text: `port ${port} is the sidecar's own: the Pod was rewritten twice` }
    : { route, hop }
}

const declares = (route: Route, fields: readonly Field[]): boolean => {
  const tcpPort = valueOf(fields, 'original-tcp-port')
  const httpPort = valueOf(fields, 'original-http-port')
  const httpPath = valueOf(fields, 'original-http-path')
  if (tcpPort === '' && httpPort === '' && httpPath === '') return true
  if (route.original.scheme === 'TCP') return portOf(tcpPort) === route.original.port
  const path = httpPath === '' ? '/' : httpPath
  return portOf(httpPort) === route.original.port && path === route.original.path
}

const sameTarget = (one: Route, other: Route): boolean =>
  one.original.scheme === other.original.scheme &&
  one.original.port === other.original.port &&
  one.original.service === other.original.service &&
  one.requestTarget === other.requestTarget
