/**
 * What one entry of the config stands for: a route, nothing (it is not ours to serve), or an error.
 */
import {
  HEALTHCHECK_PORT,
  KINDS,
  ORIGINAL_HTTP_PATH,
  ORIGINAL_HTTP_PORT,
  ORIGINAL_TCP_PORT,
  type Kind,
} from '../kinds.ts'
import { requestTarget } from '../http/url.ts'
import { portOf } from '../text.ts'
import { TARGETS, type Header, type Original, type Route, type Target } from './types.ts'
import { isList, isObject, portFrom, type Fields } from './values.ts'

/** A route, an error that names its place, or nothing for a probe that is not ours to serve. */
export type Reading = { route: Route } | { error: string } | undefined

/**
 * Reads a Kubernetes Probe as a mesh rewrote it. Its original comes from, in
 * this order: `original`, the `Original-*` headers, the Pod's first HTTP
 * inbound port with the kind's path (osm-edge 1.1), 80 or 443 by scheme.
 * `target` is that of a probe which says none itself.
 */
export function readEntry(
  entry: unknown,
  kind: Kind,
  place: string,
  inboundPort: number,
  target: Target,
): Reading {
  if (!isObject(entry)) return { error: `${place} is no probe: an object is needed` }
  const httpGet = entry.httpGet
  // exec, and grpc and tcpSocket as they are: the kubelet runs them without us.
  if (httpGet === undefined || httpGet === null) return undefined
  if (!isObject(httpGet)) return { error: `${place}.httpGet is no object` }
  const headers = headersFrom(httpGet.httpHeaders)
  if (!headers) return { error: `${place}.httpGet.httpHeaders is no list of {name, value}` }
  const port = portFrom(httpGet.port)
  if (port === 0) {
    // A port by name was never rewritten, and needs no route.
    return typeof httpGet.port === 'string' && httpGet.port !== ''
      ? undefined
      : {
          error: `${place}.httpGet.port is ${shown(httpGet.port)}: ${NEEDS_PORT}`,
        }
  }
  const owner = KINDS.find(other => other.port === port)
  if (owner && owner.name !== kind.name) {
    return {
      error:
        `${place}.httpGet.port is ${port}, which is the port of ${owner.name} probes: ` +
        `a ${kind.name} probe needs ${kind.port}`,
    }
  }
  // A probe that was left alone: the mesh lists it all the same.
  if (entry.original === undefined && port !== kind.port && port !== HEALTHCHECK_PORT)
    return undefined
  const scheme = textOr(httpGet.scheme, 'HTTP').toUpperCase()
  if (scheme !== 'HTTP' && scheme !== 'HTTPS') {
    return { error: `${place}.httpGet.scheme is ${shown(httpGet.scheme)}: HTTP or HTTPS is needed` }
  }
  const path = textOr(httpGet.path, '/')
  const timeout = entry.timeoutSeconds ?? 1
  if (typeof timeout !== 'number' || !(timeout >= 1)) {
    return {
      error: `${place}.timeoutSeconds is ${shown(timeout)}: a number of seconds from 1 is needed`,
    }
  }
  const found = originalOf(entry, headers, kind, scheme, path, place, inboundPort)
  if (typeof found === 'string') return { error: found }
  return {
    route: {
      kind: kind.name,
      place,
      port,
      scheme,
      path: scheme === 'HTTPS' ? path : requestTarget(path),
      original: found,
      target: found.target ?? target,
      requestTarget: requestTarget(found.path),
      ownHeaders: headers.map(header => header.name.toLowerCase()),
      timeout,
    },
  }
}

/** What is said of anything else. */
export const NEEDS_PORT = 'a port number from 1 to 65535 is needed'

const originalOf = (
  entry: Fields,
  headers: readonly Header[],
  kind: Kind,
  scheme: 'HTTP' | 'HTTPS',
  path: string,
  place: string,
  inboundPort: number,
): Original | string => {
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
  if (port === 0)
    return `${place}.port is ${shown(original.port)}: a port number from 1 to 65535 is needed`
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

/** A list of headers, empty where there is none; undefined for what is none. */
export function headersFrom(headers: unknown): Header[] | undefined {
  if (headers === undefined || headers === null) return []
  if (!isList(headers)) return undefined
  const read = headers.map(header =>
    isObject(header) && typeof header.name === 'string'
      ? { name: header.name, value: textOr(header.value, '') }
      : undefined,
  )
  return read.every(header => header !== undefined) ? (read as Header[]) : undefined
}

const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise

/** A value as it stands in a message. */
export const shown = (value: unknown): string =>
  typeof value === 'string' ? `"${value}"` : `${JSON.stringify(value)}`
