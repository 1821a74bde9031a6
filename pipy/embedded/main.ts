/**
 * `node embedded.js main.js`: stands in for `pipy main.js` where there is no Pipy. Not for production.
 * It follows Pipy 1.5; test/conformance compares them. Each file knows those in lines below its own alone:
 *
 *     main                      starts a host, and hears signals
 *     server                    listeners and their clients, reloads
 *     script                    a codebase's scripts: what they write down, and what keeps them from starting
 *     names     filters         names that Pipy refuses; the filters
 *     outbound                  connections to applications
 *     pipeline                  a list of filters, and a stream through it
 *     connection library        a client and its variables; the globals
 *     events                    Data and StreamEnd
 */
import { EmbeddedHost } from './server.ts'

const [file] = process.argv.slice(2)
const say = (error: unknown) =>
  console.error((error as Error | undefined)?.message ?? String(error))

process.on('SIGTERM', () => process.exit(0))

const host = new EmbeddedHost(file ?? 'main.js')
process.on('SIGHUP', () => {
  host.load().then(
    () => console.log('reloaded'),
    error => {
      say(error)
      console.error('not reloaded: the old configuration stays')
    },
  )
})
process.on('SIGINT', () => void host.drain().then(() => process.exit(0)))
await host.load().catch(error => {
  say(error)
  process.exit(1)
})
