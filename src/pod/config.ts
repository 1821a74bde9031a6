/** The sidecar's config for a Pod, in the mesh's form. */
import { KINDS, type Kind } from '../kinds.ts'
import type { Entry, HookEntry, SidecarConfig, Target } from '../config/types.ts'
import { healthcheckFor, targetFor, type Choices } from './choices.ts'
import type { Contract } from './contract.ts'
import { asStored, storedGet } from './defaults.ts'
import { restore } from './originals.ts'
import type { RewrittenHook } from './hooks.ts'
import { gracePeriodOf } from './lifecycle.ts'
import { rewriteHandlers, type RewrittenProbe, type Rewriting } from './rewrite.ts'
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
  return configFrom(
    template,
    contract,
    rewriteHandlers(restore(template), contract, choices),
    choices,
  )
}

/** The config that serves a Pod's rewritten probes and hooks. */
export function configFrom(
  template: PodTemplate,
  contract: Contract,
  { probes, hooks }: Pick<Rewriting, 'probes' | 'hooks'>,
  choices: Choices,
): SidecarConfig {
  const target = targetFor(template, undefined, choices)
  return {
    Spec: {
      Probes: {
        LivenessProbes: entriesOf(probes, 'LivenessProbes', target),
        ReadinessProbes: entriesOf(probes, 'ReadinessProbes', target),
        StartupProbes: entriesOf(probes, 'StartupProbes', target),
        ...(hooks.length > 0
          ? { LifecycleHooks: hooks.map(hook => hookEntry(template, hook, target)) }
          : {}),
        ...(target === 'POD_IP' ? { Target: target } : {}),
        ...(healthcheckFor(template, contract, choices) === 'container'
          ? { Healthcheck: 'container' }
          : {}),
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

const hookEntry = (
  template: PodTemplate,
  { declared, hook, original, target }: RewrittenHook,
  usual: Target,
): HookEntry => ({
  hook: declared.name,
  httpGet: storedGet(hook.httpGet),
  timeoutSeconds: Math.max(gracePeriodOf(template), 1),
  original: target === usual ? original : { ...original, target },
})
