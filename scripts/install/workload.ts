/** The webhook's own Pods, and what they need: nothing of the cluster's API. */
import { createHash } from 'node:crypto'
import type { IDeployment } from 'kubernetes-models/apps/v1'
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1'
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1'
import type {
  IConfigMap,
  IContainer,
  INamespace,
  IProbe,
  IService,
  IServiceAccount,
} from 'kubernetes-models/v1'
import { CERTIFICATE_SECRET, LABELS, metadataIn, NAME, PORT } from './installation.ts'
import type { Installation } from './installation.ts'

const SCRIPT = 'webhook.js'
const SCRIPT_FOLDER = '/etc/pipy-probes'
const CERTIFICATE_FOLDER = '/etc/pipy-probes-certificate'

/** The namespace, whose Pods may do no more than `restricted` allows. */
export const namespace = (installation: Installation): INamespace => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: installation.namespace,
    labels: { ...LABELS, 'pod-security.kubernetes.io/enforce': 'restricted' },
  },
})

/** An account without a token: the webhook asks the cluster nothing. */
export const serviceAccount = (installation: Installation): IServiceAccount => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: metadataIn(installation),
  automountServiceAccountToken: false,
})

/** The scripts: what Pipy runs here, and what the helper containers of the Pods do. */
export const configMap = (installation: Installation): IConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: metadataIn(installation),
  data: { ...installation.scripts },
})

/** Pods on different nodes where there are some; a new script or other options roll them. */
export const deployment = (installation: Installation): IDeployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadataIn(installation),
  spec: {
    replicas: installation.replicas,
    selector: { matchLabels: LABELS },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: {
      metadata: {
        labels: LABELS,
        annotations: { 'pipy-probes-webhook/scripts': sha256(installation.scripts) },
      },
      spec: {
        serviceAccountName: NAME,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65532,
          runAsGroup: 65532,
          fsGroup: 65532,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: LABELS },
          },
        ],
        containers: [container(installation)],
        volumes: [
          { name: 'script', configMap: { name: NAME } },
          { name: 'certificate', secret: { secretName: CERTIFICATE_SECRET } },
        ],
      },
    },
  },
})

const container = ({ image, rewriting }: Installation): IContainer => ({
  name: 'webhook',
  image,
  command: ['sh', '-c', COMMAND],
  env: [
    { name: 'PORT', value: `${PORT}` },
    { name: 'TLS_CERT', value: `${CERTIFICATE_FOLDER}/tls.crt` },
    { name: 'TLS_KEY', value: `${CERTIFICATE_FOLDER}/tls.key` },
    { name: 'OPTIONS', value: rewriting },
  ],
  ports: [{ name: 'https', containerPort: PORT }],
  startupProbe: { ...probe('/readyz'), periodSeconds: 1, failureThreshold: 30 },
  readinessProbe: { ...probe('/readyz'), periodSeconds: 5 },
  livenessProbe: { ...probe('/healthz'), periodSeconds: 10 },
  resources: {
    requests: { cpu: '50m', memory: '32Mi' },
    limits: { memory: '128Mi' },
  },
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
  },
  volumeMounts: [
    { name: 'script', mountPath: SCRIPT_FOLDER, readOnly: true },
    { name: 'certificate', mountPath: CERTIFICATE_FOLDER, readOnly: true },
  ],
})

/**
 * As a container's first process Pipy would not be ended by SIGTERM. The pause
 * is for reviews that are still sent here until every node knows better.
 */
const COMMAND = `trap 'sleep 5; kill $!; exit 0' TERM; pipy ${SCRIPT_FOLDER}/${SCRIPT} & wait $!`

const probe = (path: string): IProbe => ({
  httpGet: { path, port: 'https', scheme: 'HTTPS' },
  timeoutSeconds: 2,
})

/** A drain takes one at a time, and even the only one. */
export const disruptionBudget = (installation: Installation): IPodDisruptionBudget => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: metadataIn(installation),
  spec: { maxUnavailable: 1, selector: { matchLabels: LABELS } },
})

/** Where the API server finds it. */
export const service = (installation: Installation): IService => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadataIn(installation),
  spec: {
    selector: LABELS,
    ports: [{ name: 'https', port: 443, targetPort: 'https', protocol: 'TCP' }],
  },
})

/** In from anywhere, since an API server has no labels, to the one port; out to nowhere. */
export const networkPolicy = (installation: Installation): INetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: metadataIn(installation),
  spec: {
    podSelector: { matchLabels: LABELS },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ ports: [{ port: PORT, protocol: 'TCP' }] }],
  },
})

const sha256 = (scripts: object): string =>
  createHash('sha256').update(JSON.stringify(scripts)).digest('hex')
