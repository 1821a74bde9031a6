/** AdmissionReviews of the bookstore's Pods, as an API server of Kubernetes 1.32 sends them. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { asStored } from '../../src/pod/defaults.ts'
import type { Container, PodTemplate } from '../../src/pod/types.ts'

/** Stands in a text wherever one review differs from the next: nine digits take its place. */
export const NUMBER = '#########'

/** Which Pods are sent: those of one ReplicaSet, or each of another release than the one before. */
export type Pods = 'of one Deployment' | 'ever new'

const POD = new URL('../bookstore/pod.yaml', import.meta.url)
const TOKEN = `kube-api-access-${NUMBER}`

/** What the cluster's own admission has given a container, but for its probes. */
const CONTAINER = {
  resources: {},
  volumeMounts: [
    {
      name: TOKEN,
      readOnly: true,
      mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
    },
  ],
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'IfNotPresent',
}

const TOKEN_VOLUME = {
  name: TOKEN,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [
            { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } },
          ],
        },
      },
    ],
    defaultMode: 420,
  },
}

/** A review's JSON; what differs from review to review is `NUMBER`. */
export function reviewText(pods: Pods): string {
  const { spec } = parse(readFileSync(POD, 'utf8')) as PodTemplate
  // What the webhook sees of a Pod is then another's.
  const release = pods === 'ever new' ? { env: [{ name: 'RELEASE', value: NUMBER }] } : {}
  const sidecar: Container = { name: 'sidecar', image: 'flomesh/pipy:1.5.14' }
  const containers = [...spec.containers, sidecar].map((container, index) => ({
    ...container,
    ...(index === 0 ? release : {}),
    ...storedProbes(container),
    ...CONTAINER,
  }))
  const object = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      generateName: 'bookstore-6f7c9d8b5-',
      namespace: 'bookstore',
      creationTimestamp: null,
      labels: { app: 'bookstore', 'pod-template-hash': '6f7c9d8b5' },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: 'bookstore-6f7c9d8b5',
          uid: '43bd4ae8-7c5d-4dcf-9c60-8bb7bb3d3a6d',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: [managed(containers)],
    },
    spec: { ...POD_SPEC, containers },
    status: {},
  }
  return JSON.stringify(reviewOf(object))
}

const storedProbes = (container: Container) =>
  Object.fromEntries(
    (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap(field => {
      const probe = container[field]
      return probe ? [[field, asStored(probe)]] : []
    }),
  )

const POD_SPEC = {
  volumes: [TOKEN_VOLUME],
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  serviceAccountName: 'bookstore',
  serviceAccount: 'bookstore',
  securityContext: {},
  schedulerName: 'default-scheduler',
  tolerations: ['not-ready', 'unreachable'].map(key => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  })),
  priority: 0,
  enableServiceLinks: true,
  preemptionPolicy: 'PreemptLowerPriority',
}

/** Who has set which field, down to those of the probes. */
const managed = (containers: readonly Container[]) => ({
  manager: 'kube-controller-manager',
  operation: 'Update',
  apiVersion: 'v1',
  time: '2026-01-01T00:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1: {
    'f:metadata': { 'f:generateName': {}, 'f:labels': { '.': {}, 'f:app': {} } },
    'f:spec': {
      'f:containers': Object.fromEntries(
        containers.map(one => [`k:{"name":"${one.name}"}`, fieldsOf(one)]),
      ),
    },
  },
})

const fieldsOf = (value: unknown): object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, field]) => [`f:${name}`, fieldsOf(field)]),
      )
    : {}

const GROUP_VERSION = { group: '', version: 'v1' }

const reviewOf = (object: object) => ({
  kind: 'AdmissionReview',
  apiVersion: 'admission.k8s.io/v1',
  request: {
    uid: `705ab4f5-6393-11e8-b7cc-420${NUMBER}`,
    kind: { ...GROUP_VERSION, kind: 'Pod' },
    resource: { ...GROUP_VERSION, resource: 'pods' },
    requestKind: { ...GROUP_VERSION, kind: 'Pod' },
    requestResource: { ...GROUP_VERSION, resource: 'pods' },
    namespace: 'bookstore',
    operation: 'CREATE',
    userInfo: {
      username: 'system:serviceaccount:kube-system:replicaset-controller',
      uid: '43bd4ae8-7c5d-4dcf-9c60-8bb7bb3d3a6d',
      groups: [
        'system:serviceaccounts',
        'system:serviceaccounts:kube-system',
        'system:authenticated',
      ],
    },
    object,
    oldObject: null,
    dryRun: false,
    options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
  },
})
