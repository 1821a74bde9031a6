/** A request that is known by heart: one look, and the app's request is on its way. */
import { receiveExactly } from '../exact/request.ts'
import type { Served } from '../served.ts'

/** What takes the client's bytes; what comes after a whole head never goes on. */
export function receiver(served: Served): (data: Data) => PipyOutput {
  const { decisions } = served.known
  return data => {
    if (_decision) return undefined
    // The bytes as they are: `toString` would look through them for UTF-8 first.
    const decision = decisions.values[`${data}`]
    // Every object has a `toString`: what is found by it has no events.
    if (!decision?.events || _held) return receiveExactly(served, data)
    _decision = decision
    _started = Date.now()
    return decision.events
  }
}
