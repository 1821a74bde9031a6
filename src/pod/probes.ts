/** The probes that a Pod declares, and where each one goes. */
import type { Original, Probe } from '../config/types.ts'
import { KINDS } from '../kinds.ts'
import {
  originalOf,
  placeOf,
  PROBE_HANDLERS,
  severalFlaw,
  unknownFlaw,
  type Flaw,
} from './handlers.ts'
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
export type Target = { original: Original } | Flaw | undefined

/**
 * What the kubelet would ask: nothing for exec and empty probes, a
 * message where no mesh can serve the probe. `reserved` are the sidecar's ports.
 */
export function targetOf(declared: DeclaredProbe, reserved: readonly number[]): Target {
  const { container, kind, probe } = declared
  const unknown = unknownFlaw(kind.field, probe, PROBE_HANDLERS)
  if (unknown) return unknown
  const handlers = PROBE_HANDLERS.filter(
    handler => probe[handler] !== undefined && probe[handler] !== null,
  )
  if (handlers.length > 1) return severalFlaw(kind.field, handlers)
  const handler = handlers[0]
  if (handler === undefined || handler === 'exec') return undefined
  const field = `${kind.field}.${handler}`
  const invalid = invalidNumber(kind.name, probe)
  if (invalid !== '') return { field: kind.field, message: invalid }
  if (probe.httpGet) return originalOf(container, field, probe.httpGet, reserved)
  // An error for a host of gRPC has been given as that of an unknown field.
  const place = placeOf(container, field, { ...probe.tcpSocket, ...probe.grpc }, reserved)
  if ('message' in place) return place
  const { port } = place
  return {
    original: probe.grpc
      ? {
          container: container.name,
          scheme: 'GRPC',
          port,
          path: '',
          service: probe.grpc.service || '',
        }
      : { container: container.name, scheme: 'TCP', port, path: '' },
  }
}

const invalidNumber = (kind: string, probe: Probe): string => {
  if (kind !== 'readiness' && (probe.successThreshold || 1) !== 1)
    return `has successThreshold ${probe.successThreshold}, and the API server takes 1 here`
  if ((probe.timeoutSeconds || 1) < 1)
    return `has timeoutSeconds ${probe.timeoutSeconds}, and the API server takes 1 or more`
  return ''
}
