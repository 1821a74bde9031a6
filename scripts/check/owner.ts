/** What a cluster knows of an object: how kubectl calls it, and who makes it. */
import { isList, isObject } from '../../src/config/values.ts'

/** As far as it is read here; anything may be missing in a manifest. */
export interface KubernetesObject {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata?: {
    readonly name?: string
    readonly namespace?: string
    readonly uid?: string
    readonly labels?: { readonly [name: string]: string }
    readonly ownerReferences?: unknown
  }
}

/** An object by its type and name. */
export interface Named {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
}

/** Who makes an object anew; undefined where nobody does. A ReplicaSet stands for its Deployment. */
export function controllerOf({ metadata }: KubernetesObject): Named | undefined {
  const owners = isList(metadata?.ownerReferences) ? metadata.ownerReferences.filter(isObject) : []
  const owner = owners.find(({ controller }) => controller === true) ?? owners[0]
  if (!owner) return undefined
  const [apiVersion, kind, name] = [`${owner.apiVersion}`, `${owner.kind}`, `${owner.name}`]
  const hash = `-${metadata?.labels?.['pod-template-hash']}`
  return kind === 'ReplicaSet' && name.endsWith(hash)
    ? { apiVersion, kind: 'Deployment', name: name.slice(0, -hash.length) }
    : { apiVersion, kind, name }
}

/** `deployment`, `Rollout.v1alpha1.argoproj.io`: a type as kubectl takes it. */
export function resourceOf({ apiVersion, kind }: Named): string {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : []
  return ['', 'apps', 'batch'].includes(group) ? kind.toLowerCase() : `${kind}.${version}.${group}`
}

/** Whether a cluster has given the object, under a name that it takes. */
export const isInCluster = ({ metadata }: KubernetesObject): boolean =>
  metadata?.uid !== undefined && /^[a-z\d]/.test(metadata.name ?? '')

/** An object's own type and name. */
export const namedOf = ({ apiVersion = 'v1', kind = '', metadata }: KubernetesObject): Named => ({
  apiVersion,
  kind,
  name: metadata?.name ?? '',
})
