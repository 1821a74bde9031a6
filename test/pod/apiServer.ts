/**
 * What an API server gives back of a Pod, or of anything with a Pod template:
 * empty fields are left out, and defaults filled in. Written down from
 * Kubernetes 1.32, pkg/apis/core/v1/defaults.go and zz_generated.defaults.go
 * (which defaults are called where); the fields of apps/v1 and batch/v1 outside
 * the template are none that rewriting looks at.
 */
import { HTTP_GET_DEFAULTS, PROBE_DEFAULTS, isEmpty } from '../../src/pod/defaults.ts'
import { workloadsOf } from '../../src/pod/workloads.ts'
import { containersOf, PROBES, type Json } from './rewriting.ts'

/** A copy of a Kubernetes object as it comes back. */
export function stored<Value>(object: Value): Value {
  const copy: Json = structuredClone(object)
  for (const { kind, path, template } of workloadsOf(copy, false)) {
    const pod = template as Json
    dropEmpty(pod.metadata?.annotations ?? {}, pod.metadata ?? {}, 'annotations')
    dropEmpty(pod.metadata ?? {}, pod, 'metadata')
    // Until 1.33 the zero time of a template's metadata was written as null.
    if (path.length > 0) pod.metadata = { creationTimestamp: null, ...pod.metadata }
    fill(pod.spec, POD_SPEC)
    containersOf(pod).forEach(fillContainer)
    if (kind === 'Pod') fillPod(pod)
  }
  return copy
}

/** SetDefaults_PodSpec. */
const POD_SPEC = {
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
}

/**
 * SetDefaults_Container, SetObjectDefaults_Pod's call of it for each, and `Protocol`, which is
 * "+default" in types.go.
 */
const fillContainer = (container: Json): void => {
  const isLatest = /(^|\/)[^/:@]*(:latest)?$/.test(container.image ?? '')
  fill(container, {
    imagePullPolicy: isLatest ? 'Always' : 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  })
  for (const port of container.ports ?? []) fill(port, { protocol: 'TCP' })
  for (const { valueFrom } of container.env ?? [])
    if (valueFrom?.fieldRef) fill(valueFrom.fieldRef, { apiVersion: 'v1' })
  for (const field of PROBES) if (container[field]) fillProbe(container[field])
  dropEmpty(container.lifecycle ?? {}, container, 'lifecycle')
  for (const { httpGet, tcpSocket } of Object.values<Json>(container.lifecycle ?? {})) {
    if (httpGet) fill(httpGet, HTTP_GET_DEFAULTS)
    if (tcpSocket) fill(tcpSocket, {})
  }
}

const fillProbe = (probe: Json): void => {
  if (probe.httpGet) fill(probe.httpGet, HTTP_GET_DEFAULTS)
  if (probe.tcpSocket) fill(probe.tcpSocket, {})
  if (probe.grpc && probe.grpc.service === undefined) probe.grpc.service = ''
  fill(probe, PROBE_DEFAULTS)
}

/** SetDefaults_Pod, which is for Pods alone and not for templates. */
const fillPod = (pod: Json): void => {
  fill(pod.spec, { enableServiceLinks: true })
  for (const container of containersOf(pod)) {
    const { limits, requests } = container.resources
    if (limits) container.resources.requests = { ...limits, ...requests }
    for (const port of pod.spec.hostNetwork ? (container.ports ?? []) : [])
      fill(port, { hostPort: port.containerPort })
  }
}

/** An empty field is as one that is not there, but for a port, which is always written. */
const fill = (fields: Json, defaults: object): void => {
  for (const name of Object.keys(fields))
    if (isEmpty(fields[name]) && name !== 'port') delete fields[name]
  for (const [name, value] of Object.entries(defaults)) fields[name] ??= structuredClone(value)
}

const dropEmpty = (value: object, parent: Json, name: string): void => {
  if (Object.keys(value).length === 0) delete parent[name]
}
