/**
 * The pipelines of a listener, made from its probes once. All of its probes in HTTP:
 *
 *   <name> ─→ receive ─→ a way: connect → relay → finish
 *
 * Where one of them is HTTPS, three branches, as in the guide:
 *
 *   <name> ─┬─ first byte of TLS ──────────────────────→ connection_<name>: connect
 *           ├─ any other byte, and a probe of HTTP ────→ http_<name>: as above
 *           └─ else, and where there is no probe at all ─→ deny_<name>
 */
import { isInside } from '../config/networks.ts'
import type { Route } from '../config/types.ts'
import { beginsTls } from '../http/head.ts'
import { joinHostPort } from '../http/url.ts'
import { sourceFor } from './address.ts'
import { failureOf, leave } from './end.ts'
import { record, watchOf, type Outcome } from './outcome.ts'
import type { Served } from './served.ts'
import { receiver } from './usual/request.ts'
import { isHttp } from './way.ts'
import { addWays, bindTo, MARGIN } from './ways.ts'

/** The variables that each connection has; see variables.d.ts. */
export const VARIABLES = {
  _decision: undefined,
  _started: 0,
  _held: undefined,
  _answered: false,
  _counted: false,
  _interimHeads: 0,
  _isTls: undefined,
}

/** Adds to a listener, or to a pipeline, what serves its connections. */
export function serve<Chain extends Filters>(chain: Chain, served: Served): Chain {
  const {
    listener: { name, routes },
    networks,
  } = served
  // Runs before the client has said anything, where it stands at the listener itself.
  if (routes.length === 0) return chain.onStart(() => new Data()).link(`deny_${name}`)
  if (!networks) return serveBytes(chain, served)
  return chain
    .onStart(() => new Data())
    .branch(
      () => isInside(networks, __inbound.remoteAddress),
      $ => serveBytes($, served),
      $ => $.link(`deny_${name}`),
    )
}

/** The first byte tells TLS from HTTP, where a listener has a probe of HTTPS. */
const serveBytes = <Chain extends Filters>(chain: Chain, served: Served): Chain => {
  const { name, routes } = served.listener
  if (routes.every(isHttp)) return serveHttp(chain, served)
  return chain.replaceData(lookAtFirstByte).branch(
    () => _isTls === true,
    $ => $.link(`connection_${name}`),
    () => _isTls === false && routes.some(isHttp),
    $ => $.link(`http_${name}`),
    $ => $.link(`deny_${name}`),
  )
}

const serveHttp = <Chain extends Filters>(chain: Chain, served: Served): Chain =>
  addWays(chain.handleStreamEnd(leave).replaceData(receiver(served)), served.ways, 0)

const lookAtFirstByte = (data: Data): PipyOutput => {
  if (_isTls !== undefined) return data
  if (data.size === 0) return undefined
  _started = Date.now()
  const first = data.shift(1)
  _isTls = beginsTls(first, first.toString())
  first.push(data)
  return first
}

/** Adds the pipelines that `serve` links to. */
export function addPipelines(config: Configuration, served: Served): Configuration {
  const { name, routes } = served.listener
  const denied = config.pipeline(`deny_${name}`).replaceData(() => new StreamEnd())
  const secure = routes.find(route => route.scheme === 'HTTPS')
  if (!secure) return denied
  return addConnection(
    serveHttp(denied.pipeline(`http_${name}`), served).pipeline(`connection_${name}`),
    secure,
    served.addresses[secure.target],
  )
}

/** TLS goes to the app unread: a real probe from end to end. */
const addConnection = (pipeline: Configuration, route: Route, address: string): Configuration => {
  const target = joinHostPort(address, route.original.port)
  const watched = { watch: watchOf(route), route, asked: `tls://${target}` }
  const timeout = route.timeout + MARGIN
  return pipeline
    .connect(() => target, {
      readTimeout: timeout,
      idleTimeout: timeout,
      ...bindTo(pipeline, sourceFor(address)),
    })
    .replaceData(data => {
      record(watched, ANSWERED)
      return data
    })
    .replaceStreamEnd(end => {
      if (end.error)
        record(watched, {
          success: false,
          result: failureOf(end.error).result,
          reason: end.error,
        })
      return end
    })
}

const ANSWERED: Outcome = { success: true, result: 'success', reason: 'answered' }
