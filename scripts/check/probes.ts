/** The guide's step 1: is each probe rewritten, and rightly, and do they fit together? */
import type { Contract } from '../../src/pod/contract.ts'
import { recordOf } from '../../src/pod/record.ts'
import { PROBE_HANDLERS, resolvePort, unknownFields } from '../../src/pod/handlers.ts'
import { probesOf } from '../../src/pod/probes.ts'
import { isOptedOut } from '../../src/pod/settings.ts'
import type { DeclaredProbe, PodTemplate } from '../../src/pod/types.ts'
import { getAnew } from './anew.ts'
import { checkCollisions } from './collisions.ts'
import { outsideAddress } from './exec.ts'
import { finding, wrongValue, type Finding } from './finding.ts'
import { checkHooks } from './hooks.ts'
import { checkHelper } from './helper.ts'
import { checkOutside } from './outside.ts'
import { getWords, tcpPortHeader } from './httpGet.ts'
import { checkRewritten } from './rewritten.ts'
import { checkStartup } from './startup.ts'

/**
 * Findings of every probe, of pairs of containers, and of the helper container. `anew` is the
 * Pod as a rewriting makes it, which has the right values.
 */
export function checkProbes(
  template: PodTemplate,
  contract: Contract,
  anew: PodTemplate,
): Finding[] {
  const declared = probesOf(template)
  const outside = checkOutside(template, declared, contract)
  if (outside) return outside
  return [
    ...declared.flatMap(one => checkProbe(template, one, contract, anew)),
    ...checkCollisions(declared, contract, anew),
    ...checkHooks(template, contract, anew),
    ...checkHelper(template, declared, contract),
  ]
}

const checkProbe = (
  template: PodTemplate,
  declared: DeclaredProbe,
  contract: Contract,
  anew: PodTemplate,
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
  const asked = probe[handler]?.port
  const host = (probe.httpGet ?? probe.tcpSocket)?.host
  if (asked === undefined) return []
  if (host) return [finding('probe-host-set', at(`${handler}.host`), host)]
  if (isOptedOut(template, container.name))
    return [finding('opted-out', { container: container.name, field: kind.field })]
  const late = checkStartup(template, declared, contract, anew)
  if (late) return [late]
  const wanted = getAnew(anew, { container, field: kind.field, handler: probe })
  const port = resolvePort(container, asked)
  if (port === 0)
    return [wrongValue('port-unknown', at(`${handler}.port`), `${asked}`, `${wanted?.port ?? ''}`)]
  if (!probe.httpGet) {
    const code = probe.grpc ? 'grpc-probe' : 'tcp-not-rewritten'
    return [wrongValue(code, at(handler), `${asked}`, wanted ? getWords(wanted) : '')]
  }
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
    wanted,
    originalPort: resolvePort(container, originalPort),
  })
}
