/** Where the Pod is that `probe` is about, and how it is reached. */
import { isIP } from 'node:net'
import { resolvePort } from '../../../src/pod/handlers.ts'
import { probesOf } from '../../../src/pod/probes.ts'
import type { DeclaredProbe } from '../../../src/pod/types.ts'
import { InputError } from '../../error.ts'
import type { Target } from '../../kubelet/probe.ts'
import { findPods, refusalOf, worstOf } from '../../kubectl/find.ts'
import { forwardPorts } from '../../kubectl/forward.ts'
import { nameOf, portsIn } from '../../kubectl/pod.ts'
import { theForward, theObjects } from '../../kubectl/questions.ts'
import type { Resource } from '../../kubectl/resource.ts'
import { readPod } from '../../manifests/pod.ts'
import { isDryRun, kubectlFrom } from '../cluster.ts'
import type { Options } from '../command.ts'
import { portMapFrom } from '../target.ts'

/** A Pod's probes, and where they are asked. */
export interface Opened {
  readonly declared: readonly DeclaredProbe[]
  readonly target: Target
  /** Whether its port is reached from here. */
  reaches(declared: DeclaredProbe): boolean
  /** The last that went wrong on the way to it, in a line; `''` for nothing. */
  trouble(): string
  close(): Promise<void>
}

/** The Pod of `-f`, at `--pod-ip`. @throws InputError */
export async function openFile(options: Options): Promise<Opened> {
  if (options.file === undefined) throw new InputError('give a Pod with -f')
  const podIP: string = options['pod-ip'] ?? '127.0.0.1'
  if (isIP(podIP) === 0) throw new InputError(`--pod-ip "${podIP}" is no IP address`)
  const { template } = await readPod(options.file, options.name)
  const declared = probesOf(template)
  if (declared.length === 0) throw new InputError(`"${options.file}" has no probe`)
  return {
    declared,
    target: { podIP, portMap: portMapFrom(options['port-map']) },
    reaches: () => true,
    trouble: () => '',
    close: async () => {},
  }
}

/**
 * A Pod of a cluster through `kubectl port-forward`, of several the first that is not ready;
 * undefined where it is not to be asked. @throws InputError
 */
export async function openNamed(options: Options, resource: Resource): Promise<Opened | undefined> {
  const other = ['pod-ip', 'port-map'].find(name => options[name] !== undefined)
  if (other !== undefined)
    throw new InputError(`--${other} is for files: ${resource.word} is reached by kubectl`)
  const [kubectl, namespace] = [kubectlFrom(options), (options.namespace ?? '') as string]
  const name = resource.plural === 'pods' ? resource.name : 'POD'
  const questions = [theObjects([resource], namespace), theForward({ namespace, name }, 'PORT')]
  if (isDryRun(options, kubectl, questions)) return undefined
  const pod = worstOf((await findPods(kubectl, resource, namespace)).pods)
  if (!pod) throw new InputError(`${resource.word} has no Pod`)
  const ports = portsIn(pod)
  if (ports.length === 0)
    throw new InputError(
      `${resource.word} has no probe that can be asked through kubectl port-forward: ` +
        'httpGet and grpc can; tcpSocket cannot, since it accepts every connection',
    )
  let trouble = ''
  const forward = await forwardPorts(kubectl, nameOf(pod), ports, line => {
    trouble = line
    if (!process.stdout.isTTY) console.error(`kubectl: ${line}`)
  })
  if ('why' in forward)
    throw new InputError(refusalOf(kubectl, theForward(nameOf(pod), `${ports[0]}`), forward))
  if (resource.plural !== 'pods') console.error(`pod/${pod.metadata.name}`)
  return {
    declared: probesOf(pod),
    target: { podIP: '127.0.0.1', portMap: forward.portMap },
    reaches: ({ probe: { httpGet, grpc }, container }) =>
      forward.portMap.has(resolvePort(container, (httpGet ?? grpc)?.port)),
    trouble: () => (trouble === '' ? '' : `kubectl: ${trouble}\n\n`),
    close: () => forward.close(),
  }
}
