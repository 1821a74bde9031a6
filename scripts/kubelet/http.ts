/** The kubelet's HTTP probe: a connection a request, and one time-out over all redirects. */
import { setMaxListeners } from 'node:events'
import type { HttpGet } from '../../src/config/types.ts'
import { staysOnHost } from '../../src/http/hop.ts'
import { probeFields } from './fields.ts'
import { follow, hopOf } from './follow.ts'
import { TransportError, type Reply } from './reply.ts'
import type { Verdict } from './verdict.ts'

/** Asks for the probe's path at `host` and `port`, which are numbers. `timeout` in milliseconds. */
export async function probeHttp(
  httpGet: HttpGet & { host: string; port: number },
  timeout: number,
): Promise<Verdict> {
  const started = Date.now()
  const deadline = AbortSignal.timeout(timeout)
  // One listener a request, and ten redirects.
  setMaxListeners(0, deadline)
  const first = hopOf(httpGet)
  const { scheme, authority, target } = first.url
  const outcome = await follow(first, {
    fields: hop => probeFields(hop, httpGet),
    // On the same host alone.
    follows: staysOnHost,
    deadline,
  })
    .then(outcomeOf)
    .catch((error: Error): Outcome => {
      if (!(error instanceof TransportError)) throw error
      const message = `Get "${scheme}://${authority}${target}": ${error.message}`
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
