/** Where the Pod is in a Kubernetes object. */
import { isList, isObject } from '../config/values.ts'
import { valueAt } from './edits.ts'
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
 * a Pod template under `spec.template` of kinds not known here.
 */
export const workloadsOf = (object: unknown, anyKind: boolean): Workload[] => {
  if (!isObject(object) || typeof object.kind !== 'string') return []
  const { kind, items } = object
  if (kind.endsWith('List') && isList(items)) {
    // kubectl leaves the kind of a list's items out where the list says it.
    const itemKind = kind.substring(0, kind.length - 4)
    return items.flatMap((item, index) =>
      workloadsOf(isObject(item) ? { kind: itemKind, ...item } : item, anyKind)
        .map(workload => ({ ...workload, path: ['items', index, ...workload.path] })))
  }
  const path = TEMPLATE_PATHS[kind] ?? (anyKind ? ['spec', 'template'] : undefined)
  const template = path ? valueAt(object, path) : undefined
  if (!path || !isObject(template) || !isObject(template.spec) || !isList(template.spec.containers)) return []
  const name = valueAt(object, ['metadata', 'name'])
  return [{ kind, name: typeof name === 'string' ? name : '', path, template: template as unknown as PodTemplate }]
}
