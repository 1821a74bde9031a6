/** What a health check came to, by the end of its call: SERVING is all that succeeds. */
import { numberOf } from '../text.ts'
import { byteAt } from './bytes.ts'
import { valueOf, type Field } from './hpack.ts'

/** What the check came to. */
export interface Health {
  /** 200 for SERVING, 503 for another status, 502 for what is no answer of gRPC. */
  readonly status: 200 | 502 | 503
  /** The status's name, or what is wrong. */
  readonly reason: string
}

/** What is no answer of gRPC. */
export const none = (reason: string): Health => ({ status: 502, reason })

/** What the trailers and the message say. */
export function healthOf(trailers: readonly Field[], message: string): Health {
  const text = valueOf(trailers, 'grpc-status')
  if (text === undefined) return none('the answer ended without a grpc-status')
  const code = numberOf(text)
  if (code < 0) return none(`grpc-status "${text}"`)
  if (code === 0) return servingOf(message)
  const words = valueOf(trailers, 'grpc-message') ?? ''
  const name = CODES[code] ?? `code ${code}`
  return { status: 503, reason: words === '' ? name : `${name}: ${words}` }
}

/** Of the message, which is not compressed, the one field that there is: its status. */
const servingOf = (message: string): Health => {
  if (message === EMPTY) return { status: 503, reason: 'UNKNOWN' }
  const value = byteAt(message, 12)
  if (message.length !== 14 || !message.startsWith(FIELD) || value > 127)
    return none('OK without a HealthCheckResponse')
  return { status: value === 1 ? 200 : 503, reason: STATUSES[value] ?? `status ${value}` }
}

/** Not compressed, without a byte: all of its fields are zero. */
const EMPTY = '0000000000'
/** Not compressed, two bytes: the tag of the first field, an integer, and its value. */
const FIELD = '000000000208'
const STATUSES = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN']
const CODES = (
  'OK Canceled Unknown InvalidArgument DeadlineExceeded NotFound AlreadyExists ' +
  'PermissionDenied ResourceExhausted FailedPrecondition Aborted OutOfRange ' +
  'Unimplemented Internal Unavailable DataLoss Unauthenticated'
).split(' ')
