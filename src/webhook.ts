/**
 * The mutating admission webhook: `pipy webhook.js`, with `healthcheck.js`
 * beside it, which is the script of the helper containers that it adds. From
 * the environment: PORT, TLS_CERT and TLS_KEY, and OPTIONS of the rewriting.
 *
 * Not for Pipy 0.50, where the same script answers as well, but has no clock to
 * let go of a client that stalls, keeps some 25 KB of each review, and fails
 * handshakes once a certificate has been renewed.
 */
import { refuse } from './refuse.ts'
import { serve } from './webhook/serve.ts'
import { readSettings } from './webhook/settings.ts'

const settings = readSettings(pipy.load('healthcheck.js'))

/** Pipy has `insert` since 0.90. */
const isKnown = pipy({}).insert !== undefined

export default !isKnown
  ? refuse('webhook.js: Pipy 0.90 or later is needed')
  : 'error' in settings
    ? refuse(`webhook.js: ${settings.error}`)
    : serve(settings)
