/** What one lifecycle hook of the config stands for. */
import { HOOKS } from '../hooks.ts'
import { requestTarget } from '../http/url.ts'
import { namesOf, NEEDS_PORT, readHeaders, readTimeout, routeTo, shown, textOr } from './fields.ts'
import { declaredOriginal } from './original.ts'
import type { Original, Route, Target } from './types.ts'
import { isObject, portFrom } from './values.ts'

/**
 * Reads an entry that this project's rewriting has made, to its routes or an error; `target` is
 * that of one which says none itself. TLS that goes through unread has a second route: where the
 * application answers it in plain HTTP, the kubelet asks a hook again so.
 */
export function readHook(entry: unknown, place: string, target: Target): Route[] | string {
  if (!isObject(entry)) return `${place} is no hook: an object is needed`
  const hook = HOOKS.find(one => one === entry.hook)
  if (!hook) return `${place}.hook is ${shown(entry.hook)}: ${HOOKS.join(' or ')} is needed`
  const { httpGet } = entry
  if (!isObject(httpGet)) return `${place}.httpGet is no object`
  const headers = readHeaders(httpGet, place)
  if (typeof headers === 'string') return headers
  const port = portFrom(httpGet.port)
  if (port === 0) return `${place}.httpGet.port is ${shown(httpGet.port)}: ${NEEDS_PORT}`
  const timeout = readTimeout(entry.timeoutSeconds, place)
  if (typeof timeout === 'string') return timeout
  const original = declaredOriginal(entry.original, `${place}.original`)
  if (typeof original === 'string') return original
  if (original.scheme !== 'HTTP' && original.scheme !== 'HTTPS')
    return `${place}.original.scheme is "${original.scheme}": HTTP or HTTPS is needed`
  const route = (scheme: Route['scheme'], path: string, asked: Original): Route => ({
    kind: hook,
    place,
    port,
    scheme,
    path,
    ...routeTo(asked, target),
    ownHeaders: namesOf(headers),
    timeout,
  })
  const path = textOr(httpGet.path, '/')
  if (httpGet.scheme !== 'HTTPS') return [route('HTTP', requestTarget(path), original)]
  return [
    route('HTTPS', path, original),
    route('HTTP', requestTarget(path), { ...original, scheme: 'HTTP' }),
  ]
}
