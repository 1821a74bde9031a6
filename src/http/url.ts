/**
 * URLs as the kubelet's HTTP client (Go's net/url) reads and writes them: a
 * probe's path and an app's Location go through the same steps here, so that
 * the request the app gets is the one it would have got directly.
 * The rules: https://pkg.go.dev/net/url, kubelet's pkg/probe/http/request.go.
 */
import { byteOf, bytesOf, characterOf, hasControls, hexOf, lastPosition, portOf } from '../text.ts'

/** The parts of a URL, absolute or not. */
export interface Reference {
  /** In lower case, `''` where there is none. */
  readonly scheme: string
  /** `host:port` as written; undefined where there is none. */
  readonly authority: string | undefined
  /** Escaped. */
  readonly path: string
  /** With its `?`, else `''`. */
  readonly query: string
}

/** An absolute http or https URL. */
export interface Url {
  readonly scheme: 'http' | 'https'
  readonly authority: string
  /** Path and query as they stand in a request line. */
  readonly target: string
}

/**
 * The request target for a probe's path, or `''` where the
 * kubelet itself cannot make a request of it (`a:b`).
 */
export function requestTarget(path: string): string {
  // Most are sent as they stand.
  if (path.length <= LONGEST && PLAIN_PATH.test(path)) return path
  const reference = parseReference(path)
  // Go's client takes what is no URL as a path, whole.
  if (!reference) return withSlash(escapePath(bytesOf(path)))
  if (
    reference.scheme !== '' &&
    reference.authority === undefined &&
    !reference.path.startsWith('/')
  )
    return ''
  return withSlash(reference.path) + reference.query
}

/**
 * Where a Location leads from a URL; undefined where the kubelet
 * could not follow or would not know the scheme.
 */
export function resolve(base: Url, location: string): Url | undefined {
  const reference = parseReference(location)
  if (!reference) return undefined
  const scheme = reference.scheme === '' ? base.scheme : reference.scheme
  if (scheme !== 'http' && scheme !== 'https') return undefined
  if (reference.scheme !== '' && reference.authority === undefined) return undefined
  const [basePath, baseQuery] = cut(base.target, '?')
  if (reference.authority !== undefined) {
    return {
      scheme,
      authority: reference.authority,
      target: withSlash(withoutDots(reference.path)) + reference.query,
    }
  }
  if (reference.path === '') {
    return {
      scheme,
      authority: base.authority,
      target: basePath + (reference.query === '' ? baseQuery : reference.query),
    }
  }
  const path = reference.path.startsWith('/')
    ? reference.path
    : basePath.substring(0, lastPosition(basePath, '/') + 1) + reference.path
  return {
    scheme,
    authority: base.authority,
    target: withSlash(withoutDots(path)) + reference.query,
  }
}

/** The parts of a URL reference; undefined for what Go's parser refuses. */
export function parseReference(text: string): Reference | undefined {
  const [beforeFragment, fragment] = cut(text, '#')
  const { scheme, rest } = splitScheme(beforeFragment)
  if (hasControls(text) || !wellEscaped(fragment) || scheme === undefined) return undefined
  const [hierarchy, query] = cut(rest, '?')
  const firstSegment = cut(hierarchy, '/')[0]
  if (!hierarchy.startsWith('/') && scheme !== '')
    return { scheme, authority: undefined, path: hierarchy, query }
  if (!hierarchy.startsWith('/') && firstSegment.includes(':')) return undefined
  const hasAuthority = hierarchy.startsWith('//') && (scheme !== '' || !hierarchy.startsWith('///'))
  const [authority, path] = hasAuthority ? cut(hierarchy.substring(2), '/') : [undefined, hierarchy]
  if (!wellEscaped(path) || (authority !== undefined && !validAuthority(authority)))
    return undefined
  return { scheme, authority, path: escapedPath(path), query }
}

/** `10.0.0.1` of `10.0.0.1:80`, `::1` of `[::1]:80`. */
export function hostName(authority: string): string {
  if (authority.startsWith('[')) return authority.substring(1, authority.indexOf(']'))
  return cut(authority, ':')[0]
}

/** The port of `host:port`, or the scheme's own. */
export function portOfUrl(url: Url): number {
  const afterHost = url.authority.substring(lastPosition(url.authority, ']') + 1)
  const port = cut(afterHost, ':')[1].substring(1)
  if (port === '') return url.scheme === 'https' ? 443 : 80
  return portOf(port)
}

/** `127.0.0.1:80`, `[::1]:80`. */
export const joinHostPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** The text before the first separator, and the rest with it. */
const cut = (text: string, separator: string): [string, string] => {
  const position = text.indexOf(separator)
  return position < 0 ? [text, ''] : [text.substring(0, position), text.substring(position)]
}

/** The scheme is undefined where a colon comes first, which Go refuses. */
const splitScheme = (text: string): { scheme: string | undefined; rest: string } => {
  const name = cut(text, ':')[0]
  if (text.startsWith(':')) return { scheme: undefined, rest: text }
  if (name === text || name.length > LONGEST || !SCHEME.test(name))
    return { scheme: '', rest: text }
  return { scheme: name.toLowerCase(), rest: text.substring(name.length + 1) }
}

const LONGEST = 255
const SCHEME = new RegExp('^[A-Za-z][-+.0-9A-Za-z]*$')
const PLAIN_PATH = new RegExp('^/([-_.~0-9A-Za-z][-_.~/0-9A-Za-z]*)?$')
const AUTHORITY = new RegExp(
  '^([^@/ ]*@)?([-_.~!$&()*+,;=0-9A-Za-z]*|\\[[0-9A-Fa-f:.]+\\])(:[0-9]*)?$',
)

const validAuthority = (authority: string): boolean =>
  authority.length <= LONGEST && AUTHORITY.test(authority)

const withSlash = (path: string): string => (path.startsWith('/') ? path : '/' + path)

const wellEscaped = (text: string): boolean =>
  text.split('%').every((part, index) => index === 0 || byteOf(part.substring(0, 2)) >= 0)

/**
 * What Go leaves as it is when it escapes a path, and what
 * else it accepts in one that is escaped already.
 */
const UNESCAPED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~$&+,/:;=@'
const ALSO_VALID = "!'()*[]%"

/**
 * A path as written where every character may stand in one,
 * else escaped anew from its decoded bytes.
 */
const escapedPath = (path: string): string => {
  const valid = bytesOf(path).every(byte => {
    const character = characterOf(byte)
    return character !== '' && (UNESCAPED.includes(character) || ALSO_VALID.includes(character))
  })
  return valid ? path : escapePath(unescape(path))
}

const unescape = (path: string): number[] =>
  path
    .split('%')
    .flatMap((part, index) =>
      index === 0 ? bytesOf(part) : [byteOf(part.substring(0, 2)), ...bytesOf(part.substring(2))],
    )

const escapePath = (bytes: number[]): string =>
  bytes
    .map(byte => {
      const character = characterOf(byte)
      return character !== '' && UNESCAPED.includes(character) ? character : '%' + hexOf(byte)
    })
    .join('')

/** A path without `.` and `..` segments (RFC 3986, 5.2.4, as Go does it). */
const withoutDots = (path: string): string => {
  if (path === '') return ''
  const segments = path.split('/')
  const last = segments[segments.length - 1]
  const kept = segments.reduce<string[]>((stack, segment) => {
    if (segment === '.') return stack
    return segment === '..' ? stack.slice(0, Math.max(stack.length - 1, 0)) : [...stack, segment]
  }, [])
  const joined = '/' + kept.join('/') + (last === '.' || last === '..' ? '/' : '')
  return joined.startsWith('//') ? joined.substring(1) : joined
}
