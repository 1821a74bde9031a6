/** `node embedded.js main.js`: stands in for `pipy main.js` where there is no Pipy. Not for production. */
import { EmbeddedHost } from './server.ts'

const [file] = process.argv.slice(2)
const say = (error: unknown) => console.error(error instanceof Error ? error.message : String(error))

process.on('SIGTERM', () => process.exit(0))

const host = new EmbeddedHost(file ?? 'main.js')
process.on('SIGHUP', () => {
  host.load().then(() => console.log('reloaded'), error => {
    say(error)
    console.error('not reloaded: the old configuration stays')
  })
})
process.on('SIGINT', () => void host.drain().then(() => process.exit(0)))
await host.load().catch(error => {
  say(error)
  process.exit(1)
})
