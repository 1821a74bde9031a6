/** The lifecycle hooks that the kubelet runs, as data. */
export type HookName = 'postStart' | 'preStop'

/** In the order in which a container has them. */
export const HOOKS: readonly HookName[] = ['postStart', 'preStop']

/** Whether a route, by what it is of, is a hook's: the kubelet does not look at its status. */
export const isHook = (name: string): boolean => HOOKS.some(hook => hook === name)
