/** The sidecar's config for a Pod, in the mesh's form. */
import { KINDS, type Kind } from '../kinds.ts'
import type { Entry, SidecarConfig, Target } from '../config/types.ts'
import { healthcheckFor, targetFor, type Choices } from './choices.ts'
import type { Contract } from './contract.ts'
import { asStored } from './defaults.ts'
import { restore } from './originals.ts'
import { rewriteProbes, type RewrittenProbe } from './rewrite.ts'
import type { PodTemplate } from './types.ts'

/**
 * Of a Pod that was, or will be, rewritten with `choices`. Gives the same for an
 * original Pod and for the rewritten one, as they were written or as a cluster
 * gives them back.
 */
export function configOf(
  template: PodTemplate,
  contract: Contract,
  choices: Choices,
): SidecarConfig {
  return configFrom(template, rewriteProbes(restore(template), contract, choices).probes, choices)
}

/** The config that serves a Pod's rewritten probes. */
export function configFrom(
  template: PodTemplate,
  probes: readonly RewrittenProbe[],
  choices: Choices,
): SidecarConfig {
  const target = targetFor(template, undefined, choices)
  return {
    Spec: {
      Probes: {
        LivenessProbes: entriesOf(probes, 'LivenessProbes', target),
        ReadinessProbes: entriesOf(probes, 'ReadinessProbes', target),
        StartupProbes: entriesOf(probes, 'StartupProbes', target),
        ...(target === 'POD_IP' ? { Target: target } : {}),
        ...(healthcheckFor(template, choices) === 'container' ? { Healthcheck: 'container' } : {}),
      },
    },
  }
}

/** `usual` is the target of those that say none. */
const entriesOf = (
  probes: readonly RewrittenProbe[],
  list: Kind['list'],
  usual: Target,
): Entry[] | null => {
  const kind = KINDS.find(one => one.list === list)
  const entries = probes
    .filter(({ declared }) => declared.kind === kind)
    .map(({ probe, original, target }) => ({
      ...asStored(probe),
      original: target === usual ? original : { ...original, target },
    }))
  return entries.length > 0 ? entries : null
}
