/**
 * What a server answers to a call on stream 1, from the bytes of its connection
 * (HTTP/2, RFC 9113), read as the kubelet's client does (grpc-go's
 * internal/transport/http2_client.go).
 */
import { byteAt, numberAt, repeatUntil } from './bytes.ts'
import { healthOf, none, type Health } from './health.ts'
import { decodeBlock, newDecoder, valueOf, type Decoder, type Field } from './hpack.ts'

/** The connection as far as it has been read. */
interface Reading {
  readonly decoder: Decoder
  /** Behind the last whole frame, in digits. */
  position: number
  /** A header block whose frames are not all there, and whether the stream ends with it. */
  block: string | undefined
  isLast: boolean
  /** Set once the answer's first fields have come. */
  hasHead: boolean
  /** The bytes of the answer's message. */
  message: string
  health: Health | undefined
}

interface Frame {
  readonly type: number
  readonly flags: number
  readonly stream: number
  readonly payload: string
}

/** Reads all that a server has sent so far, in hexadecimal; undefined while it has not answered. */
export function readAnswer(received: string): Health | undefined {
  const reading: Reading = {
    decoder: newDecoder(),
    position: 0,
    block: undefined,
    isLast: false,
    hasHead: false,
    message: '',
    health: undefined,
  }
  repeatUntil(() => {
    const { position } = reading
    reading.health = readNext(reading, received)
    return reading.health !== undefined || reading.position === position
  })
  return reading.health
}

/** The digits before a frame's payload. */
const HEAD = 18
/** What a client that has said nothing else takes. */
const LARGEST_FRAME = 16384
const TYPE = {
  data: 0,
  headers: 1,
  rstStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goaway: 7,
  continuation: 9,
}

const readNext = (reading: Reading, received: string): Health | undefined => {
  const { position } = reading
  const start = position + HEAD
  if (received.length < start) return undefined
  const size = numberAt(received, position, 3)
  const type = byteAt(received, position + 6)
  const flags = byteAt(received, position + 8)
  const stream = numberAt(received, position + 10, 4) % 2 ** 31
  if (position === 0 && (type !== TYPE.settings || flags % 2 === 1 || stream !== 0))
    return none('it does not speak HTTP/2')
  if (size > LARGEST_FRAME) return none(`a frame of ${size} bytes`)
  const end = start + size * 2
  if (received.length < end) return undefined
  reading.position = end
  return readFrame(reading, { type, flags, stream, payload: received.substring(start, end) })
}

const readFrame = (reading: Reading, frame: Frame): Health | undefined => {
  const { type, stream, payload } = frame
  if ((reading.block !== undefined) !== (type === TYPE.continuation))
    return none('a broken header block')
  if (type === TYPE.settings)
    return stream === 0 && payload.length % 12 === 0 ? undefined : broken(type)
  if (type === TYPE.ping) return stream === 0 && payload.length === 16 ? undefined : broken(type)
  if (type === TYPE.goaway) return stream === 0 ? readGoaway(payload) : broken(type)
  if (type === TYPE.pushPromise || (stream === 0 && type < TYPE.settings)) return broken(type)
  if (stream !== 1) return undefined
  if (type === TYPE.rstStream)
    return none(`the call was reset (${errorName(numberAt(payload, 0, 4))})`)
  if (type === TYPE.data) return readData(reading, frame)
  if (type === TYPE.headers) {
    const block = withoutPadding(frame)
    if (block === undefined) return broken(type)
    reading.block = ''
    reading.isLast = has(frame.flags, FLAG.endStream)
    return readBlock(reading, frame.flags, block)
  }
  return type === TYPE.continuation ? readBlock(reading, frame.flags, payload) : undefined
}

/** A server that goes still answers the calls that it has taken. */
const readGoaway = (payload: string): Health | undefined =>
  payload.length >= 16 && numberAt(payload, 0, 4) % 2 ** 31 >= 1
    ? undefined
    : none(`the server went away (${errorName(numberAt(payload, 8, 4))})`)

const readData = (reading: Reading, frame: Frame): Health | undefined => {
  const data = withoutPadding(frame)
  if (data === undefined || !reading.hasHead) return broken(TYPE.data)
  reading.message = reading.message + data
  return has(frame.flags, FLAG.endStream)
    ? none('the answer ended without a grpc-status')
    : undefined
}

const readBlock = (reading: Reading, flags: number, block: string): Health | undefined => {
  const whole = `${reading.block ?? ''}${block}`
  reading.block = has(flags, FLAG.endHeaders) ? undefined : whole
  if (reading.block !== undefined) return undefined
  const fields = decodeBlock(reading.decoder, whole)
  return fields ? readFields(reading, fields) : none('a broken header block')
}

const readFields = (reading: Reading, fields: readonly Field[]): Health | undefined => {
  const { isLast, hasHead } = reading
  if (hasHead) return isLast ? healthOf(fields, reading.message) : broken(TYPE.headers)
  const status = valueOf(fields, ':status') ?? ''
  if (status.startsWith('1') && !isLast) return undefined
  const type = valueOf(fields, 'content-type') ?? ''
  const isGrpc =
    type === GRPC_TYPE || type.startsWith(`${GRPC_TYPE}+`) || type.startsWith(`${GRPC_TYPE};`)
  if (status !== '200' || !isGrpc)
    return none(`no answer of gRPC (status ${status}, content-type "${type}")`)
  reading.hasHead = true
  return isLast ? healthOf(fields, '') : undefined
}

const GRPC_TYPE = 'application/grpc'

const ERRORS = (
  'NO_ERROR PROTOCOL_ERROR INTERNAL_ERROR FLOW_CONTROL_ERROR SETTINGS_TIMEOUT ' +
  'STREAM_CLOSED FRAME_SIZE_ERROR REFUSED_STREAM CANCEL COMPRESSION_ERROR ' +
  'CONNECT_ERROR ENHANCE_YOUR_CALM INADEQUATE_SECURITY HTTP_1_1_REQUIRED'
).split(' ')

const errorName = (code: number): string => ERRORS[code] ?? `error ${code}`

const FLAG = { endStream: 1, endHeaders: 4, padded: 8, priority: 32 }

const has = (flags: number, flag: number): boolean => Math.floor(flags / flag) % 2 === 1

/**
 * What a frame carries without its padding and, of HEADERS,
 * its priority; undefined where they do not fit.
 */
const withoutPadding = ({ type, flags, payload }: Frame): string | undefined => {
  const padding = has(flags, FLAG.padded) ? byteAt(payload, 0) : 0
  const start =
    (has(flags, FLAG.padded) ? 2 : 0) +
    (type === TYPE.headers && has(flags, FLAG.priority) ? 10 : 0)
  const end = payload.length - padding * 2
  return start <= end ? payload.substring(start, end) : undefined
}

const broken = (type: number): Health => none(`a broken frame of type ${type}`)
