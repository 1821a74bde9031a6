/**
 * `node embedded.js main.js`: stands in for `pipy main.js` where there is no Pipy. Not for
 * production. It follows Pipy 1.5; test/conformance compares them. Each file knows those in
 * lines below its own alone:
 *
 *     main                      starts a host, and hears signals
 *     server                    listeners and their clients, reloads
 *     admin                     the metrics, at a port of their own
 *     script                    a codebase's scripts, and what keeps them from starting
 *     chain     names           what a script writes down; names that Pipy refuses
 *     filters                   the filters
 *     outbound                  connections to applications
 *     pipeline                  a list of filters, and a stream through it
 *     library                   the globals
 *     stats                     what scripts count
 *     tls                       certificates and their keys, and TLS with a client
 *     connection                a client and its variables
 *     events                    Data and StreamEnd
 */
import { parseArgs } from 'node:util'
import { serveAdmin } from './admin.ts'
import { EmbeddedHost } from './server.ts'

const {
  values: { 'admin-port': adminPort },
  positionals: [file = 'main.js'],
} = parseArgs({ options: { 'admin-port': { type: 'string' } }, allowPositionals: true })
const host = new EmbeddedHost(file)

const load = (failed: () => void): Promise<void> =>
  host.load().catch(error => {
    console.error((error as Error | undefined)?.message ?? String(error))
    failed()
  })

process.on('SIGTERM', () => process.exit(0))
process.on('SIGINT', () => void host.drain().then(() => process.exit(0)))
process.on(
  'SIGHUP',
  () => void load(() => console.error('not reloaded: the old configuration stays')),
)
await load(() => process.exit(1))
if (adminPort !== undefined) serveAdmin(adminPort, () => host.metrics())
