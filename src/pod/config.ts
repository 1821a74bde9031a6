/** The sidecar's config for a Pod, in the mesh's form. */
import { KINDS, type Kind } from '../kinds.ts'
import type { Entry, SidecarConfig } from '../config/types.ts'
import type { Contract } from './contract.ts'
import { asStored } from './defaults.ts'
import { restore } from './originals.ts'
import { rewriteProbes, type Https, type RewrittenProbe } from './rewrite.ts'
import type { PodTemplate } from './types.ts'

/** How the Pod was, or will be, rewritten. */
export interface ConfigOptions {
  readonly https: Https
  /** Who answers on the healthcheck port. */
  readonly healthcheck: 'sidecar' | 'container'
}

/**
 * Gives the same for an original Pod and for the rewritten one, as
 * they were written or as a cluster gives them back.
 */
export function configOf(
  template: PodTemplate,
  contract: Contract,
  options: ConfigOptions,
): SidecarConfig {
  const { probes } = rewriteProbes(restore(template), contract, options.https)
  return configFrom(probes, options.healthcheck)
}

/** The config that serves rewritten probes. */
export function configFrom(
  probes: readonly RewrittenProbe[],
  healthcheck: ConfigOptions['healthcheck'],
): SidecarConfig {
  return {
    Spec: {
      Probes: {
        LivenessProbes: entriesOf(probes, 'LivenessProbes'),
        ReadinessProbes: entriesOf(probes, 'ReadinessProbes'),
        StartupProbes: entriesOf(probes, 'StartupProbes'),
        ...(healthcheck === 'container' ? { Healthcheck: 'container' } : {}),
      },
    },
  }
}

const entriesOf = (probes: readonly RewrittenProbe[], list: Kind['list']): Entry[] | null => {
  const kind = KINDS.find(one => one.list === list)
  const entries = probes
    .filter(({ declared }) => declared.kind === kind)
    .map(({ probe, original }) => ({ ...asStored(probe), original }))
  return entries.length > 0 ? entries : null
}
