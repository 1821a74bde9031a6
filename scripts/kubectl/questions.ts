/** Everything that is ever asked of a cluster: all of it reads, and each with the right it needs. */
import type { Question } from './ask.ts'
import type { Resource } from './resource.ts'

/** A Pod by its place. */
export interface PodName {
  readonly namespace: string
  readonly name: string
}

/** Which Pods: of one namespace (`''` for the context's own) or of all, and by their labels. */
export interface Selection {
  readonly namespace: string
  readonly isEverywhere: boolean
  readonly selector: string
}

/** As JSON; several in one List. */
export const theObjects = (
  resources: readonly Resource[],
  namespace: string,
  form: 'json' | 'yaml' = 'json',
): Question => ({
  what: resources.map(({ word }) => word).join(', '),
  args: ['get', ...resources.map(({ word }) => word), ...inNamespace(namespace), '-o', form],
  rule: {
    apiGroups: [...new Set(resources.map(({ group }) => group))],
    resources: [...new Set(resources.map(({ plural }) => plural))],
    verbs: ['get'],
  },
})

/** A PodList. */
export const thePods = (selection: Selection): Question => ({
  what: 'the Pods',
  args: [
    'get',
    'pods',
    ...placeOf(selection),
    ...(selection.selector === '' ? [] : ['-l', selection.selector]),
    '-o',
    'json',
  ],
  rule: { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
})

/** The events of Pods, of one alone where it is named: an EventList. */
export const theEvents = (
  selection: Pick<Selection, 'namespace' | 'isEverywhere'>,
  pod?: string,
): Question => ({
  what: 'events',
  args: [
    'get',
    'events',
    ...placeOf(selection),
    '--field-selector',
    [
      'involvedObject.kind=Pod',
      ...(pod === undefined ? [] : [`involvedObject.name=${pod}`]),
    ].join(),
    '-o',
    'json',
  ],
  rule: { apiGroups: [''], resources: ['events'], verbs: ['list'] },
})

/** A log's end: of the container's last run where it was `killed`. */
export const theLog = (pod: PodName, container: string, killed: boolean): Question => ({
  what: killed ? `the last log of container "${container}"` : `the log of container "${container}"`,
  args: [
    'logs',
    pod.name,
    ...inNamespace(pod.namespace),
    '-c',
    container,
    ...(killed ? ['--previous', `--tail=${LINES}`] : []),
  ],
  rule: { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
})

/** Of a container that was killed. */
const LINES = 10

/** A file in the sidecar, which only a process in it can read. */
export const theFile = (pod: PodName, container: string, path: string): Question => ({
  what: `${path} in container "${container}"`,
  args: ['exec', pod.name, ...inNamespace(pod.namespace), '-c', container, '--', 'cat', path],
  rule: { apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] },
})

/** A file of a repo behind a Service, through the API server's own proxy. */
export const theRepoFile = (service: PodName, port: string, path: string): Question => ({
  what: `${path} of Service "${service.namespace}/${service.name}"`,
  args: [
    'get',
    '--raw',
    `/api/v1/namespaces/${service.namespace}/services/http:${service.name}:${port}/proxy${path}`,
  ],
  rule: { apiGroups: [''], resources: ['services/proxy'], verbs: ['get'] },
})

/** A Pod's port on this machine: `local` is '' for any that is free. */
export const theForward = (pod: PodName, port: string, local = ''): Question => ({
  what: `port ${port} of the Pod`,
  args: [
    'port-forward',
    `pod/${pod.name}`,
    `${local}:${port}`,
    ...inNamespace(pod.namespace),
    '--address',
    '127.0.0.1',
  ],
  rule: { apiGroups: [''], resources: ['pods/portforward'], verbs: ['create'] },
})

/** Names alone, a line each: `pod/shop`. */
export const theNames = (type: string): Question => ({
  what: `the names of ${type}`,
  args: ['get', type, '-o', 'name'],
  rule: { apiGroups: ['*'], resources: [type], verbs: ['list'] },
})

const inNamespace = (namespace: string): string[] => (namespace === '' ? [] : ['-n', namespace])

const placeOf = ({ namespace, isEverywhere }: Pick<Selection, 'namespace' | 'isEverywhere'>) =>
  isEverywhere ? ['-A'] : inNamespace(namespace)
