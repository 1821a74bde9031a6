/** Routes in words: who is asked where, and where that goes. */
import type { Listener, Route } from '../src/config/types.ts'
import { KINDS, ORIGINAL_TCP_PORT } from '../src/kinds.ts'
import { alignRows } from './columns.ts'

/** `:15901/osm-liveness-probe`. */
export const askedAt = (route: Route): string => `:${route.port}${route.path}`

/** `127.0.0.1:14001/liveness`, `grpc://127.0.0.1:9000/shop.Books`. */
export function goesTo(route: Route): string {
  const { scheme, port, service } = route.original
  const address = `127.0.0.1:${port}`
  if (scheme === 'TCP') return address
  if (scheme === 'GRPC') return `grpc://${address}/${service ?? ''}`
  return `${scheme === 'HTTPS' ? 'https://' : ''}${address}${route.requestTarget}`
}

/** One aligned line a route: its container, its kind, and its way. */
export const routeLines = (listeners: readonly Listener[]): string[] =>
  alignRows(routesOf(listeners).map(cellsOf)).map(line => line.trimEnd())

const cellsOf = (route: Route): string[] => {
  const { scheme, port, container } = route.original
  const header = scheme === 'TCP' ? ` (${ORIGINAL_TCP_PORT}: ${port})` : ''
  return [container || '-', route.kind, `${askedAt(route)}${header} → ${goesTo(route)}`]
}

/** All routes, by kind. */
export function routesOf(listeners: readonly Listener[]): Route[] {
  const order = (route: Route) => KINDS.findIndex(kind => kind.name === route.kind)
  return listeners
    .flatMap(listener => listener.routes)
    .sort((one, other) => order(one) - order(other))
}
