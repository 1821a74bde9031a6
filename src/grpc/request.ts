/**
 * The call that a gRPC probe is, as bytes of HTTP/2: the client's preface, its
 * SETTINGS, and `grpc.health.v1.Health/Check` on stream 1, with the fields that
 * the kubelet's client sends, in its order (grpc-go 1.65, in Kubernetes 1.32).
 * Nothing of it depends on an answer, so that it goes out as one piece.
 */
import { hexOf, textInHex } from '../text.ts'

/** What differs between calls. */
export interface Call {
  /** `10.0.0.1:9000`, as the kubelet would dial it. */
  readonly authority: string
  /** The kubelet's own: `kube-probe/1.32`. */
  readonly userAgent: string
  /** `''` asks for the server as a whole. */
  readonly service: string
  /** In seconds. */
  readonly timeout: number
}

/** What grpc-go puts behind its user's agent. */
const CLIENT = 'grpc-go/1.65.0'
/** `PRI * HTTP/2.0`, an empty line, `SM`, an empty line. */
const PREFACE = '505249202a20485454502f322e300d0a0d0a534d0d0a0d0a'
/** More digits than eight are no time-out of gRPC. */
const LONGEST_TIMEOUT = 99_999_999

/** The bytes of a call, in hexadecimal. */
export function encodeCall({ authority, userAgent, service, timeout }: Call): string {
  const milliseconds = Math.min(Math.floor(timeout * 1000), LONGEST_TIMEOUT)
  // Literals that nobody is to index; those of known names by their place in the static table.
  const block = [
    '83', // :method POST
    '86', // :scheme http
    `04${literal('/grpc.health.v1.Health/Check')}`,
    `01${literal(authority)}`,
    `0f10${literal('application/grpc')}`,
    `0f2b${literal(userAgent === '' ? CLIENT : `${userAgent} ${CLIENT}`)}`,
    `00${literal('te')}${literal('trailers')}`,
    `00${literal('grpc-timeout')}${literal(`${milliseconds}m`)}`,
  ].join('')
  const name = textInHex(service)
  const request = name === '' ? '' : `0a${integer(name.length / 2)}${name}`
  return [
    PREFACE,
    frame('04', '00', '00', ''),
    frame('01', '04', '01', block),
    frame('00', '01', '01', `00${number(request.length / 2, 4)}${request}`),
  ].join('')
}

const frame = (type: string, flags: string, stream: string, payload: string): string =>
  `${number(payload.length / 2, 3)}${type}${flags}000000${stream}${payload}`

/** A whole number in so many bytes. */
const number = (value: number, bytes: number): string =>
  bytes === 0 ? '' : number(Math.floor(value / 256), bytes - 1) + hexOf(value % 256)

/** A text with its length before it, as HPACK has it without Huffman's code. */
const literal = (text: string): string => {
  const bytes = textInHex(text)
  const size = bytes.length / 2
  return `${size < 127 ? hexOf(size) : `7f${integer(size - 127)}`}${bytes}`
}

/** Seven bits a byte, the lowest first. */
const integer = (value: number): string =>
  value < 128 ? hexOf(value) : hexOf(128 + (value % 128)) + integer(Math.floor(value / 128))
