/** A pipeline for each of a listener's ways. */
import { connected, finish, finishCheck, finishRefused } from './end.ts'
import { relay } from './usual/answer.ts'
import type { Way } from './way.ts'

/** Adds the ways behind what decides; what no way serves is refused, or has ended without a request. */
export const addWays = <Chain extends Filters>(chain: Chain, ways: readonly Way[], first = 0): Chain => {
  const way = ways[first]
  if (!way) return chain.replaceStreamEnd(finishRefused)
  return chain.branch(() => _decision?.way === first, $ => addWay($, way), $ => addWays($, ways, first + 1))
}

/** Pipy's ticks are a second: this long after `timeoutSeconds` the kubelet has spoken first. */
export const MARGIN = 1
/** A server that ignores the end of a check's connection is not waited for. */
const CHECK_READ_TIMEOUT = 0.5

const addWay = ($: Filters, { scheme, timeout }: Way): Filters => {
  const wait = timeout + MARGIN
  const target = () => _decision?.target ?? ''
  if (scheme === 'TCP') {
    return $
      .connect(target, { connectTimeout: wait, readTimeout: CHECK_READ_TIMEOUT, idleTimeout: wait })
      .replaceData(connected)
      .replaceStreamEnd(finishCheck)
  }
  const options = { connectTimeout: wait, readTimeout: wait, idleTimeout: wait }
  const asked = scheme === 'HTTPS' ? $.connectTLS({}).to(tcp => tcp.connect(target, options)) : $.connect(target, options)
  return asked.replaceData(relay).replaceStreamEnd(finish)
}
