/** What probes and lifecycle hooks have in common: how a handler is asked, and where. */
import type { HttpGet, Original } from '../config/types.ts'
import { isObject, type Fields } from '../config/values.ts'
import { portOf } from '../text.ts'
import { isEmpty } from './defaults.ts'
import type { Container } from './types.ts'

/** Where a handler leads, or why it is left alone: the field below the handler's, and a message. */
export type Place = { readonly port: number } | Flaw

/** What no mesh can serve. */
export interface Flaw {
  readonly field: string
  readonly message: string
}

/** The port of a handler in `field`. `reserved` are the sidecar's ports. */
export function placeOf(
  container: Container,
  field: string,
  handler: { readonly port?: number | string; readonly host?: string },
  reserved: readonly number[],
): Place {
  const { host } = handler
  if (host !== undefined && host !== '') {
    return {
      field: `${field}.host`,
      message: `is "${host}", which is not this Pod: remove host, or use exec`,
    }
  }
  const wanted = handler.port ?? ''
  const port = resolvePort(container, wanted)
  if (port === 0) {
    return {
      field: `${field}.port`,
      message:
        `is "${wanted}", which is neither a port of container "${container.name}" ` +
        'nor a number from 1 to 65535: declare it under ports',
    }
  }
  if (reserved.includes(port)) {
    return {
      field: `${field}.port`,
      message:
        `is ${port}, which is the sidecar's own: ` +
        'the Pod was rewritten before by another tool, or the application must move',
    }
  }
  return { port }
}

/** What the kubelet would ask by an httpGet in `field`. */
export function originalOf(
  container: Container,
  field: string,
  httpGet: HttpGet,
  reserved: readonly number[],
): { original: Original } | Flaw {
  const place = placeOf(container, field, httpGet, reserved)
  if ('message' in place) return place
  const scheme = (httpGet.scheme || 'HTTP').toUpperCase()
  if (scheme !== 'HTTP' && scheme !== 'HTTPS') {
    return {
      field: `${field}.scheme`,
      message: `is "${httpGet.scheme}", and the API server takes HTTP or HTTPS`,
    }
  }
  const { port } = place
  return { original: { container: container.name, scheme, port, path: httpGet.path || '/' } }
}

/** The fields by which an httpGet is asked of the sidecar itself, which ends TLS. */
export const askedOfSidecar = (
  { scheme }: Original,
  path: string,
  port: number,
): { path: string; port: number; scheme?: string } =>
  scheme === 'HTTPS' ? { path, port, scheme: 'HTTP' } : { path, port }

/** Why TLS of another application does not go through unread. */
export const ONE_TLS =
  'is HTTPS as in another container, and one port can pass only one TLS through: ' +
  'it becomes HTTP, and the sidecar asks over TLS'

/** More than one handler where the API server takes one. */
export const severalFlaw = (field: string, handlers: readonly string[]): Flaw => ({
  field,
  message: `has ${handlers.join(' and ')}, and the API server takes exactly one: remove the others`,
})

/** The first unknown field of a probe or a hook. */
export function unknownFlaw(
  field: string,
  handlers: object,
  known: readonly string[],
): Flaw | undefined {
  const unknown = unknownFields(handlers, known)[0]
  return unknown === undefined
    ? undefined
    : {
        field: `${field}.${unknown}`,
        message:
          'is not known here, and may change what the kubelet asks: it stays as it is; ' +
          'remove it, or see whether a newer pipy-probes knows it',
      }
}

/** Of a probe the API server takes exactly one, and of a hook. */
export const PROBE_HANDLERS = ['httpGet', 'tcpSocket', 'exec', 'grpc'] as const
export const HOOK_HANDLERS = ['httpGet', 'tcpSocket', 'exec', 'sleep'] as const

/** The fields of handlers that are known; in exec and sleep all are, since they stay as they are. */
const HANDLER_FIELDS: readonly string[] = [
  'httpGet.path',
  'httpGet.port',
  'httpGet.host',
  'httpGet.scheme',
  'httpGet.httpHeaders',
  'tcpSocket.port',
  'tcpSocket.host',
  'grpc.port',
  'grpc.service',
]
const UNTOUCHED: readonly string[] = ['exec', 'sleep']

/**
 * A handler of tomorrow, or a field of one that may change the request:
 * `httpGet.protocol`. Numbers beside the handler are the kubelet's own matter.
 */
export const unknownFields = (handlers: object, known: readonly string[]): string[] =>
  Object.keys(handlers).flatMap(name => {
    const value = (handlers as Fields)[name]
    if (!isObject(value)) return []
    if (!known.includes(name)) return [name]
    if (UNTOUCHED.includes(name)) return []
    return Object.keys(value)
      .filter(field => !isEmpty(value[field]))
      .map(field => `${name}.${field}`)
      .filter(field => !HANDLER_FIELDS.includes(field))
  })

/**
 * A port by number, by its name in the container, or in digits
 * (the kubelet's order); 0 where it is none.
 */
export function resolvePort(container: Container, port: number | string | undefined): number {
  if (typeof port === 'number')
    return port >= 1 && port <= 65535 && Math.floor(port) === port ? port : 0
  const named = (container.ports ?? []).find(declared => declared.name === port)
  return named ? named.containerPort : portOf(port ?? '')
}
