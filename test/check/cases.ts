/** What breaks a healthy Pod so that `check` finds each of its codes. */
import type { CodeName } from '../../scripts/check/codes.ts'
import {
  annotate,
  set,
  setInConfig,
  setOriginal,
  setStatus,
  type Change,
  type Json,
} from './changes.ts'
import { originalPod } from './pod.ts'

export interface Case {
  /** Breaks the Pod, or its config. */
  readonly pod?: Change
  readonly config?: Change
  /** What the kubelet says of the container `bookstore`. */
  readonly event?: string
  readonly iptables?: string
  /** `container field`, as the finding says it. */
  readonly at: string
}

/** The field that is wrong is the one that the finding names. */
const field = (path: string, value: unknown): Case => ({
  pod: set(path, value),
  at: path.replace('.', ' '),
})

/** The finding is about the container alone. */
const status = (name: string, fields: object): Case => ({
  pod: setStatus(name, fields),
  at: `${name} `,
})
const terminated = (exitCode: number, reason: string) => ({ terminated: { exitCode, reason } })
const waiting = (reason: string, message?: string) => ({ waiting: { reason, message } })

const config = (path: string, value: unknown): Case => ({
  config: setInConfig(path, value),
  at: 'bookstore livenessProbe.httpGet',
})

const liveness = (message: string): Case => ({
  event: `Liveness probe failed: ${message}`,
  at: 'bookstore livenessProbe',
})
const readiness = (message: string): Case => ({
  event: `Readiness probe failed: ${message}`,
  at: 'bookstore readinessProbe',
})
const answered = (code: number): string => `HTTP probe failed with statuscode: ${code}`
const WGET = 'wget -qO- http://books.shop.svc:9000/'
const GET = 'Get "http://10.244.0.23:15901/osm-liveness-probe"'

const twoOriginals: Change = ({ Spec: { Probes } }) => {
  const [entry] = Probes.LivenessProbes
  Probes.LivenessProbes = [1, 2].map(port => ({
    ...entry,
    httpGet: {
      ...entry.httpGet,
      httpHeaders: [{ name: 'Original-Http-Port', value: `${port}` }],
    },
    original: { ...entry.original, port },
  }))
}
const withoutHelper: Change = ({ spec }) =>
  void (spec.containers = spec.containers.filter(({ name }: Json) => name !== 'osm-healthcheck'))
/** An init container that stays, before any sidecar. */
const initial = (startupProbe: object): Case => ({
  pod: ({ spec }) =>
    void spec.initContainers.push({ name: 'proxy', restartPolicy: 'Always', startupProbe }),
  at: 'proxy startupProbe',
})
const onHostNetwork: Change = ({ spec }) => void (spec.hostNetwork = true)
const unschedulable: Change = pod =>
  void (pod.status = {
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: '0/3 nodes are available: 3 Insufficient memory.',
      },
    ],
  })

/** Step 1: the Pod and its sidecar's config, as they are written. */
const WRITTEN = {
  'probe-not-rewritten': {
    pod: set('bookstore.livenessProbe.httpGet', { path: '/liveness', port: 14001, scheme: 'HTTP' }),
    at: 'bookstore livenessProbe.httpGet.port',
  },
  'hook-not-rewritten': {
    pod: set('bookstore.lifecycle', { preStop: { httpGet: { port: 14001 } } }),
    at: 'bookstore lifecycle.preStop.httpGet',
  },
  'hook-not-served': {
    pod: pod => {
      annotate('pipy-probes/healthcheck', 'container')(pod)
      set('bookstore.lifecycle', { preStop: { httpGet: { port: 14001 } } })(pod)
    },
    at: 'bookstore lifecycle.preStop.httpGet',
  },
  'probe-wrong-port': field('bookstore.livenessProbe.httpGet.port', 15902),
  'probe-path-not-rewritten': field('bookstore.livenessProbe.httpGet.path', '/liveness'),
  'https-path-changed': field('bookstore.startupProbe.httpGet.path', '/osm-startup-probe'),
  'tcp-not-rewritten': {
    pod: set('bookstore.readinessProbe', { tcpSocket: { port: 'http' } }),
    at: 'bookstore readinessProbe.tcpSocket',
  },
  'tcp-path-wrong': field('bookstore.readinessProbe.httpGet.path', '/'),
  'tcp-header-missing': field('bookstore.readinessProbe.httpGet.httpHeaders', undefined),
  'tcp-header-wrong': {
    pod: set('bookstore.readinessProbe.httpGet.httpHeaders.0.value', '14002'),
    at: 'bookstore readinessProbe.httpGet.httpHeaders',
  },
  'helper-missing': { pod: withoutHelper, at: 'osm-healthcheck ' },
  'helper-not-running': status('osm-healthcheck', { state: terminated(1, 'Error') }),
  'helper-without-need': {
    pod: set('bookstore.readinessProbe', undefined),
    at: 'osm-healthcheck ',
  },
  'config-broken': { config: setInConfig('LivenessProbes', 7), at: ' ' },
  'config-no-listener': config('LivenessProbes', null),
  'config-no-route': config('LivenessProbes.0.httpGet.path', '/other'),
  'config-ambiguous': { config: twoOriginals, at: 'bookstore livenessProbe.httpGet' },
  'config-other-target': config('LivenessProbes.0.original.port', 14002),
  'port-intercepted': {
    iptables: '-A OSM_PROXY_INBOUND -p tcp -m multiport --dports 15902,15903,15904 -j RETURN\n',
    at: 'bookstore livenessProbe.httpGet.port',
  },
  'containers-collide': {
    pod: pod => {
      set('books.livenessProbe', pod.spec.containers[0].livenessProbe)(pod)
      setOriginal('books', { livenessProbe: { httpGet: { path: '/books', port: 9000 } } })(pod)
    },
    at: 'books livenessProbe.httpGet.path',
  },
  'probe-host-set': field('bookstore.livenessProbe.httpGet.host', '10.0.0.9'),
  'port-unknown': field('bookstore.livenessProbe.httpGet.port', 'metrics'),
  'injected-twice': {
    pod: setOriginal('bookstore.livenessProbe.httpGet.port', 15901),
    at: 'bookstore livenessProbe.httpGet.port',
  },
  'grpc-probe': {
    pod: set('books.livenessProbe', { grpc: { port: 9000 } }),
    at: 'books livenessProbe.grpc',
  },
  'exec-needs-network': {
    pod: set('books.livenessProbe.exec.command', ['sh', '-c', WGET]),
    at: 'books livenessProbe.exec',
  },
  'probe-unknown': field('bookstore.livenessProbe.httpGet.protocol', 'H2C'),
  'probe-before-sidecar': initial({ httpGet: { path: '/started', port: 8001 } }),
  'probe-waits-for-sidecar': {
    pod: pod => {
      const { pod: add } = initial({ httpGet: { path: '/osm-startup-probe', port: 15903 } })
      add?.(pod)
      setOriginal('proxy', { startupProbe: { httpGet: { path: '/up', port: 8001 } } })(pod)
    },
    at: 'proxy startupProbe',
  },
  'helper-never-ends': {
    pod: ({ spec }) => void (spec.restartPolicy = 'OnFailure'),
    at: 'osm-healthcheck ',
  },
  'target-intercepted': {
    pod: annotate('pipy-probes/target', 'POD_IP'),
    at: 'bookstore livenessProbe.httpGet.port',
  },
  'rewritten-outside-mesh': { pod: onHostNetwork, at: ' spec.hostNetwork' },
  'outside-mesh': {
    pod: pod => {
      Object.assign(pod, originalPod())
      onHostNetwork(pod)
    },
    at: ' spec.hostNetwork',
  },
  'opted-out': {
    pod: annotate('pipy-probes/rewrite', 'false'),
    at: 'bookstore livenessProbe',
  },
} as const satisfies Partial<Record<CodeName, Case>>

/** Steps 2 and 3: what the cluster says of the Pod, and the kubelet of its probes. */
const SEEN = {
  'pod-unschedulable': { pod: unschedulable, at: ' ' },
  'image-not-pulled': status('bookstore', {
    state: waiting('ImagePullBackOff', 'Back-off pulling image "bookstore:v0.8.0"'),
  }),
  'init-failed': {
    pod: pod =>
      Object.assign(pod.status.initContainerStatuses[0], { state: terminated(2, 'Error') }),
    at: 'osm-init ',
  },
  'container-not-created': status('bookstore', {
    state: waiting('CreateContainerConfigError', 'secret "books" not found'),
  }),
  'sidecar-not-running': status('sidecar', { state: terminated(255, 'Error') }),
  'crash-loop': status('bookstore', {
    restartCount: 5,
    state: waiting('CrashLoopBackOff'),
    lastState: terminated(1, 'Error'),
  }),
  'out-of-memory': status('bookstore', {
    restartCount: 1,
    lastState: terminated(137, 'OOMKilled'),
  }),
  'container-restarted': status('bookstore', {
    restartCount: 2,
    lastState: terminated(137, 'Error'),
  }),
  'container-not-ready': status('bookstore', { ready: false }),
  'killed-by-probe': {
    event: 'Container bookstore failed liveness probe, will be restarted',
    at: 'bookstore livenessProbe',
  },
  'answer-refused': liveness(`${GET}: dial tcp 10.244.0.23:15901: connect: connection refused`),
  'answer-400': readiness(answered(400)),
  'answer-403': readiness(answered(403)),
  'answer-404': liveness(answered(404)),
  'answer-502': liveness(answered(502)),
  'answer-503': liveness(answered(503)),
  'answer-504': liveness(answered(504)),
  'answer-508': liveness(answered(508)),
  'answer-late': liveness(
    `${GET}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
  ),
  'answer-reset': liveness(`${GET}: EOF`),
  'answer-failure': liveness(answered(500)),
} as const satisfies Partial<Record<CodeName, Case>>

export const CASES: Readonly<Record<CodeName, Case>> = { ...WRITTEN, ...SEEN }
