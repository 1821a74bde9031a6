/** A pipeline for each of a listener's ways. */
import { connected, finish, finishCheck, finishRefused } from './end.ts'
import { finishHealth, relayHealth } from './grpc.ts'
import { relayExactly } from './exact/answer.ts'
import { relay } from './usual/answer.ts'
import type { Way } from './way.ts'

/**
 * Adds the ways behind what decides; what no way serves is refused, or has ended without a request.
 */
export function addWays<Chain extends Filters>(
  chain: Chain,
  ways: readonly Way[],
  first: number,
): Chain {
  const way = ways[first]
  if (!way) return chain.replaceStreamEnd(finishRefused)
  return chain.branch(
    () => _decision?.way === first,
    $ => addWay($, way),
    $ => addWays($, ways, first + 1),
  )
}

/** Pipy's ticks are a second: this long after `timeoutSeconds` the kubelet has spoken first. */
export const MARGIN = 1
/** A server that ignores the end of a check's connection is not waited for. */
const CHECK_READ_TIMEOUT = 0.5

/**
 * Where a connectTimeout ends a connection that the kernel still tries to make,
 * Pipy 0.90 crashes once the kernel gives up. A client that goes, as the kubelet
 * does, ends it safely, and so does the listener's own patience; but not in
 * Pipy 0.50, which has no insert.
 */
const connectTimeout = ($: Filters, wait: number): ConnectOptions =>
  $.insert ? {} : { connectTimeout: wait }

/** Pipy 0.50 has no bind: there a mesh takes what goes to the Pod's own IP for its own. */
export const bindTo = ($: Filters, source: string): ConnectOptions =>
  $.insert && source !== '' ? { bind: source } : {}

const addWay = ($: Filters, { scheme, timeout, source, isHook }: Way): Filters => {
  const wait = timeout + MARGIN
  const target = () => _decision?.target ?? ''
  if (scheme === 'TCP') {
    return $.connect(target, {
      readTimeout: CHECK_READ_TIMEOUT,
      idleTimeout: wait,
      ...connectTimeout($, wait),
      ...bindTo($, source),
    })
      .replaceData(connected)
      .replaceStreamEnd(finishCheck)
  }
  const options = {
    readTimeout: wait,
    idleTimeout: wait,
    ...connectTimeout($, wait),
    ...bindTo($, source),
  }
  if (scheme === 'GRPC')
    return $.connect(target, options).replaceData(relayHealth).replaceStreamEnd(finishHealth)
  const asked =
    scheme === 'HTTPS'
      ? $.connectTLS({}).to(tcp => tcp.connect(target, options))
      : $.connect(target, options)
  return asked.replaceData(isHook ? relayHook : relay).replaceStreamEnd(finish)
}

/** An answer to a hook's request gets a line of its own, and there is one in a Pod's life. */
const relayHook = (data: Data): PipyOutput => (_answered ? data : relayExactly(data))
