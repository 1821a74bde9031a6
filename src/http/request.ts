/**
 * The head of a probe's request: read strictly, written as
 * the kubelet would have sent it to the app.
 */
import { hasControls, numberOf } from '../text.ts'
import type { Answer } from './answer.ts'

/** A header field of a request. */
export interface Field {
  /** In lower case. */
  readonly name: string
  readonly value: string
  /** The line as it came. */
  readonly line: string
}

/** A request’s target and fields, once its head is found well-formed. */
export interface RequestHead {
  readonly target: string
  readonly fields: readonly Field[]
}

const MOST_FIELDS = 100
const LONGEST_NAME = 256
const TOKEN = new RegExp("^[-!#$%&'*+.^_`|~0-9A-Za-z]+$")

/** The head of any request, once it is found well-formed. */
export interface AnyHead extends RequestHead {
  readonly method: string
  /** The value of Content-Length, -1 where it is absent. */
  readonly length: number
}

/** Reads a head that ends with its empty line; what is no HTTP/1.1 is refused with an answer. */
export function parseHead(text: string): AnyHead | Answer {
  const lines = text.split('\r\n')
  const words = (lines[0] ?? '').split(' ')
  const fields = lines.slice(1, lines.length - 2).map(fieldOf)
  const [method, target, version] = words
  // Whole lines may end, and a blank may be a tab: any other control character is none of a head's.
  if (hasControls(text.replaceAll('\r\n', ' ').replaceAll('\t', ' ')))
    return bad('the head is malformed')
  if (words.length !== 3 || target === undefined || method === undefined || method === '')
    return bad('the request line is malformed')
  if (version !== 'HTTP/1.1') return { status: 505, text: 'only HTTP/1.1 is spoken here' }
  if (fields.length > MOST_FIELDS)
    return { status: 431, text: `at most ${MOST_FIELDS} header fields are taken` }
  if (fields.some(field => field.name === '')) return bad('a header field is malformed')
  if (fields.filter(field => field.name === 'host').length !== 1)
    return bad('exactly one Host is needed')
  const lengths = fields
    .filter(field => field.name === 'content-length')
    .map(field => numberOf(field.value))
  if (lengths.some(length => length < 0) || lengths.length > 1)
    return bad('Content-Length is malformed')
  return { method, target, fields, length: lengths[0] ?? -1 }
}

/** Reads a probe's head; what no kubelet sends is refused with an answer. */
export function parseRequest(text: string): RequestHead | Answer {
  const head = parseHead(text)
  if ('status' in head) return head
  if (head.method !== 'GET') return { status: 405, text: 'a probe is a GET' }
  if (head.fields.some(field => field.name === 'transfer-encoding'))
    return bad('a probe has no body')
  if (head.length > 0) return { status: 413, text: 'a probe has no body' }
  return { target: head.target, fields: head.fields }
}

/** The value of a field by its name in lower case; `''` where it is absent. */
export const valueOf = (fields: readonly Field[], name: string): string =>
  fields.find(field => field.name === name)?.value ?? ''

/** What the request for the app has in place of the client’s own. */
export interface Outgoing {
  readonly target: string
  readonly host: string
  /**
   * Names in lower case that the probe's own headers declare,
   * and that so reach the app whatever they are.
   */
  readonly ownHeaders: readonly string[]
  /** In place of the client's Referer; `''` for none, undefined to keep it. */
  readonly referer: string | undefined
  /** Whether the app is to close when it has answered, as a probe asks it to. */
  readonly closes: boolean
}

/**
 * What belongs to the connection between the client and the
 * sidecar, or makes no sense without a body.
 */
const NOT_FORWARDED = [
  'content-length',
  'keep-alive',
  'proxy-connection',
  'upgrade',
  'http2-settings',
  'te',
  'trailer',
  'expect',
]

/**
 * The head for the app: the client's lines in their order and
 * spelling, but for what stands between it and a direct probe.
 */
export function encodeRequest(fields: readonly Field[], outgoing: Outgoing): string {
  const lines = fields.map(field => lineFor(field, outgoing)).filter(line => line !== '')
  const isSaid = fields.some(field => field.name === 'connection')
  const close = isSaid || !outgoing.closes ? [] : ['Connection: close']
  return `${[`GET ${outgoing.target} HTTP/1.1`, ...lines, ...close].join('\r\n')}\r\n\r\n`
}

const lineFor = (field: Field, outgoing: Outgoing): string => {
  if (field.name === 'host') return `Host: ${outgoing.host}`
  if (field.name === 'referer' && outgoing.referer !== undefined) {
    return outgoing.referer === '' ? '' : `Referer: ${outgoing.referer}`
  }
  if (outgoing.ownHeaders.includes(field.name)) return field.line
  // A mesh's, whoever speaks for it.
  if (field.name.startsWith('original-')) return ''
  if (field.name === 'connection') return 'Connection: close'
  return NOT_FORWARDED.includes(field.name) ? '' : field.line
}

const fieldOf = (line: string): Field => {
  const colon = line.indexOf(':')
  const name = line.substring(0, Math.max(colon, 0))
  const valid = name !== '' && name.length <= LONGEST_NAME && TOKEN.test(name)
  return { name: valid ? name.toLowerCase() : '', value: line.substring(colon + 1).trim(), line }
}

const bad = (text: string): Answer => ({ status: 400, text })
