/** Where the Pod is in a Kubernetes object. */
import { isList, isObject, type Fields } from '../config/values.ts'
import { valueAt } from './edits.ts'
import { templateFlaw, type Flaw } from './shape.ts'
import type { Path, PodTemplate } from './types.ts'

const TEMPLATE_PATHS: { readonly [kind: string]: Path } = {
  Pod: [],
  PodTemplate: ['template'],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
}

const pathOf = (kind: string): Path | undefined =>
  Object.entries(TEMPLATE_PATHS).find(entry => entry[0] === kind)?.[1]

/** A Pod, or the Pod template of another object. */
export interface Workload {
  readonly kind: string
  readonly name: string
  /** From the object to its Pod or Pod template. */
  readonly path: Path
  readonly template: PodTemplate
}

/**
 * The Pods of an object: one, several in a List, or none. `anyKind` also takes
 * a Pod template under `spec.template` of kinds not known here. What is broken
 * is none of them: see `flawOf`.
 */
export const workloadsOf = (object: unknown, anyKind: boolean): Workload[] =>
  claimsOf(object, anyKind)
    .filter(({ template, isKnown }) => templateFlaw(template, [], isKnown) === undefined)
    .map(({ kind, name, path, template }) => ({
      kind,
      name,
      path,
      template: template as PodTemplate,
    }))

/**
 * What keeps an object that says it is a Pod, or holds one,
 * from being it; undefined for all others.
 */
export function flawOf(
  object: unknown,
  anyKind: boolean,
): (Flaw & { kind: string; name: string }) | undefined {
  return claimsOf(object, anyKind).flatMap(({ kind, name, path, template, isKnown }) => {
    const flaw = templateFlaw(template, path, isKnown)
    return flaw ? [{ ...flaw, kind, name }] : []
  })[0]
}

/** An object that says it has a Pod at `path`. */
interface Claim extends Omit<Workload, 'template'> {
  readonly template: unknown
  /** Whether the kind is one of those above, and not another group's of the same name. */
  readonly isKnown: boolean
}

const claimsOf = (object: unknown, anyKind: boolean): Claim[] => {
  if (!isObject(object) || typeof object.kind !== 'string') return []
  const { kind, items } = object
  if (kind.endsWith('List') && isList(items)) {
    // kubectl leaves the kind of a list's items out where the list says it.
    const itemKind = kind.substring(0, kind.length - 4)
    return items.flatMap((item, index) =>
      claimsOf(isObject(item) ? { kind: itemKind, ...item } : item, anyKind).map(claim => ({
        ...claim,
        path: ['items', index, ...claim.path],
      })),
    )
  }
  const path = pathOf(kind) ?? (anyKind ? ['spec', 'template'] : undefined)
  const template = path ? valueAt(object, path) : undefined
  const isKnown = isKubernetes(object)
  // Another kind may have anything there.
  if (!path || (!isKnown && !isList(valueAt(template, ['spec', 'containers'])))) return []
  const name = valueAt(object, ['metadata', 'name'])
  return [{ kind, name: typeof name === 'string' ? name : '', path, template, isKnown }]
}

/** By its own word: `Job` is also Volcano's. */
const isKubernetes = ({ kind, apiVersion }: Fields): boolean => {
  const group =
    typeof apiVersion === 'string' && apiVersion.includes('/')
      ? (apiVersion.split('/')[0] ?? '')
      : ''
  return pathOf(`${kind}`) !== undefined && ['', 'apps', 'batch', 'extensions'].includes(group)
}
