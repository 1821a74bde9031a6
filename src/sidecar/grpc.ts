/** A health check by gRPC: its answer is read here, and the kubelet gets a status in its place. */
import type { Health } from '../grpc/health.ts'
import { answerIn } from '../grpc/known.ts'
import { encodeAnswer } from '../http/answer.ts'
import { END, type Decision } from './decision.ts'
import { fail, failureOf } from './end.ts'
import { describe, record } from './outcome.ts'

/** No health check is answered with more bytes. */
const LONGEST_ANSWER = 65536

/** Takes the app's bytes until they are an answer. */
export function relayHealth(data: Data): PipyOutput {
  if (_answered || !_decision) return undefined
  const received = _held ?? new Data()
  received.push(data)
  _held = received
  const health = received.size > LONGEST_ANSWER ? TOO_LONG : answerIn(received.toString('hex'))
  return health ? conclude(_decision, health) : undefined
}

const TOO_LONG: Health = { status: 502, reason: 'the answer is too long' }

/** The end of the app's stream, or of the answer that the kubelet gets. */
export const finishHealth = (end: StreamEnd): PipyOutput =>
  _answered || !_decision ? end : fail(_decision, failureOf(end.error))

const conclude = (decision: Decision, health: Health): PipyOutput => {
  const { route, asked } = decision
  if (health.status !== 200 || !route)
    return fail(decision, { ...health, result: health.status === 503 ? 'status' : 'broken' })
  _answered = true
  record(decision, { success: true, result: 'success', reason: health.reason })
  return [
    encodeAnswer({ status: 200, text: `${describe(route)}: ${asked}: ${health.reason}` }),
    END,
  ]
}
