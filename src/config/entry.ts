/**
 * What one entry of the config stands for: a route, nothing (it is not ours to serve), or an error.
 */
import { HEALTHCHECK_PORT, KINDS, type Kind } from '../kinds.ts'
import { requestTarget } from '../http/url.ts'
import { namesOf, NEEDS_PORT, readHeaders, readTimeout, routeTo, shown, textOr } from './fields.ts'
import { originalOf } from './original.ts'
import type { Route, Target } from './types.ts'
import { isObject, portFrom } from './values.ts'

/** A route, an error that names its place, or nothing for a probe that is not ours to serve. */
export type Reading = { route: Route } | { error: string } | undefined

/** Reads a Kubernetes Probe as a mesh rewrote it; `target` is that of one which says none itself. */
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
  const headers = readHeaders(httpGet, place)
  if (typeof headers === 'string') return { error: headers }
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
  const timeout = readTimeout(entry.timeoutSeconds ?? 1, place)
  if (typeof timeout === 'string') return { error: timeout }
  const found = originalOf(entry, headers, kind, scheme, path, place, inboundPort)
  if (typeof found === 'string') return { error: found }
  return {
    route: {
      kind: kind.name,
      place,
      port,
      scheme,
      path: scheme === 'HTTPS' ? path : requestTarget(path),
      ...routeTo(found, target),
      ownHeaders: namesOf(headers),
      timeout,
    },
  }
}
