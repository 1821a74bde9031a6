/** A listener of its own, for the entries that open the ports themselves. */
import type { Listener } from '../config/types.ts'

/** Listens on the port that a listener's probes name, on IPv4 and IPv6; nowhere without probes. */
export function listen(
  configuration: Configuration,
  listener: Listener,
): Configuration | undefined {
  if (listener.port === undefined) return undefined
  const seconds = patience(listener)
  // Pipy's own limit of idleness is a minute, and a client may wait longer.
  const limits = { readTimeout: seconds, idleTimeout: seconds }
  return configuration.listen(`[::]:${listener.port}`, limits)
}

/** A client that says nothing more is let go once no probe of the listener can be waiting. */
const patience = (listener: Listener): number =>
  listener.routes.reduce((longest, route) => Math.max(longest, route.timeout), 0) + 2
