/** A probe of a Pod, run as the kubelet's prober runs it (Kubernetes 1.32, pkg/kubelet/prober). */
import type { Probe } from '../../src/config/types.ts'
import { resolvePort } from '../../src/pod/handlers.ts'
import type { Container } from '../../src/pod/types.ts'
import { probeGrpc } from './grpc.ts'
import { probeHttp } from './http.ts'
import { probeTcp } from './tcp.ts'
import type { Verdict } from './verdict.ts'

/** Where a Pod is. */
export interface Target {
  readonly podIP: string
  /** Ports to connect to instead, as `kubectl port-forward` gives them. */
  readonly portMap?: ReadonlyMap<number, number>
}

/** Runs it once; undefined for a handler that is not run over the network (exec). */
export async function runProbe(
  probe: Probe,
  container: Container,
  target: Target,
): Promise<Verdict | undefined> {
  const timeout = (probe.timeoutSeconds || 1) * 1000
  const { httpGet, tcpSocket, grpc } = probe
  const handler = httpGet ?? tcpSocket ?? grpc
  if (!handler) return undefined
  const declared = resolvePort(container, handler.port)
  if (declared === 0)
    return {
      result: 'unknown',
      message: `couldn't find port: ${handler.port}`,
      status: 0,
      duration: 0,
    }
  const host = (httpGet ?? tcpSocket)?.host || target.podIP
  const port = target.portMap?.get(declared) ?? declared
  if (httpGet) return probeHttp({ ...httpGet, host, port }, timeout)
  return tcpSocket
    ? probeTcp(host, port, timeout)
    : probeGrpc(host, port, grpc?.service ?? '', timeout)
}
