/** The kubelet's HTTP probe: a connection a request, and one time-out over all redirects. */
import { setMaxListeners } from 'node:events'
import type { HttpGet } from '../../src/config/types.ts'
import { nextHop, staysOnHost, type Hop } from '../../src/http/hop.ts'
import { joinHostPort, requestTarget, type Url } from '../../src/http/url.ts'
import { fieldsOf, headerOf } from './fields.ts'
import { TransportError, type Reply } from './reply.ts'
import { ask } from './request.ts'
import type { Verdict } from './verdict.ts'

const MOST_REDIRECTS = 10
const REDIRECTS = [301, 302, 303, 307, 308]

/** Asks for the probe's path at `host` and `port`, which are numbers. `timeout` in milliseconds. */
export async function probeHttp(
  httpGet: HttpGet & { host: string; port: number },
  timeout: number,
): Promise<Verdict> {
  const started = Date.now()
  const deadline = AbortSignal.timeout(timeout)
  // One listener a request, and ten redirects.
  setMaxListeners(0, deadline)
  const scheme = (httpGet.scheme ?? 'HTTP').toUpperCase() === 'HTTPS' ? 'https' : 'http'
  const authority = joinHostPort(httpGet.host, httpGet.port)
  const url: Url = { scheme, authority, target: requestTarget(httpGet.path || '/') }
  const host = headerOf(httpGet, 'host') || authority
  const outcome = await follow({ url, host, referer: undefined }, httpGet, deadline, 0)
    .then(outcomeOf)
    .catch((error: Error): Outcome => {
      if (!(error instanceof TransportError)) throw error
      const message = `Get "${scheme}://${authority}${url.target}": ${error.message}`
      return { result: 'failure', message, status: 0 }
    })
  return { ...outcome, duration: Date.now() - started }
}

type Outcome = Omit<Verdict, 'duration'>

/** By pkg/probe/http: a redirect that ends there is a warning, and a body cut short no verdict. */
const outcomeOf = ({ status, body, cut }: Reply): Outcome => {
  if (cut) return { result: 'unknown', message: `failed to read body: ${cut}`, status }
  if (status >= 200 && status < 300) return { result: 'success', message: body, status }
  if (status >= 300 && status < 400) {
    const message = `Probe terminated redirects, Response body: ${body}`
    return { result: 'warning', message, status }
  }
  return { result: 'failure', message: `HTTP probe failed with statuscode: ${status}`, status }
}

/** Redirects are followed on the same host alone. */
const follow = async (
  hop: Hop,
  httpGet: HttpGet,
  deadline: AbortSignal,
  followed: number,
): Promise<Reply> => {
  const reply = await ask({ url: hop.url, fields: fieldsOf(hop, httpGet), deadline })
  const { status, location } = reply
  if (!REDIRECTS.includes(status) || location === '') return reply
  // The sidecar lets a head with a NUL through as it is, so that its reading of URLs knows none.
  const next = location.includes('\0') ? undefined : nextHop(hop, location)
  if (!next) throw new TransportError(`failed to parse Location header "${location}"`)
  if (!staysOnHost(hop, next)) return reply
  if (followed === MOST_REDIRECTS)
    throw new TransportError(`stopped after ${MOST_REDIRECTS} redirects`)
  return follow(next, httpGet, deadline, followed + 1)
}
