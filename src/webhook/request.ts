/** An HTTP request as it comes in, piece by piece: its head, then as much body as it says. */
import type { Answer } from '../http/answer.ts'
import { endOfHead, takeHead } from '../http/head.ts'
import { parseHead, valueOf } from '../http/request.ts'
import { keep, type Memory } from '../memory.ts'

/** What a request asks, once its head is whole. */
export interface Request {
  readonly method: string
  /** Without its query. */
  readonly path: string
  /**
   * The media type of the body, in lower case and without its parameters; `''` where none is named.
   */
  readonly type: string
  /** The size of its body in bytes. */
  readonly length: number
  /** Whether the client wants the connection closed after it. */
  readonly isLast: boolean
}

const LONGEST_HEAD = 16 * 1024
/** As an API server reads it of a request of its own. */
const LONGEST_BODY = 3 * 1024 * 1024

/** Heads that were read, by their text: an API server's differ in the body's length alone. */
export type KnownHeads = Memory<Request>

const MOST_HEADS = 1024

/** A head of an API server's is some 250 bytes. */
const FRONT = 1024

/**
 * Takes a head off the front of what was received; undefined while it is not
 * whole. A request whose end cannot be known, or is too far off, is an answer.
 */
export const takeRequest = (received: Data, known: KnownHeads): Request | Answer | undefined =>
  takeKnown(received, known) ?? takeAny(received, known)

/** By the first bytes: in Pipy a text of the body as well would take longer than its JSON. */
const takeKnown = (received: Data, known: KnownHeads): Request | undefined => {
  const front = received.shift(FRONT)
  const text = `${front}`
  const end = endOfHead(text)
  const request = end > 0 ? known.values[text.substring(0, end)] : undefined
  // What is known is in ASCII, so that its characters are its bytes.
  if (request) front.shift(end)
  front.push(received.shift(received.size))
  received.push(front)
  return request
}

const takeAny = (received: Data, known: KnownHeads): Request | Answer | undefined => {
  const text = received.toString()
  const end = text === undefined ? -1 : endOfHead(text)
  if (text !== undefined && end > 0) {
    const head = text.substring(0, end)
    return tooLong(received.shift(new Data(head).size)) ?? learn(known, head)
  }
  const head = text === undefined ? takeHead(received) : undefined
  if (head) return tooLong(head) ?? readRequest(head.toString() ?? '')
  return tooLong(received)
}

const tooLong = (head: Data): Answer | undefined =>
  head.size > LONGEST_HEAD
    ? { status: 431, text: `the head is longer than ${LONGEST_HEAD} bytes` }
    : undefined

/** Remembers what is in ASCII alone. */
const learn = (known: KnownHeads, head: string): Request | Answer => {
  const request = readRequest(head)
  if (!('status' in request) && head.length === new Data(head).size)
    keep(known, MOST_HEADS, head, request)
  return request
}

const readRequest = (text: string): Request | Answer => {
  const head = parseHead(text)
  if ('status' in head) return head
  const { method, target, fields, length } = head
  if (fields.some(field => field.name === 'transfer-encoding'))
    return { status: 411, text: 'give the body a Content-Length: others are not read' }
  if (length > LONGEST_BODY)
    return { status: 413, text: `the body has ${length} bytes, and ${LONGEST_BODY} are taken` }
  return {
    method,
    path: target.split('?')[0] ?? '',
    type: (valueOf(fields, 'content-type').split(';')[0] ?? '').trim().toLowerCase(),
    length: Math.max(length, 0),
    isLast: valueOf(fields, 'connection').toLowerCase().includes('close'),
  }
}
