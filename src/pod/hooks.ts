/**
 * Lifecycle hooks by httpGet: what they become, and why some stay as they are.
 * They are asked on the healthcheck port, and so by the sidecar.
 */
import type { Hook, HttpGet, Original, Target } from '../config/types.ts'
import { isObject } from '../config/values.ts'
import { healthcheckFor, httpsFor, targetFor, wantedHooks, type Choices } from './choices.ts'
import { hookPath, reservedPorts, type Contract } from './contract.ts'
import {
  askedOfSidecar,
  HOOK_HANDLERS,
  originalOf,
  severalFlaw,
  unknownFlaw,
  type Flaw,
  ONE_TLS,
} from './handlers.ts'
import { isMeshSidecar, startsBefore } from './start.ts'
import type { DeclaredHook, PodTemplate, Warning } from './types.ts'

/** A hook that is served. */
interface ServedHook {
  readonly declared: DeclaredHook
  readonly httpGet: HttpGet
  readonly original: Original
  /** Where the application is asked. */
  readonly target: Target
}

/** A hook before and after. */
export interface RewrittenHook extends ServedHook {
  /** The hook that the kubelet will run. */
  readonly hook: Hook & { readonly httpGet: HttpGet }
}

/** What rewriting makes of each hook of a template whose hooks are the originals. */
export function rewriteHooks(
  template: PodTemplate,
  contract: Contract,
  choices: Choices,
): { hooks: RewrittenHook[]; warnings: Warning[] } {
  const all = wantedHooks(template, choices).map(declared =>
    serve(template, declared, contract, choices),
  )
  const served = all.filter(one => 'original' in one)
  const secure = served.filter(
    ({ declared, original }) =>
      original.scheme === 'HTTPS' &&
      httpsFor(template, declared.container.name, choices) === 'passthrough',
  )
  const terminated = secure.filter(one => !goesWith(one, secure[0]))
  const hooks = served.map(one => {
    const isPassed = secure.includes(one) && !terminated.includes(one)
    const httpGet = { ...one.httpGet, ...asked(one, contract, isPassed) }
    return { ...one, hook: { ...one.declared.hook, httpGet } }
  })
  const warnings = all.filter(one => 'message' in one)
  return { hooks, warnings: [...warnings, ...terminated.map(terminatedWarning)] }
}

const serve = (
  template: PodTemplate,
  declared: DeclaredHook,
  contract: Contract,
  choices: Choices,
): ServedHook | Warning => {
  const { container, name, hook } = declared
  const field = `lifecycle.${name}`
  const httpGet = hook.httpGet ?? { port: 0 }
  const handlers = HOOK_HANDLERS.filter(handler => isObject(hook[handler]))
  const found =
    unknownFlaw(field, hook, HOOK_HANDLERS) ??
    (handlers.length > 1 ? severalFlaw(field, handlers) : undefined) ??
    placeFlaw(template, declared, contract, choices) ??
    originalOf(container, `${field}.httpGet`, httpGet, reservedPorts(contract))
  return 'message' in found
    ? { container: container.name, ...found }
    : { declared, httpGet, ...found, target: targetFor(template, container.name, choices) }
}

/** Why nobody would answer a hook. */
const placeFlaw = (
  template: PodTemplate,
  { container, name }: DeclaredHook,
  contract: Contract,
  choices: Choices,
): Flaw | undefined => {
  const field = `lifecycle.${name}.httpGet`
  if (healthcheckFor(template, contract, choices) === 'container')
    return { field, message: NO_PORT }
  // What holds up the start of the sidecar is asked while no interception is in force.
  const isLate = name === 'postStart' && startsBefore(template, container, isMeshSidecar)
  return isLate ? { field, message: LATE } : undefined
}

const NO_PORT =
  'would be asked on the port of the container that makes the TCP checks: it stays as it is; ' +
  'have the sidecar make them (pipy-probes/healthcheck: sidecar, and no helper of a mesh), or use exec'

const LATE =
  'holds up the start of the mesh’s sidecar, which would answer it: it stays as it is; ' +
  'have the sidecar as an init container before this one, or use exec'

/** Whether TLS of one can go through the one connection to another's application. */
const goesWith = (one: ServedHook, other: ServedHook | undefined): boolean =>
  one.original.port === other?.original.port && one.target === other.target

/** The fields of httpGet that change. */
const asked = (
  { declared: { container, name }, original }: ServedHook,
  contract: Contract,
  isPassed: boolean,
): Partial<HttpGet> => {
  const port = contract.ports.healthcheck
  return isPassed
    ? { port }
    : askedOfSidecar(original, hookPath(contract, container.name, name), port)
}

const terminatedWarning = ({ declared: { container, name } }: ServedHook): Warning => ({
  container: container.name,
  field: `lifecycle.${name}.httpGet.scheme`,
  message: ONE_TLS,
})
