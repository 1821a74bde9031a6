/** The end of a stream, and what is said where no answer came. */
import { isHook } from '../hooks.ts'
import { encodeAnswer } from '../http/answer.ts'
import { END, type Decision } from './decision.ts'
import { release } from './exact/answer.ts'
import { refused, type Result } from './metrics.ts'
import { describe, record, type Outcome } from './outcome.ts'

/** The end of a client that was refused, which gets its answer, or that has not asked. */
export function finishRefused(end: StreamEnd): PipyOutput {
  const refusal = _decision?.refusal
  if (!refusal) return end
  // The client's own end comes behind ours.
  if (!_counted) refused.increase()
  _counted = true
  return [refusal, END]
}

/** The end of the app's stream: where no byte came, an answer that says why. */
export function finish(end: StreamEnd): PipyOutput {
  if (_answered || !_decision) return end
  if (_held || _interimHeads > 0) return [...release(_decision, 0), end]
  return fail(_decision, failureOf(end.error))
}

/** The end of a TCP check: the connection stood unless it could not be made. */
export function finishCheck(end: StreamEnd): PipyOutput {
  if (_answered || !_decision) return undefined
  const error = end.error
  return !error || error === 'ReadTimeout' || error === 'ConnectionReset'
    ? connected()
    : fail(_decision, failureOf(error))
}

/** Answers a TCP check with success, once: the app's own bytes go nowhere. */
export function connected(): PipyOutput {
  const route = _decision?.route
  if (_answered || !_decision || !route) return undefined
  _answered = true
  record(_decision, CONNECTED)
  return [
    encodeAnswer({
      status: 200,
      text: `${describe(route)}: ${_decision.asked} accepts connections`,
    }),
    END,
  ]
}

const CONNECTED: Outcome = { success: true, result: 'success', reason: 'connected' }

/** Notes that the client went before the app answered. */
export function leave(): void {
  if (_answered || !_decision) return
  record(_decision, {
    success: false,
    result: 'timeout',
    reason: `no answer in ${Date.now() - _started} ms`,
  })
}

/** A failure: the status that says so, and why. */
interface Failure {
  readonly status: number
  readonly result: Result
  readonly reason: string
}

/** Notes that no good answer came, and gives the sidecar's own. */
export function fail(decision: Decision, { status, result, reason }: Failure): PipyOutput {
  const { route, asked } = decision
  if (!route) return END
  _answered = true
  record(decision, { success: false, result, reason })
  // Any answer at all would be a hook's success.
  if (isHook(route.kind)) return END
  const { scheme } = route.original
  const verb = scheme === 'TCP' ? 'connect' : scheme === 'GRPC' ? 'Check' : 'GET'
  return [encodeAnswer({ status, text: `${describe(route)}: ${verb} ${asked}: ${reason}` }), END]
}

/** What the end of a stream before an answer says. */
export function failureOf(error: string | undefined): Failure {
  if (error === 'ConnectionRefused')
    return { status: 503, result: 'refused', reason: 'connection refused' }
  if (error === 'ConnectionTimeout')
    return { status: 504, result: 'timeout', reason: 'no connection in time' }
  if (error === 'ReadTimeout' || error === 'IdleTimeout')
    return { status: 504, result: 'timeout', reason: 'no answer in time' }
  return {
    status: 502,
    result: 'broken',
    reason: error ? `closed before an answer (${error})` : 'closed before an answer',
  }
}
