/** How a Pod is rewritten: as its annotations say, else as is asked for, else by default. */
import { TARGETS, type Target } from '../config/types.ts'
import { isObject } from '../config/values.ts'
import { hooksOf } from './lifecycle.ts'
import { recordOf } from './originals.ts'
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
 * Of a whole Pod. Where it ends by itself, as a Job's does, the default is the
 * sidecar: one more container that runs on would keep it from ending. And so it
 * is where there are hooks, which are asked on the same port, and by more than
 * a connection; but for a Pod in which a mesh's own helper has that port.
 */
export function healthcheckFor(template: PodTemplate, choices: Choices): Healthcheck {
  const chosen = settingOf(template, 'healthcheck') ?? choices.healthcheck
  if (chosen === 'container' || chosen === 'sidecar') return chosen
  if (hasOther(template, MESH_HELPERS)) return 'container'
  const hasHooks = wantedHooks(template, choices).length > 0
  return endsByItself(template) || hasHooks ? 'sidecar' : 'container'
}

/** What meshes call the helper that they add themselves. */
const MESH_HELPERS = ['osm-healthcheck', 'fsm-healthcheck']

/** Whether a container that no rewriting of ours has added has one of the names. */
export function hasOther(template: PodTemplate, names: readonly string[]): boolean {
  const { initContainers, containers } = template.spec
  const own = recordOf(template)?.helper
  return [...(initContainers ?? []), ...containers].some(
    ({ name }) => names.includes(name) && name !== own,
  )
}
