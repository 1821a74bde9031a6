/** The guide's step 1: is each probe rewritten, and rightly, and do they fit together? */
import type { Contract } from '../../src/pod/contract.ts'
import { recordOf } from '../../src/pod/originals.ts'
import { PROBE_HANDLERS, resolvePort, unknownFields } from '../../src/pod/handlers.ts'
import { probesOf } from '../../src/pod/probes.ts'
import { isOptedOut } from '../../src/pod/settings.ts'
import type { DeclaredProbe, PodTemplate } from '../../src/pod/types.ts'
import { checkCollisions } from './collisions.ts'
import { outsideAddress } from './exec.ts'
import { finding, type Finding } from './finding.ts'
import { checkHooks } from './hooks.ts'
import { checkHelper } from './helper.ts'
import { checkOutside } from './outside.ts'
import { tcpPortHeader } from './httpGet.ts'
import { checkRewritten } from './rewritten.ts'
import { checkStartup } from './startup.ts'

/** Findings of every probe, of pairs of containers, and of the helper container. */
export function checkProbes(template: PodTemplate, contract: Contract): Finding[] {
  const declared = probesOf(template)
  const outside = checkOutside(template, declared, contract)
  if (outside) return outside
  return [
    ...declared.flatMap(one => checkProbe(template, one, contract)),
    ...checkCollisions(declared, contract),
    ...checkHooks(template, contract),
    ...checkHelper(template, declared, contract),
  ]
}

const checkProbe = (
  template: PodTemplate,
  declared: DeclaredProbe,
  contract: Contract,
): Finding[] => {
  const { probe, container, kind } = declared
  const at = (field: string) => ({ container: container.name, field: `${kind.field}.${field}` })
  const [unknown] = unknownFields(probe, PROBE_HANDLERS)
  if (unknown !== undefined) return [finding('probe-unknown', at(unknown))]
  if (probe.exec) {
    const address = outsideAddress(probe.exec)
    return address === '' ? [] : [finding('exec-needs-network', at('exec'), address)]
  }
  const handler = probe.httpGet ? 'httpGet' : probe.grpc ? 'grpc' : 'tcpSocket'
  const wanted = probe[handler]?.port
  const host = (probe.httpGet ?? probe.tcpSocket)?.host
  if (wanted === undefined) return []
  if (host) return [finding('probe-host-set', at(`${handler}.host`), host)]
  if (isOptedOut(template, container.name))
    return [finding('opted-out', { container: container.name, field: kind.field })]
  const late = checkStartup(template, declared, contract)
  if (late) return [late]
  const port = resolvePort(container, wanted)
  if (port === 0) return [finding('port-unknown', at(`${handler}.port`), `${wanted}`)]
  if (probe.grpc) return [finding('grpc-probe', at('grpc'))]
  if (!probe.httpGet) return [finding('tcp-not-rewritten', at('tcpSocket'))]
  const original = recordOf(template)?.originals[container.name]?.[kind.field]
  const { port: originalPort } = original?.httpGet ??
    original?.tcpSocket ??
    original?.grpc ?? { port: tcpPortHeader(probe.httpGet) }
  return checkRewritten({
    httpGet: probe.httpGet,
    path: probe.httpGet.path ?? '/',
    port,
    container,
    kind,
    contract,
    original,
    originalPort: resolvePort(container, originalPort),
  })
}
