/** `pod/shop`, `deploy/shop`: what of a cluster a user means. */

/** A kind of object that is a Pod or makes Pods, as an API server and RBAC name it. */
interface Kind {
  /** Of RBAC, in the plural: `deployments`. */
  readonly plural: string
  readonly group: '' | 'apps' | 'batch'
  /** As kubectl takes it, too. */
  readonly others: readonly string[]
}

const KINDS: readonly Kind[] = [
  { plural: 'pods', group: '', others: ['pod', 'po'] },
  { plural: 'deployments', group: 'apps', others: ['deployment', 'deploy'] },
  { plural: 'statefulsets', group: 'apps', others: ['statefulset', 'sts'] },
  { plural: 'daemonsets', group: 'apps', others: ['daemonset', 'ds'] },
  { plural: 'replicasets', group: 'apps', others: ['replicaset', 'rs'] },
  { plural: 'replicationcontrollers', group: '', others: ['replicationcontroller', 'rc'] },
  { plural: 'jobs', group: 'batch', others: ['job'] },
  { plural: 'cronjobs', group: 'batch', others: ['cronjob', 'cj'] },
]

/** One object by its name. */
export interface Resource {
  /** As the user wrote it: `deploy/shop`. */
  readonly word: string
  readonly plural: string
  readonly group: string
  readonly name: string
}

/** TYPE/NAME, TYPE with its group too (`deployments.apps/shop`); undefined for any other word. */
export function resourceOf(word: string): Resource | undefined {
  const [, type = '', suffix = '', name = ''] =
    /^([a-z]+)(?:\.([a-z0-9.]+))?\/([a-z0-9][-a-z0-9.]*)$/.exec(word) ?? []
  const kind = kindOf(type)
  // A group may have a version before it: deployments.v1.apps.
  const group = suffix.replace(/^v\d\w*(\.|$)/, '')
  if (suffix !== '' && group !== kind?.group) return undefined
  return kind && { word, plural: kind.plural, group: kind.group, name }
}

/** Whether a word is a TYPE alone that means all Pods: `pods`, `pod`, `po`. */
export const isPods = (word: string): boolean => kindOf(word)?.plural === 'pods'

/** All TYPEs in their usual short form, for completion. */
export const TYPES: readonly string[] = KINDS.map(({ plural, others }) => others[0] ?? plural)

/** The plural of a TYPE; undefined for any other word. */
export const resourceType = (type: string): string | undefined => kindOf(type)?.plural

const kindOf = (type: string): Kind | undefined =>
  KINDS.find(({ plural, others }) => plural === type || others.includes(type))
