/** The kubelet's HTTP probe: one connection a request, redirects on the same host, one time-out over all. */
import { setMaxListeners } from 'node:events'
import type { HttpGet } from '../../src/config/types.ts'
import { nextHop, staysOnHost, type Hop } from '../../src/http/hop.ts'
import { joinHostPort, requestTarget, type Url } from '../../src/http/url.ts'
import { send, TransportError, type Reply } from './request.ts'
import type { Verdict } from './verdict.ts'

/** What the kubelet of 1.32 sends where the probe has no User-Agent. */
export const USER_AGENT = 'kube-probe/1.32'
const MOST_REDIRECTS = 10

/** Runs the probe against `host` and the numeric `port` in it. Time in milliseconds. */
export async function probeHttp(
  httpGet: HttpGet & { host: string; port: number },
  timeout: number,
): Promise<Verdict> {
  const started = Date.now()
  const deadline = AbortSignal.timeout(timeout)
  // One listener a request, and ten redirects.
  setMaxListeners(0, deadline)
  const give = (result: Verdict['result'], message: string, status = 0): Verdict => ({
    result,
    message,
    status,
    duration: Date.now() - started,
  })
  const scheme = (httpGet.scheme ?? 'HTTP').toUpperCase() === 'HTTPS' ? 'https' : 'http'
  const authority = joinHostPort(httpGet.host, httpGet.port)
  const first: Url = { scheme, authority, target: requestTarget(httpGet.path || '/') }
  const own = (httpGet.httpHeaders ?? []).find(
    header => header.name.toLowerCase() === 'host',
  )?.value
  try {
    const reply = await follow(
      { url: first, host: own || authority, referer: undefined },
      httpGet,
      deadline,
      0,
    )
    if (reply.cut) return give('unknown', `failed to read body: ${reply.cut}`, reply.status)
    if (reply.status >= 300 && reply.status < 400)
      return give(
        'warning',
        `Probe terminated redirects, Response body: ${reply.body}`,
        reply.status,
      )
    if (reply.status >= 200 && reply.status < 300) return give('success', reply.body, reply.status)
    return give('failure', `HTTP probe failed with statuscode: ${reply.status}`, reply.status)
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    return give('failure', `Get "${first.scheme}://${authority}${first.target}": ${error.message}`)
  }
}

const follow = async (
  hop: Hop,
  httpGet: HttpGet,
  deadline: AbortSignal,
  followed: number,
): Promise<Reply> => {
  const reply = await send(hop.url, fieldsOf(hop, httpGet), deadline)
  const location = [301, 302, 303, 307, 308].includes(reply.status) ? reply.location : ''
  if (location === '') return reply
  // The sidecar lets a head with a NUL through as it is, so that its reading of URLs knows none.
  const next = location.includes('\0') ? undefined : nextHop(hop, location)
  if (!next) throw new TransportError(`failed to parse Location header "${location}"`)
  if (!staysOnHost(hop, next)) return reply
  if (followed + 1 > MOST_REDIRECTS)
    throw new TransportError(`stopped after ${MOST_REDIRECTS} redirects`)
  return follow(next, httpGet, deadline, followed + 1)
}

/** Host, User-Agent, Connection, then the probe's own and Accept: what Go's client writes. */
const fieldsOf = (hop: Hop, httpGet: HttpGet): [string, string][] => {
  const own = (httpGet.httpHeaders ?? []).filter(({ name }) => name.toLowerCase() !== 'host')
  const valueOf = (wanted: string) => own.find(({ name }) => name.toLowerCase() === wanted)?.value
  const others = own.filter(
    ({ name }) => !['user-agent', 'accept', 'connection'].includes(name.toLowerCase()),
  )
  const accept = valueOf('accept') ?? '*/*'
  const agent = valueOf('user-agent') ?? USER_AGENT
  const fields: [string, string][] = [
    ['Host', hop.host],
    ...(agent === '' ? [] : [['User-Agent', agent] as [string, string]]),
    ['Connection', 'close'],
    ...(accept === '' ? [] : [['Accept', accept] as [string, string]]),
    ...others.map(({ name, value }): [string, string] => [canonical(name), value]),
  ]
  return !hop.referer || valueOf('referer') !== undefined
    ? fields
    : [...fields, ['Referer', hop.referer]]
}

/** Go writes header names as `X-My-Header`. */
const canonical = (name: string): string =>
  name.toLowerCase().replace(/(^|-)[a-z]/g, letter => letter.toUpperCase())
