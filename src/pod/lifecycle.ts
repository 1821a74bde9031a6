/** The lifecycle hooks that a Pod declares. */
import { HOOKS } from '../hooks.ts'
import { isNative } from './start.ts'
import type { Container, DeclaredHook, PodTemplate } from './types.ts'

/** Every hook of the containers that may have one: regular ones, and init containers that stay. */
export const hooksOf = ({ spec }: PodTemplate): DeclaredHook[] => [
  ...hooksIn(spec.initContainers ?? [], 'initContainers').filter(({ container }) =>
    isNative(container),
  ),
  ...hooksIn(spec.containers ?? [], 'containers'),
]

const hooksIn = (containers: readonly Container[], list: string): DeclaredHook[] =>
  containers.flatMap((container, index) =>
    HOOKS.flatMap(name => {
      const hook = container.lifecycle?.[name]
      const path = ['spec', list, index, 'lifecycle', name]
      return hook ? [{ container, name, hook, path }] : []
    }),
  )

/** How long a Pod has to end, in seconds; what the API server fills in where it does not say. */
export const gracePeriodOf = ({ spec }: PodTemplate): number =>
  spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_PERIOD

const DEFAULT_GRACE_PERIOD = 30
