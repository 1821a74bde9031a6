/** How a Pod is rewritten: as its annotations say, else as is asked for, else by default. */
import { TARGETS, type Target } from '../config/types.ts'
import { isObject } from '../config/values.ts'
import { hooksOf } from './lifecycle.ts'
import { contractOf, helperName, type Contract } from './contract.ts'
import { recordOf, type Rewritten } from './record.ts'
import { isOptedOut, settingOf } from './settings.ts'
import { endsByItself } from './start.ts'
import type { DeclaredHook, PodTemplate } from './types.ts'

/** `passthrough` lets TLS through unread, `terminate` has the sidecar ask the app over TLS. */
export type Https = 'passthrough' | 'terminate'

/** Who answers TCP checks: the sidecar, or a helper container. */
export type Healthcheck = 'container' | 'sidecar'

/** Whether lifecycle hooks by httpGet are rewritten, as is the default, or kept as they are. */
type Hooks = 'rewrite' | 'keep'

/** What is asked for, for all Pods alike; undefined for what is not. */
export interface Choices {
  readonly https?: Https | undefined
  readonly healthcheck?: Healthcheck | undefined
  readonly target?: Target | undefined
  readonly hooks?: Hooks | undefined
}

/** Of one container's probes. */
export const httpsFor = (template: PodTemplate, container: string, choices: Choices): Https =>
  (settingOf(template, 'https', container) ?? choices.https) === 'terminate'
    ? 'terminate'
    : 'passthrough'

/** Where a container's application is asked; without a container, where the others are. */
export const targetFor = (
  template: PodTemplate,
  container: string | undefined,
  choices: Choices,
): Target =>
  TARGETS.find(one => one === settingOf(template, 'target', container)) ??
  choices.target ??
  '127.0.0.1'

/** The hooks that are to be rewritten: those by httpGet that are not opted out. */
export const wantedHooks = (template: PodTemplate, choices: Choices): DeclaredHook[] =>
  hooksOf(template).filter(
    ({ container, hook }) =>
      isObject(hook.httpGet) &&
      !isOptedOut(template, container.name) &&
      (settingOf(template, 'hooks', container.name) ?? choices.hooks) !== 'keep',
  )

/**
 * Of a whole Pod. Where a mesh has put its own helper, that one has the port,
 * whatever is asked for. Where the Pod ends by itself, as a Job's does, the default
 * is the sidecar: one more container that runs on would keep it from ending. And so
 * it is where there are hooks, which are asked on the same port, and by more than a
 * connection.
 */
export function healthcheckFor(
  template: PodTemplate,
  contract: Contract,
  choices: Choices,
): Healthcheck {
  if (hasMeshHelper(template, contract)) return 'container'
  const chosen = settingOf(template, 'healthcheck') ?? choices.healthcheck
  if (chosen === 'container' || chosen === 'sidecar') return chosen
  const hasHooks = wantedHooks(template, choices).length > 0
  return endsByItself(template) || hasHooks ? 'sidecar' : 'container'
}

/** What meshes call the helper that they add themselves. */
const MESH_HELPERS = ['osm', 'fsm'].map(prefix => helperName(contractOf(prefix)))

/** Whether a mesh has put a helper of its own there: no rewriting of ours has added it. */
export function hasMeshHelper(template: PodTemplate, contract: Contract): boolean {
  const { initContainers, containers } = template.spec
  const names = [helperName(contract), ...MESH_HELPERS]
  const own = recordOf(template)?.helper
  return [...(initContainers ?? []), ...containers].some(
    ({ name }) => name !== own && names.includes(name),
  )
}

/** How a Pod was rewritten, as its record says; nothing where there is none. */
export function recordedChoices(template: PodTemplate): Choices {
  const record = recordOf(template)
  return {
    https: record?.https,
    healthcheck: record && recordedHealthcheck(template, record),
    target: record?.target,
    hooks: record?.hooks,
  }
}

/** What was asked for, or has come about; undefined for what the default still gives. */
const recordedHealthcheck = (
  template: PodTemplate,
  { healthcheck, helper, originals, contract }: Rewritten,
): Healthcheck | undefined => {
  if (healthcheck !== undefined) return healthcheck
  if (helper !== undefined) return 'container'
  const checks = Object.values(originals).flatMap(fields => Object.values(fields))
  return checks.some(({ tcpSocket }) => tcpSocket !== undefined) &&
    !hasMeshHelper(template, contract ?? contractOf('osm'))
    ? 'sidecar'
    : undefined
}
