/** The probes that a Pod declares, and where each one goes. */
import type { Original, Probe } from '../config/types.ts'
import { isObject, type Fields } from '../config/values.ts'
import { KINDS } from '../kinds.ts'
import { portOf } from '../text.ts'
import { isEmpty } from './defaults.ts'
import { isNative } from './start.ts'
import type { Container, DeclaredProbe, PodTemplate } from './types.ts'

/** Every probe of the containers that may have one: regular ones, and init containers that stay. */
export const probesOf = (template: PodTemplate): DeclaredProbe[] => [
  ...probesIn(template.spec.initContainers ?? [], 'initContainers').filter(({ container }) =>
    isNative(container),
  ),
  ...probesIn(template.spec.containers ?? [], 'containers'),
]

const probesIn = (containers: readonly Container[], list: string): DeclaredProbe[] =>
  containers.flatMap((container, index) =>
    KINDS.flatMap(kind => {
      const probe = container[kind.field]
      return probe ? [{ container, kind, probe, path: ['spec', list, index, kind.field] }] : []
    }),
  )

/** Where a probe goes, why it is left alone, or nothing for a handler that needs no rewriting. */
export type Target = { original: Original } | { field: string; message: string } | undefined

/**
 * What the kubelet would ask: nothing for exec and empty probes, a
 * message where no mesh can serve the probe. `reserved` are the sidecar's ports.
 */
export function targetOf(declared: DeclaredProbe, reserved: readonly number[]): Target {
  const { container, kind, probe } = declared
  const unknown = unknownFields(probe)[0]
  if (unknown !== undefined)
    return {
      field: `${kind.field}.${unknown}`,
      message:
        'is not known here, and may change what the kubelet asks: the probe stays as it is; ' +
        'remove it, or see whether a newer pipy-probes knows it',
    }
  const handlers = HANDLERS.filter(
    handler => probe[handler] !== undefined && probe[handler] !== null,
  )
  if (handlers.length > 1) {
    return {
      field: kind.field,
      message:
        `has ${handlers.join(' and ')}, ` +
        'and the API server takes exactly one: remove the others',
    }
  }
  const handler = handlers[0]
  if (handler === undefined || handler === 'exec') return undefined
  const field = `${kind.field}.${handler}`
  const wanted = probe[handler]?.port ?? ''
  const host = handler === 'grpc' ? undefined : probe[handler]?.host
  if (host !== undefined && host !== '') {
    return {
      field: `${field}.host`,
      message: `is "${host}", which is not this Pod: remove host, or probe with exec`,
    }
  }
  const invalid = invalidNumber(kind.name, probe)
  if (invalid !== '') return { field: kind.field, message: invalid }
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
  if (probe.grpc) {
    const service = probe.grpc.service || ''
    return { original: { container: container.name, scheme: 'GRPC', port, path: '', service } }
  }
  if (!probe.httpGet)
    return { original: { container: container.name, scheme: 'TCP', port, path: '' } }
  const scheme = (probe.httpGet.scheme || 'HTTP').toUpperCase()
  if (scheme !== 'HTTP' && scheme !== 'HTTPS') {
    return {
      field: `${field}.scheme`,
      message: `is "${probe.httpGet.scheme}", and the API server takes HTTP or HTTPS`,
    }
  }
  return { original: { container: container.name, scheme, port, path: probe.httpGet.path || '/' } }
}

const HANDLERS = ['httpGet', 'tcpSocket', 'exec', 'grpc'] as const

/** The fields of handlers that are known; in exec all are, since it stays as it is. */
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

/**
 * A handler of tomorrow, or a field of one that may change the request:
 * `httpGet.protocol`. Numbers beside the handler are the kubelet's own matter.
 */
export const unknownFields = (probe: Probe): string[] =>
  Object.keys(probe).flatMap(name => {
    const value = (probe as Fields)[name]
    if (!isObject(value) || name === 'exec') return []
    if (!HANDLERS.some(handler => handler === name)) return [name]
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

const invalidNumber = (kind: string, probe: Probe): string => {
  if (kind !== 'readiness' && (probe.successThreshold || 1) !== 1)
    return `has successThreshold ${probe.successThreshold}, and the API server takes 1 here`
  if ((probe.timeoutSeconds || 1) < 1)
    return `has timeoutSeconds ${probe.timeoutSeconds}, and the API server takes 1 or more`
  return ''
}
