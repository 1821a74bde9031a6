/** A GET and the redirects that follow, as Go's client does it. */
import type { HttpGet } from '../../src/config/types.ts'
import { nextHop, type Hop } from '../../src/http/hop.ts'
import { joinHostPort, requestTarget } from '../../src/http/url.ts'
import { headerOf } from './fields.ts'
import { TransportError, type Reply } from './reply.ts'
import { ask } from './request.ts'

/** The last of which is followed no more. */
const MOST_REDIRECTS = 10
const REDIRECTS = [301, 302, 303, 307, 308]

/** What is asked at a host and a port, which are numbers. */
export type AskedGet = HttpGet & { readonly host: string; readonly port: number }

/** How a client asks. */
export interface Way {
  readonly fields: (hop: Hop) => [string, string][]
  /** Whether it goes on from one hop to the next; the redirect is the answer where it does not. */
  readonly follows: (hop: Hop, next: Hop) => boolean
  readonly deadline: AbortSignal
}

/** The first hop of a request. */
export function hopOf(httpGet: AskedGet): Hop {
  const scheme = (httpGet.scheme ?? 'HTTP').toUpperCase() === 'HTTPS' ? 'https' : 'http'
  const authority = joinHostPort(httpGet.host, httpGet.port)
  const url = { scheme, authority, target: requestTarget(httpGet.path || '/') } as const
  return { url, host: headerOf(httpGet, 'host') || authority, referer: undefined }
}

/** The answer at the end. @throws TransportError where there is none, and at the tenth redirect */
export async function follow(hop: Hop, way: Way, redirects = 1): Promise<Reply> {
  const reply = await ask({ url: hop.url, fields: way.fields(hop), deadline: way.deadline })
  const { status, location } = reply
  if (!REDIRECTS.includes(status) || location === '') return reply
  // The sidecar lets a head with a NUL through as it is, so that its reading of URLs knows none.
  const next = location.includes('\0') ? undefined : nextHop(hop, location)
  if (!next) throw new TransportError(`failed to parse Location header "${location}"`)
  if (!way.follows(hop, next)) return reply
  if (redirects === MOST_REDIRECTS)
    throw new TransportError(`stopped after ${MOST_REDIRECTS} redirects`)
  return follow(next, way, redirects + 1)
}
