/** What the kubelet's client asks, and what comes back. */
import type { Url } from '../../src/http/url.ts'

/** A GET without a body. */
export interface Request {
  readonly url: Url
  /** In their order and spelling, Host among them. */
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** Over the connection and the whole answer. */
  readonly deadline: AbortSignal
}

/** A whole head, and as much of the body as the kubelet reads. */
export interface Reply {
  readonly status: number
  /** `''` where there is none. */
  readonly location: string
  /** At most `LONGEST_BODY` bytes, a character each. */
  readonly body: string
  /** Why the body ended early; `''` where it did not. */
  readonly cut: string
}

/** In bytes; the kubelet reads no more (pkg/probe/http, maxRespBodyLength). */
export const LONGEST_BODY = 10 * 1024

/** No whole head came; the message is Go's. */
export class TransportError extends Error {}

/** An error of Node in the words of Go's client; after the deadline it is that which ended it. */
export function transportError(error: NodeJS.ErrnoException, request: Request): TransportError {
  if (request.deadline.aborted) return lateError()
  if (error.code === 'ECONNREFUSED')
    return new TransportError(`dial tcp ${request.url.authority}: connect: connection refused`)
  if (error.code !== 'ECONNRESET') return new TransportError(error.message)
  const isEnd = error.message === 'socket hang up'
  return new TransportError(isEnd ? 'EOF' : 'read: connection reset by peer')
}

/** The deadline has passed before a whole head came. */
export const lateError = (): TransportError =>
  new TransportError('context deadline exceeded (Client.Timeout exceeded while awaiting headers)')

/** Node writes, and gives, a header's bytes as Latin-1. */
export const latin1 = (text: string): string => Buffer.from(text).toString('latin1')

/** Repeated fields together, as Node takes them. */
export function grouped(fields: Request['fields']): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of fields) groups.set(name, [...(groups.get(name) ?? []), latin1(value)])
  return groups
}
