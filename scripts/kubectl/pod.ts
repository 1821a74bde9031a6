/** A Pod of a cluster, and what there is to ask of it. */
import { resolvePort } from '../../src/pod/handlers.ts'
import { probesOf } from '../../src/pod/probes.ts'
import { CONFIG } from '../../src/pod/sidecar.ts'
import { isMeshSidecar, isNative } from '../../src/pod/start.ts'
import type { Container, PodTemplate } from '../../src/pod/types.ts'
import type { Question } from './ask.ts'
import { theFile, theLog, theRepoFile, type PodName } from './questions.ts'

/** As the API gives it, as far as it is read here. */
export interface ClusterPod extends PodTemplate {
  readonly kind?: string
  readonly metadata: NonNullable<PodTemplate['metadata']> & {
    readonly name: string
    readonly namespace: string
    readonly uid?: string
  }
  readonly spec: PodTemplate['spec'] & { readonly nodeName?: string }
  readonly status?: {
    readonly phase?: string
    readonly containerStatuses?: readonly RunningContainer[]
    readonly initContainerStatuses?: readonly RunningContainer[]
  }
}

interface RunningContainer {
  readonly name: string
  readonly ready?: boolean
  readonly restartCount?: number
}

/** Where the sidecar's config is: in the Pod itself, or to be asked for; undefined for no sidecar. */
export function configIn(pod: ClusterPod): string | Question | undefined {
  const given = pod.metadata.annotations?.[CONFIG]
  if (given !== undefined) return given
  const sidecar = [
    ...(pod.spec.initContainers ?? []).filter(isNative),
    ...pod.spec.containers,
  ].find(isMeshSidecar)
  if (!sidecar) return undefined
  return repoFileOf(sidecar, pod) ?? theFile(pod.metadata, sidecar.name, configPathOf(sidecar))
}

const wordsOf = (container: Container): string[] => {
  const { command = [], args = [] } = container as { command?: unknown[]; args?: unknown[] }
  return [...(command ?? []), ...(args ?? [])].map(String)
}

/** Of a sidecar that has its codebase from a mesh's repo: `http://NAME.NAMESPACE:6060/repo/…`. */
const repoFileOf = (sidecar: Container, pod: ClusterPod): Question | undefined => {
  const address = wordsOf(sidecar).find(word => /^https?:\/\/[^/]+\/repo\//.test(word))
  if (address === undefined || !URL.canParse(address)) return undefined
  const { hostname, port, pathname } = new URL(address)
  const [name = '', namespace = pod.metadata.namespace] = hostname.split('.')
  const folder = pathname.replace(/\/+$/, '')
  return theRepoFile({ name, namespace }, port || '80', `${folder}/config.json`)
}

/** Beside the script that Pipy was started with. */
const configPathOf = (sidecar: Container): string => {
  const script = wordsOf(sidecar).find(word => word.endsWith('.js')) ?? ''
  return `${script.slice(0, script.lastIndexOf('/') + 1)}config.json`
}

/**
 * The log of the init container that sets up the interception, where its command does not show
 * the rules; undefined where that shows them, or there is none.
 */
export function rulesIn(pod: ClusterPod): Question | undefined {
  const inits = (pod.spec.initContainers ?? []).filter(container => !isNative(container))
  if (inits.some(container => JSON.stringify(container).includes('REDIRECT'))) return undefined
  const init = inits.find(
    ({ name, image }) => /^(osm|fsm)-init$/.test(name) || /-init:/.test(image ?? ''),
  )
  return init && theLog(pod.metadata, init.name, false)
}

/** Those that have run before, and ended. */
export const killedIn = ({ status }: ClusterPod): string[] =>
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
    .filter(({ restartCount = 0 }) => restartCount > 0)
    .map(({ name }) => name)

/**
 * The ports that its probes ask, each once. A tcpSocket probe's is none of them: a port-forward
 * accepts every connection, whatever listens behind it. Nor is one that names a host.
 */
export const portsIn = (template: PodTemplate): number[] => [
  ...new Set(
    probesOf(template)
      .map(({ probe: { httpGet, grpc }, container }) =>
        httpGet?.host ? 0 : resolvePort(container, (httpGet ?? grpc)?.port),
      )
      .filter(port => port > 0),
  ),
]

/** Whether it runs with all of its containers ready. */
export const isReady = ({ status }: ClusterPod): boolean =>
  status?.phase === 'Running' && (status.containerStatuses ?? []).every(({ ready }) => ready)

/** By its place. */
export const nameOf = ({ metadata: { namespace, name } }: ClusterPod): PodName => ({
  namespace,
  name,
})
