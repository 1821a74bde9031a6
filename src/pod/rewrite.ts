/**
 * The rewriting of a Pod's probes, as edits. Rewriting a Pod that was rewritten
 * begins from its originals again: so doing it twice changes nothing, and a
 * container that came later is taken in.
 * The rules: osm-edge's guide "Configure Health Probes".
 */
import type { HttpGet, Probe } from '../config/types.ts'
import { ORIGINAL_TCP_PORT } from '../kinds.ts'
import { httpsFor, wantedHooks, type Choices } from './choices.ts'
import { healthcheckPath, probePath, type Contract } from './contract.ts'
import { askedOfSidecar, ONE_TLS } from './handlers.ts'
import { rewriteHooks, type RewrittenHook } from './hooks.ts'
import { outsideMesh } from './outside.ts'
import { servedProbes, wantedProbes, warning, type ServedProbe } from './served.ts'
import type { PodTemplate, Warning } from './types.ts'

/** A probe before and after. */
export interface RewrittenProbe extends ServedProbe {
  /** The probe that the kubelet will run. */
  readonly probe: Probe
}

/** What becomes of a Pod’s probes and hooks. */
export interface Rewriting {
  readonly probes: readonly RewrittenProbe[]
  readonly hooks: readonly RewrittenHook[]
  readonly warnings: readonly Warning[]
}

/** What rewriting makes of a template whose probes and hooks are the originals. */
export function rewriteHandlers(
  template: PodTemplate,
  contract: Contract,
  choices: Choices,
): Rewriting {
  const outside = outsideMesh(template)
  if (outside) {
    const isConcerned = wantedProbes(template).length + wantedHooks(template, choices).length > 0
    return { probes: [], hooks: [], warnings: isConcerned ? [outside] : [] }
  }
  const { probes, warnings } = rewriteProbes(template, contract, choices)
  const rewritten = rewriteHooks(template, contract, choices)
  return { probes, hooks: rewritten.hooks, warnings: [...warnings, ...rewritten.warnings] }
}

const rewriteProbes = (
  template: PodTemplate,
  contract: Contract,
  choices: Choices,
): Omit<Rewriting, 'hooks'> => {
  const { served, warnings } = servedProbes(template, contract, choices)
  const secure = served.filter(
    ({ declared, original }) =>
      original.scheme === 'HTTPS' &&
      httpsFor(template, declared.container.name, choices) === 'passthrough',
  )
  const passed = secure.filter(
    ({ declared }, index) =>
      secure.findIndex(other => other.declared.kind === declared.kind) === index,
  )
  const asHttp = served.filter(one => one.original.scheme !== 'TCP' && !passed.includes(one))
  const probes = served.map(one => {
    if (one.original.scheme === 'TCP')
      return { ...one, probe: tcpProbe(one.declared.probe, one.original.port, contract) }
    const port = contract.ports[one.declared.kind.name]
    if (passed.includes(one)) return { ...one, probe: httpProbe(one.declared.probe, { port }) }
    const shared = asHttp.some(other => other !== one && other.declared.kind === one.declared.kind)
    const path = probePath(
      contract,
      one.declared.kind.name,
      shared ? one.original.container : undefined,
    )
    if (one.original.scheme === 'GRPC')
      return {
        ...one,
        probe: replaced(one.declared.probe, 'grpc', { path, port, scheme: 'HTTP' }),
      }
    return {
      ...one,
      probe: httpProbe(one.declared.probe, askedOfSidecar(one.original, path, port)),
    }
  })
  const terminated = secure
    .filter(one => !passed.includes(one))
    .map(({ declared }) => warning(declared, `${declared.kind.field}.httpGet.scheme`, ONE_TLS))
  return { probes, warnings: [...warnings, ...terminated] }
}

const httpProbe = (
  probe: Probe,
  changed: { path?: string; port: number; scheme?: string },
): Probe => ({ ...probe, httpGet: { ...probe.httpGet, ...changed } })

const tcpProbe = (probe: Probe, port: number, contract: Contract): Probe =>
  replaced(probe, 'tcpSocket', {
    httpHeaders: [{ name: ORIGINAL_TCP_PORT, value: `${port}` }],
    path: healthcheckPath(contract),
    port: contract.ports.healthcheck,
    scheme: 'HTTP',
  })

/** The probe with `httpGet` in place of another handler. */
const replaced = (probe: Probe, handler: 'tcpSocket' | 'grpc', httpGet: HttpGet): Probe => ({
  ...Object.fromEntries(Object.entries({ ...probe }).filter(entry => entry[0] !== handler)),
  httpGet,
})
