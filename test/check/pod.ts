/** A healthy Pod of the mesh as `kubectl get pod -o json` prints it, to be broken by the tests. */
import { jsonFrom } from '../here.ts'
import type { Json } from './changes.ts'

const INTERCEPTION = `iptables-restore --noflush <<EOF
*nat
-A OSM_PROXY_IN_REDIRECT -p tcp -j REDIRECT --to-port 15003
-A OSM_PROXY_INBOUND -p tcp --dport 15010 -j RETURN
-A OSM_PROXY_INBOUND -p tcp --dport 15901:15904 -j RETURN
COMMIT
EOF`

const DEFAULTS = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }

const ORIGINAL = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'bookstore-v1-5848999cb6-hp6qg',
    namespace: 'bookstore',
    creationTimestamp: '2026-11-20T10:00:00Z',
    labels: { app: 'bookstore' },
    annotations: { 'openservicemesh.io/sidecar-injection': 'enabled' },
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'bookstore-v1-5848999cb6', uid: '0f9d' },
    ],
    managedFields: [
      {
        manager: 'kube-controller-manager',
        operation: 'Update',
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:containers': {} } },
      },
    ],
    resourceVersion: '1234',
    uid: '9a7e',
  },
  spec: {
    initContainers: [
      {
        name: 'osm-init',
        image: 'flomesh/osm-edge-sidecar-init:1.3.5',
        command: ['/bin/sh', '-c', INTERCEPTION],
      },
    ],
    containers: [
      {
        name: 'bookstore',
        image: 'openservicemesh/bookstore:v0.8.0',
        ports: [{ name: 'http', containerPort: 14001, protocol: 'TCP' }],
        livenessProbe: {
          httpGet: { path: '/liveness', port: 14001, scheme: 'HTTP' },
          ...DEFAULTS,
        },
        readinessProbe: {
          tcpSocket: { port: 'http' },
          ...DEFAULTS,
        },
        startupProbe: {
          httpGet: { path: '/started', port: 14443, scheme: 'HTTPS' },
          ...DEFAULTS,
        },
        terminationMessagePath: '/dev/termination-log',
        imagePullPolicy: 'IfNotPresent',
      },
      {
        name: 'books',
        image: 'books:1',
        livenessProbe: {
          exec: { command: ['wget', '-qO-', 'http://127.0.0.1:9000/'] },
          timeoutSeconds: 1,
        },
      },
      { name: 'sidecar', image: 'flomesh/pipy:0.90.3-38', args: ['pipy'] },
    ],
    restartPolicy: 'Always',
    nodeName: 'node-1',
  },
}

const status = (names: readonly string[]) => ({
  phase: 'Running',
  conditions: [
    { type: 'PodScheduled', status: 'True' },
    { type: 'Ready', status: 'True' },
  ],
  podIP: '10.244.0.23',
  initContainerStatuses: [
    {
      name: 'osm-init',
      ready: true,
      restartCount: 0,
      image: 'init',
      state: { terminated: { exitCode: 0, reason: 'Completed' } },
      lastState: {},
    },
  ],
  containerStatuses: names.map(name => ({
    name,
    ready: true,
    started: true,
    restartCount: 0,
    image: name === 'sidecar' ? 'flomesh/pipy:0.90.3-38' : name,
    lastState: {},
    state: { running: { startedAt: '2026-11-20T10:00:05Z' } },
  })),
})

const rewritten = await jsonFrom(['rewrite', '-o', 'json'], ORIGINAL)
const config = await jsonFrom(['config', '-f', '-'], ORIGINAL)

/** Rewritten, running and ready; a copy of its own each time. */
export const healthyPod = (): Json =>
  structuredClone({
    ...rewritten,
    status: status(rewritten.spec.containers.map(({ name }: { name: string }) => name)),
  })

/** Its sidecar's config. */
export const healthyConfig = (): Json => structuredClone(config)

/** Before the rewriting. */
export const originalPod = (): Json => structuredClone(ORIGINAL)
