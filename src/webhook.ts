/**
 * The mutating admission webhook: `pipy webhook.js`, with `healthcheck.js`
 * beside it, which is the script of the helper containers that it adds. From
 * the environment: PORT, TLS_CERT and TLS_KEY, and OPTIONS of the rewriting.
 *
 * Not for Pipy 0.50, where the same script answers as well, but has no clock to
 * let go of a client that stalls, keeps some 25 KB of each review, and fails
 * handshakes once a certificate has been renewed.
 */
import { serve } from './webhook/serve.ts'
import { readSettings } from './webhook/settings.ts'

const settings = readSettings(pipy.load('healthcheck.js'))

/**
 * No Pipy before 1.5 has `throw`, and a script without a value is a valid one in
 * 1.5; reading a property of nothing is an error in all of them.
 */
const reject = (error: string): Filters => {
  console.log(`webhook.js: ${error}`)
  return NOTHING.filters
}

const NOTHING = undefined as unknown as { readonly filters: Filters }

/** Pipy has `insert` since 0.90. */
const isKnown = pipy({}).insert !== undefined

export default !isKnown
  ? reject('Pipy 0.90 or later is needed')
  : 'error' in settings
    ? reject(settings.error)
    : serve(settings)
