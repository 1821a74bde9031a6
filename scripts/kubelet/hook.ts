/**
 * The kubelet's lifecycle hooks by httpGet (Kubernetes 1.32, pkg/kubelet/lifecycle/handlers.go):
 * any answer will do, there is no time-out, redirects lead anywhere, and what is asked over TLS
 * and answered in plain HTTP is asked again so.
 */
import { setMaxListeners } from 'node:events'
import { hookFields } from './fields.ts'
import { follow, hopOf, type AskedGet } from './follow.ts'
import { TransportError } from './reply.ts'

/** What OpenSSL makes of bytes that are no TLS. */
const NO_TLS = /wrong version number/

/** Gives the error that the kubelet reports, `''` for none. `patience` ends the Pod itself. */
export async function runHook(httpGet: AskedGet, patience: AbortSignal): Promise<string> {
  setMaxListeners(0, patience)
  const error = await errorOf(httpGet, patience)
  return NO_TLS.test(error) ? errorOf({ ...httpGet, scheme: 'HTTP' }, patience) : error
}

const errorOf = async (httpGet: AskedGet, deadline: AbortSignal): Promise<string> => {
  const fields = (hop: Parameters<typeof hookFields>[0]) => hookFields(hop, httpGet)
  try {
    await follow(hopOf(httpGet), { fields, follows: () => true, deadline })
    return ''
  } catch (error) {
    if (error instanceof TransportError) return error.message
    throw error
  }
}
