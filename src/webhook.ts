/**
 * The mutating admission webhook: `pipy webhook.js`, with `healthcheck.js`
 * beside it, which is the script of the helper containers that it adds. From
 * the environment: PORT, TLS_CERT and TLS_KEY, and OPTIONS of the rewriting.
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

export default 'error' in settings ? reject(settings.error) : serve(settings)
