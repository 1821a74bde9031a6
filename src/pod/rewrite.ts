/**
 * The rewriting of a Pod's probes, as edits. Rewriting a Pod that was rewritten
 * begins from its originals again: so doing it twice changes nothing, and a
 * container that came later is taken in.
 * The rules: osm-edge's guide "Configure Health Probes".
 */
import type { Original, Probe } from '../config/types.ts'
import { ORIGINAL_TCP_PORT } from '../kinds.ts'
import { healthcheckPath, probePath, type Contract } from './contract.ts'
import { isOptedOut } from './originals.ts'
import { probesOf, targetOf } from './probes.ts'
import type { DeclaredProbe, PodTemplate, Warning } from './types.ts'

/** `passthrough` lets TLS through unread, `terminate` has the sidecar ask the app over TLS. */
export type Https = 'passthrough' | 'terminate'

/** A probe before and after. */
export interface RewrittenProbe {
  readonly declared: DeclaredProbe
  readonly original: Original
  /** The probe that the kubelet will run. */
  readonly probe: Probe
}

/** What becomes of a Pod’s probes. */
export interface Rewriting {
  readonly probes: readonly RewrittenProbe[]
  readonly warnings: readonly Warning[]
}

/** What rewriting makes of each probe of a template whose probes are the originals. */
export function rewriteProbes(template: PodTemplate, contract: Contract, https: Https): Rewriting {
  const reserved = Object.values(contract.ports)
  const wanted = probesOf(template).filter(({ container }) => !isOptedOut(template, container.name))
  if (template.spec.hostNetwork === true) return leftToTheNode(wanted)
  const targets = wanted.map(declared => ({ declared, target: targetOf(declared, reserved) }))
  const served = targets.flatMap(({ declared, target }) =>
    target && 'original' in target ? [{ declared, original: target.original }] : [],
  )
  const refused = targets.flatMap(({ declared, target }) =>
    target && 'message' in target ? [warning(declared, target.field, target.message)] : [],
  )
  const passed = served.filter(
    ({ declared, original }, index) =>
      https === 'passthrough' &&
      original.scheme === 'HTTPS' &&
      served.findIndex(
        other => other.original.scheme === 'HTTPS' && other.declared.kind === declared.kind,
      ) === index,
  )
  const asHttp = served.filter(one => one.original.scheme !== 'TCP' && !passed.includes(one))
  const probes = served.map(one => {
    if (one.original.scheme === 'TCP')
      return { ...one, probe: tcpProbe(one.declared.probe, one.original.port, contract) }
    const port = contract.ports[one.declared.kind.name]
    if (passed.includes(one)) return { ...one, probe: httpProbe(one.declared.probe, { port }) }
    const shared = asHttp.some(other => other !== one && other.declared.kind === one.declared.kind)
    const path =
      probePath(contract, one.declared.kind.name) + (shared ? `/${one.original.container}` : '')
    return {
      ...one,
      probe: httpProbe(
        one.declared.probe,
        one.original.scheme === 'HTTPS' ? { path, port, scheme: 'HTTP' } : { path, port },
      ),
    }
  })
  const terminated = asHttp
    .filter(({ original }) => https === 'passthrough' && original.scheme === 'HTTPS')
    .map(({ declared }) =>
      warning(
        declared,
        `${declared.kind.field}.httpGet.scheme`,
        'is HTTPS as in another container, and one port can pass only one TLS through: ' +
          'it becomes HTTP, and the sidecar asks over TLS',
      ),
    )
  return { probes, warnings: [...refused, ...terminated] }
}

/** No mesh takes the connections of such a Pod. */
const leftToTheNode = (declared: readonly DeclaredProbe[]): Rewriting => ({
  probes: [],
  warnings:
    declared.length === 0
      ? []
      : [
          {
            field: 'spec.hostNetwork',
            message: 'is true, so that no mesh is in the way: the probes stay as they are',
          },
        ],
})

const httpProbe = (
  probe: Probe,
  changed: { path?: string; port: number; scheme?: string },
): Probe => ({ ...probe, httpGet: { ...probe.httpGet, ...changed } })

const tcpProbe = (probe: Probe, port: number, contract: Contract): Probe => {
  const kept = Object.fromEntries(
    Object.entries({ ...probe }).filter(entry => entry[0] !== 'tcpSocket'),
  )
  return {
    ...kept,
    httpGet: {
      httpHeaders: [{ name: ORIGINAL_TCP_PORT, value: `${port}` }],
      path: healthcheckPath(contract),
      port: contract.ports.healthcheck,
      scheme: 'HTTP',
    },
  }
}

const warning = (declared: DeclaredProbe, field: string, message: string): Warning => ({
  container: declared.container.name,
  field,
  message,
})
