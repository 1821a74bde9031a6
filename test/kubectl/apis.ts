/** What an API server says that it has, before kubectl asks for anything. */

const resource = (kind: string, name: string, ...shortNames: string[]) => ({
  name,
  singularName: kind.toLowerCase(),
  namespaced: true,
  kind,
  verbs: ['get', 'list'],
  shortNames,
})

const listOf = (groupVersion: string, resources: readonly object[]) => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion,
  resources,
})

const groupOf = (name: string) => {
  const version = { groupVersion: `${name}/v1`, version: 'v1' }
  return { name, versions: [version], preferredVersion: version }
}

/** By path. */
export const APIS: Readonly<Record<string, object>> = {
  '/version': { major: '1', minor: '32', gitVersion: 'v1.32.0' },
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [groupOf('apps'), groupOf('batch')] },
  '/api/v1': listOf('v1', [
    resource('Pod', 'pods', 'po'),
    resource('Event', 'events', 'ev'),
    { ...resource('Namespace', 'namespaces', 'ns'), namespaced: false },
  ]),
  '/apis/apps/v1': listOf('apps/v1', [
    resource('Deployment', 'deployments', 'deploy'),
    resource('StatefulSet', 'statefulsets', 'sts'),
  ]),
  '/apis/batch/v1': listOf('batch/v1', [resource('CronJob', 'cronjobs', 'cj')]),
}
