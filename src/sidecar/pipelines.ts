/**
 * The pipelines of a listener, from data: three branches by name, as in the guide.
 *
 *   <name> ─┬─ first byte of TLS, and an HTTPS probe ─→ connection_<name>
 *           ├─ any other byte, and an HTTP probe ─────→ http_<name> ─→ forward, check or a refusal
 *           └─ else ──────────────────────────────────→ deny_<name>
 */
import type { Listener, Route } from '../config/types.ts'
import { isInside, type Network } from '../config/networks.ts'
import { unique } from '../config/values.ts'
import { joinHostPort } from '../http/url.ts'
import { openExchange, receive, refusalOf, leave, targetOf, type Exchange } from './exchange.ts'
import { concludeCheck, connected, finish, relay } from './relay.ts'
import { record } from './outcome.ts'

declare let _exchange: Exchange | undefined
declare let _branch: 'http' | 'connection' | 'deny' | undefined

/** The variables that each connection has. */
export const VARIABLES = { _exchange: undefined, _branch: undefined }

/** A client that has not finished its head after this many seconds is cut (Pipy 0.90 and later). */
const HEAD_TIMEOUT = 2
/** A server that ignores the end of a check's connection is not waited for. */
const CHECK_READ_TIMEOUT = 0.5
/** Pipy's ticks are a second: this long after `timeoutSeconds` the kubelet has spoken first. */
const MARGIN = 1

/** What holds for every listener of a sidecar. */
export interface Surroundings {
  /** Where the applications are. */
  readonly address: string
  /** The networks whose clients are served; undefined for everywhere. */
  readonly networks: readonly Network[] | undefined
}

/** Adds the listener's pipelines to a configuration. */
export const addListener = (config: Configuration, listener: Listener, { address, networks }: Surroundings): Configuration => {
  const name = listener.name
  const secure = listener.routes.find(route => route.scheme === 'HTTPS')
  const plain = listener.routes.some(route => route.scheme === 'HTTP')
  const branches = addBranches(networks ? addGate(config, name, networks) : config.pipeline(name), listener, { secure: secure !== undefined, plain, address })
  const denied = branches.pipeline(`deny_${name}`).replaceData(() => new StreamEnd())
  const served = addHttp(denied, name, unique(listener.routes.map(route => route.timeout)))
  return secure ? addConnection(served, name, secure, address) : served
}

/** Ends the connections of clients from elsewhere before they have said anything. */
const addGate = (config: Configuration, name: string, networks: readonly Network[]): Configuration =>
  config.pipeline(name)
    .onStart(() => new Data())
    .branch(() => isInside(networks, __inbound.remoteAddress), $ => $.link(`open_${name}`), $ => $.link(`deny_${name}`))
    .pipeline(`open_${name}`)

/** The connection's first byte tells TLS from HTTP; without any probe it is ended before that. */
const addBranches = (
  pipeline: Configuration, listener: Listener, serves: { secure: boolean; plain: boolean; address: string },
): Configuration => {
  const name = listener.name
  if (!serves.secure && !serves.plain) return pipeline.onStart(() => new Data()).link(`deny_${name}`)
  const http = serves.plain ? 'http' : 'deny'
  const tls = serves.secure ? 'connection' : 'deny'
  const opened = pipeline.replaceData(data => {
    if (data.size === 0) return undefined
    _exchange = _exchange ?? openExchange(listener, serves.address)
    _branch = _branch ?? (data.toString('hex').startsWith('16') ? tls : http)
    return data
  })
  if (!serves.secure) {
    return opened.branch(() => _branch === 'http', $ => $.link(`http_${name}`), $ => $.link(`deny_${name}`))
  }
  return opened.branch(
    () => _branch === 'http', $ => $.link(`http_${name}`),
    () => _branch === 'connection', $ => $.link(`connection_${name}`),
    $ => $.link(`deny_${name}`),
  )
}

/** Reads the request's head, and serves it by what it asks for. */
const addHttp = (config: Configuration, name: string, timeouts: number[]): Configuration => {
  const reading = cutSlowClients(config.pipeline(`http_${name}`))
    .handleStreamEnd(() => {
      if (_exchange) leave(_exchange)
    })
    .replaceData(data => (_exchange ? receive(_exchange, data, __inbound.localAddress) : undefined))
    .branch(
      () => _exchange?.next === 'forward', $ => $.link(`forward_${name}_0`),
      () => _exchange?.next === 'check', $ => $.link(`check_${name}_0`),
      $ => $.replaceData(() => (_exchange ? [refusalOf(_exchange), new StreamEnd()] : new StreamEnd())),
    )
  return timeouts.reduce((built, timeout, index) => {
    const isLast = index === timeouts.length - 1
    const forward = perTimeout(built.pipeline(`forward_${name}_${index}`), timeout, isLast ? '' : `forward_${name}_${index + 1}`, addForward)
    return perTimeout(forward.pipeline(`check_${name}_${index}`), timeout, isLast ? '' : `check_${name}_${index + 1}`, addCheck)
  }, reading)
}

/** Time-outs are fixed when a pipeline is made: probes with another one go on to the next pipeline. */
const perTimeout = <Chain extends Filters>(
  pipeline: Chain, timeout: number, next: string, add: ($: Filters, timeout: number) => Filters,
): Chain => {
  if (next === '') return add(pipeline, timeout) as Chain
  return pipeline.branch(() => _exchange?.route?.timeout === timeout, $ => add($, timeout), $ => $.link(next))
}

const addForward = ($: Filters, timeout: number): Filters => {
  const options = { connectTimeout: timeout + MARGIN, readTimeout: timeout + MARGIN, idleTimeout: timeout + MARGIN }
  const target = () => (_exchange ? targetOf(_exchange) : '')
  return $
    .branch(
      () => _exchange?.hop?.url.scheme === 'https', tls => tls.connectTLS({}).to(tcp => tcp.connect(target, options)),
      tcp => tcp.connect(target, options),
    )
    .replaceData(data => (_exchange ? relay(_exchange, data) : undefined))
    .replaceStreamEnd(end => (_exchange ? finish(_exchange, end) : end))
}

/** Connects and closes at once: what the app does then says whether the connection stood. */
const addCheck = ($: Filters, timeout: number): Filters => {
  const options = { connectTimeout: timeout + MARGIN, readTimeout: CHECK_READ_TIMEOUT, idleTimeout: timeout + MARGIN }
  return $
    .replaceData(() => [new Data(), new StreamEnd()])
    .connect(() => (_exchange ? targetOf(_exchange) : ''), options)
    .replaceData(() => (_exchange ? connected(_exchange) : undefined))
    .replaceStreamEnd(end => (_exchange ? concludeCheck(_exchange, end) : end))
}

/** TLS goes to the app unread: a real probe from end to end. */
const addConnection = (config: Configuration, name: string, route: Route, address: string): Configuration => {
  const target = joinHostPort(address, route.original.port)
  const timeout = route.timeout + MARGIN
  return config.pipeline(`connection_${name}`)
    .connect(() => target, { connectTimeout: timeout, readTimeout: timeout, idleTimeout: timeout })
    .replaceData(data => {
      record(route, `tls://${target}`, { success: true, reason: 'answered' })
      return data
    })
    .replaceStreamEnd(end => {
      if (end.error) record(route, `tls://${target}`, { success: false, reason: end.error })
      return end
    })
}

const cutSlowClients = (pipeline: Configuration): Configuration =>
  pipeline.insert ? pipeline.insert(() => waitForHead(_exchange)) : pipeline

const waitForHead = (exchange: Exchange | undefined): PipyPromise<PipyOutput> =>
  new Timeout(HEAD_TIMEOUT).wait().then(() => (exchange?.next === 'read' ? new StreamEnd('ReadTimeout') : new Data()))
