/**
 * A codebase of its own: `pipy main.js`, with `config.json` beside it. It
 * listens on the ports that the config's probes name, on IPv4 and IPv6.
 */
import { withoutSurplusBraces } from './config/json.ts'
import type { Listener } from './config/types.ts'
import { configure } from './sidecar/configure.ts'

const file = pipy.load('config.json')
const config = file ? JSON.decode(new Data(withoutSurplusBraces(file.toString()))) : undefined

/** A silent client is let go once no probe of the listener can be waiting any more. */
const idleTimeout = (listener: Listener): number =>
  listener.routes.reduce((longest, route) => Math.max(longest, route.timeout), 0) + 5

const listen = (configuration: Configuration, listener: Listener): Configuration => {
  if (listener.port === undefined) return configuration
  return configuration.listen(`[::]:${listener.port}`, { idleTimeout: idleTimeout(listener) }).link(listener.name)
}

export default configure(config, 'config.json', listen)
