/** The command against the stand-in, by the kubectl of this machine. */
import { execFile, spawnSync } from 'node:child_process'
import { distFile } from '../../scripts/paths.ts'
import type { Json } from '../check/changes.ts'
import { healthyPod, originalPod } from '../check/pod.ts'
import { suite as plainSuite, type Suite } from '../suite.ts'
import type { ApiServer } from './apiServer.ts'

/** What came of a command. */
export interface Result {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Whether kubectl is on PATH. */
const isHere = spawnSync('kubectl', ['version', '--client']).status === 0

/** A suite that needs kubectl: without it its tests are said to be left out. */
export function suite(name: string, cleanUp?: () => Promise<void>): Suite {
  const tests = plainSuite(name, 60_000, cleanUp)
  if (isHere) return tests
  const skip = (test: string) => tests.skip(`not run: kubectl is not here (${test})`)
  return Object.assign(skip, { skip, after: tests.after, run: tests.run })
}

/** Runs `pipy-probes` with these words; the server answers in this process meanwhile. */
export const run = (
  server: Pick<ApiServer, 'env'>,
  words: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Result> =>
  new Promise(resolve => {
    const options = {
      env: { ...process.env, NO_COLOR: '1', NODE_V8_COVERAGE: '', ...server.env, ...env },
      timeout: 50_000,
    }
    const args = [distFile('pipy-probes.js'), ...words.split(' ')]
    const child = execFile(process.execPath, args, options, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    )
    child.stdin?.end()
  })

/** The place of the Pod below in the API. */
export const POD_PATH = '/api/v1/namespaces/shops/pods/shop'
export const EVENTS_PATH = '/api/v1/namespaces/shops/events'
export const PODS_PATH = '/api/v1/namespaces/shops/pods'

/** A healthy Pod of the mesh, by another name where one is given. */
export function shop(name = 'shop', namespace = 'shops'): Json {
  const pod = healthyPod()
  Object.assign(pod.metadata, { name, namespace, uid: `uid-${name}`, labels: { app: 'shop' } })
  // The way through kubectl is long on a busy machine.
  for (const { livenessProbe, readinessProbe, startupProbe } of pod.spec.containers)
    for (const probe of [livenessProbe, readinessProbe, startupProbe])
      if (probe) probe.timeoutSeconds = 20
  return pod
}

/** What kubectl gets of several objects. */
export const listOf = (kind: string, ...items: Json[]): Json => ({
  apiVersion: 'v1',
  kind: `${kind}List`,
  metadata: {},
  items,
})

/** What the kubelet says of a container of a Pod. */
export const eventOf = (pod: Json, container: string, message: string): Json => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'event', namespace: pod.metadata.namespace },
  involvedObject: {
    kind: 'Pod',
    namespace: pod.metadata.namespace,
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    fieldPath: `spec.containers{${container}}`,
  },
  message,
  reason: 'Unhealthy',
  type: 'Warning',
})

export const DEPLOYMENT_PATH = '/apis/apps/v1/namespaces/shops/deployments/shop'

/** What makes those Pods, before any rewriting. */
export const deployment = (): Json => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop', namespace: 'shops' },
  spec: {
    selector: { matchLabels: { app: 'shop' } },
    template: { metadata: { labels: { app: 'shop' } }, spec: originalPod().spec },
  },
})
