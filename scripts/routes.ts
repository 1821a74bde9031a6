/** Routes in words: who is asked where, and where that goes. */
import type { Listener, Route } from '../src/config/types.ts'
import { KINDS, ORIGINAL_TCP_PORT } from '../src/kinds.ts'

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

/** One aligned line a route. */
export function routeLines(listeners: readonly Listener[]): string[] {
  const rows = routesOf(listeners).map(route => {
    const header =
      route.original.scheme === 'TCP' ? ` (${ORIGINAL_TCP_PORT}: ${route.original.port})` : ''
    return [
      route.original.container || '-',
      route.kind,
      `${askedAt(route)}${header} → ${goesTo(route)}`,
    ] as const
  })
  const width = (column: 0 | 1) => Math.max(...rows.map(row => row[column].length), 0)
  return rows.map(
    ([container, kind, way]) => `${container.padEnd(width(0))}  ${kind.padEnd(width(1))}  ${way}`,
  )
}

/** All routes, by kind. */
export function routesOf(listeners: readonly Listener[]): Route[] {
  const order = (route: Route) => KINDS.findIndex(kind => kind.name === route.kind)
  return listeners
    .flatMap(listener => listener.routes)
    .sort((one, other) => order(one) - order(other))
}
