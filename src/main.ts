/**
 * A codebase of its own: `pipy main.js`, with `config.json` beside it, or its
 * text in the environment. It listens on the ports that the config's probes
 * name, on IPv4 and IPv6.
 */
import { withoutSurplusBraces } from './config/json.ts'
import { CONFIG_FILE, CONFIG_VARIABLE } from './config/source.ts'
import type { Listener } from './config/types.ts'
import { configure } from './sidecar/configure.ts'

const file = pipy.load(CONFIG_FILE)
const text = file ? file.toString() : os.env[CONFIG_VARIABLE]
const config = text === undefined ? undefined : JSON.decode(new Data(withoutSurplusBraces(text)))

/** A client that says nothing more is let go once no probe of the listener can be waiting. */
const patience = (listener: Listener): number =>
  listener.routes.reduce((longest, route) => Math.max(longest, route.timeout), 0) + 2

const listen = (configuration: Configuration, listener: Listener): Configuration | undefined => {
  if (listener.port === undefined) return undefined
  const seconds = patience(listener)
  // Pipy's own limit of idleness is a minute, and a client may wait longer.
  const limits = { readTimeout: seconds, idleTimeout: seconds }
  return configuration.listen(`[::]:${listener.port}`, limits)
}

export default configure(config, file || text === undefined ? CONFIG_FILE : CONFIG_VARIABLE, listen)
