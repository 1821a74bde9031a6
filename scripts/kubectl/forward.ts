/** A Pod's ports on this machine, by `kubectl port-forward`: the only way in that needs no route. */
import type { Kubectl } from './ask.ts'
import type { Failure } from './failure.ts'
import { Port } from './port.ts'
import type { PodName } from './questions.ts'

/** Open until it is closed. */
export interface Forward {
  /** The Pod's port, and the one here. */
  readonly portMap: ReadonlyMap<number, number>
  /** The Pod's ports where nobody listened: a connection here is closed then, and not refused. */
  readonly refused: ReadonlySet<number>
  close(): Promise<void>
}

/**
 * A process a port, since kubectl ends at the first connection that the Pod refuses, and takes
 * its other ports with it. `onTrouble` is told what kubectl says of a connection.
 * @throws InputError where there is no kubectl.
 */
export async function forwardPorts(
  kubectl: Kubectl,
  pod: PodName,
  ports: readonly number[],
  onTrouble: (words: string) => void = () => {},
): Promise<Forward | Failure> {
  const refused = new Set<number>()
  const opened = ports.map(
    port =>
      new Port(kubectl, pod, port, line => {
        if (/^forwarding .*refused/i.test(line)) refused.add(port)
        onTrouble(line)
      }),
  )
  const close = async () => void (await Promise.all(opened.map(port => port.close())))
  const locals = await Promise.all(opened.map(port => port.open()))
  const failure = locals.find(local => typeof local !== 'number')
  if (failure !== undefined) {
    await close()
    return failure
  }
  const portMap = new Map(ports.map((port, place) => [port, Number(locals[place])]))
  return { portMap, refused, close }
}
