/** What a probe or a hook was before it was rewritten: as its entry declares it, or as a mesh tells it. */
import { ORIGINAL_HTTP_PATH, ORIGINAL_HTTP_PORT, ORIGINAL_TCP_PORT, type Kind } from '../kinds.ts'
import { portOf } from '../text.ts'
import { NEEDS_PORT, shown, textOr } from './fields.ts'
import { TARGETS, type Header, type Original } from './types.ts'
import { isObject, portFrom, type Fields } from './values.ts'

/**
 * It comes from, in this order: `original`, the `Original-*` headers, the Pod's first HTTP
 * inbound port with the kind's path (osm-edge 1.1), 80 or 443 by scheme; or what is wrong
 * with it, with its place, in a text.
 */
export function originalOf(
  entry: Fields,
  headers: readonly Header[],
  kind: Kind,
  scheme: 'HTTP' | 'HTTPS',
  path: string,
  place: string,
  inboundPort: number,
): Original | string {
  if (entry.original !== undefined) return declaredOriginal(entry.original, `${place}.original`)
  const tcpPort = valueOf(headers, ORIGINAL_TCP_PORT)
  const httpPort = valueOf(headers, ORIGINAL_HTTP_PORT)
  const httpPath = valueOf(headers, ORIGINAL_HTTP_PATH)
  const headerPort = httpPort === undefined ? tcpPort : httpPort
  if (headerPort !== undefined) {
    const port = portOf(headerPort)
    const name = httpPort === undefined ? ORIGINAL_TCP_PORT : ORIGINAL_HTTP_PORT
    if (port === 0) return `${place}.httpGet.httpHeaders: ${name} is "${headerPort}": ${NEEDS_PORT}`
    return {
      container: '',
      scheme: httpPort === undefined ? 'TCP' : scheme,
      port,
      path: httpPort === undefined ? '' : (httpPath ?? '/'),
    }
  }
  if (scheme === 'HTTPS') return { container: '', scheme, port: 443, path }
  return {
    container: '',
    scheme,
    port: inboundPort === 0 ? 80 : inboundPort,
    path: kind.fallbackPath,
  }
}

/** Where an entry of ours goes; what is wrong with it, with its place, in a text. */
export function declaredOriginal(original: unknown, place: string): Original | string {
  if (!isObject(original)) return `${place} is no object`
  const port = portFrom(original.port)
  const scheme = original.scheme
  if (port === 0) return `${place}.port is ${shown(original.port)}: ${NEEDS_PORT}`
  const target = TARGETS.find(one => one === original.target)
  if (original.target !== undefined && !target)
    return `${place}.target is ${shown(original.target)}: POD_IP or 127.0.0.1 is needed`
  const where = { container: textOr(original.container, ''), port, ...(target ? { target } : {}) }
  if (scheme === 'GRPC') {
    const service = original.service ?? ''
    return typeof service === 'string'
      ? { ...where, scheme, path: '', service }
      : `${place}.service is ${shown(service)}: a service's name is needed`
  }
  if (scheme !== 'HTTP' && scheme !== 'HTTPS' && scheme !== 'TCP') {
    return `${place}.scheme is ${shown(scheme)}: HTTP, HTTPS, TCP or GRPC is needed`
  }
  return { ...where, scheme, path: scheme === 'TCP' ? '' : textOr(original.path, '/') }
}

/** The value of a header, whatever the case of its name. */
const valueOf = (headers: readonly Header[], name: string): string | undefined =>
  headers.find(header => header.name.toLowerCase() === name.toLowerCase())?.value
