/** A request that is known by heart: one look, and the app's request is on its way. */
import { receiveExactly } from '../exact/request.ts'
import type { Served } from '../served.ts'

/** Takes the client's bytes; what comes after a whole head never goes on. */
export const receive = (served: Served, data: Data): PipyOutput => {
  if (_decision) return undefined
  // The bytes as they are: `toString` would look through them for UTF-8 first.
  _decision = served.known.decisions[`${data}`]
  if (!_decision || _held) return receiveExactly(served, data)
  _started = Date.now()
  return _decision.events
}
