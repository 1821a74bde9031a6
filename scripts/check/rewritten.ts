/** One httpGet probe as the kubelet has it: does it go to the sidecar as the contract wants? */
import type { HttpGet, Probe } from '../../src/config/types.ts'
import { ORIGINAL_HTTP_PORT, ORIGINAL_TCP_PORT, type Kind, type KindName } from '../../src/kinds.ts'
import { healthcheckPath, probePath, type Contract } from '../../src/pod/contract.ts'
import type { Container } from '../../src/pod/types.ts'
import { portOf } from '../../src/text.ts'
import { finding, wrongValue, type Finding, type Place } from './finding.ts'
import { hasHeader, headerWords, isHttps, tcpPortHeader } from './httpGet.ts'

/** A probe with what is known of it. */
export interface RewrittenProbe {
  readonly httpGet: HttpGet
  readonly path: string
  /** 1 to 65535. */
  readonly port: number
  readonly container: Container
  readonly kind: Kind
  readonly contract: Contract
  /** As it was recorded; undefined where it is not rewritten, or by a mesh that keeps no record. */
  readonly original: Probe | undefined
  /** What rewriting makes of it; undefined where it lets it be, or no record says what it was. */
  readonly wanted: HttpGet | undefined
  /** By the record, or by the header; 0 where it is unknown. */
  readonly originalPort: number
}

/** The first thing that is wrong with it, if any. */
export function checkRewritten(probe: RewrittenProbe): Finding[] {
  const { port, originalPort, kind, contract, original } = probe
  const field = at(probe, 'port')
  if (ownerOf(originalPort, contract) !== undefined)
    return [finding('injected-twice', field, `${originalPort}`)]
  if (ownerOf(port, contract) === undefined && !isAskedOfSidecar(probe))
    return [wrongValue('probe-not-rewritten', field, `${port}`, `${contract.ports[kind.name]}`)]
  const owner = rightOwner(probe)
  // FSM asks for TCP checks on the kinds' ports, too, and leaves no record.
  const isFsm = !original && port === contract.ports[kind.name]
  if (port !== contract.ports[owner] && !isFsm) return [wrongPort(probe, owner)]
  return port === contract.ports.healthcheck ? checkTcp(probe) : checkPath(probe)
}

const at = ({ container, kind }: RewrittenProbe, field: string): Place => ({
  container: container.name,
  field: `${kind.field}.httpGet.${field}`,
})

const isAskedOfSidecar = ({ path, kind, contract }: RewrittenProbe): boolean =>
  path === healthcheckPath(contract) || path.startsWith(probePath(contract, kind.name))

/** Whom a port of the sidecar is for. */
type Owner = KindName | 'healthcheck'

/** Undefined where the sidecar has no such port. */
const ownerOf = (port: number, { ports }: Contract): Owner | undefined =>
  (Object.keys(ports) as Owner[]).find(name => ports[name] === port)

/** By the original; where that is not recorded, by what the probe asks for. */
const rightOwner = (probe: RewrittenProbe): Owner => {
  const { httpGet, path, port, kind, contract, original } = probe
  if (original) return original.tcpSocket ? 'healthcheck' : kind.name
  if (path.startsWith(probePath(contract, kind.name)) || hasHeader(httpGet, ORIGINAL_HTTP_PORT))
    return kind.name
  return path === healthcheckPath(contract) || port === contract.ports.healthcheck
    ? 'healthcheck'
    : kind.name
}

/** `15902, which is for readiness probes`. */
const wrongPort = (probe: RewrittenProbe, right: Owner): Finding => {
  const { port, contract } = probe
  const found = `${port}, which is ${purposeOf(port, contract)}`
  return wrongValue('probe-wrong-port', at(probe, 'port'), found, `${contract.ports[right]}`)
}

const purposeOf = (port: number, contract: Contract): string => {
  const owner = ownerOf(port, contract)
  if (owner === undefined) return 'no port of the sidecar'
  return owner === 'healthcheck' ? 'for TCP checks' : `for ${owner} probes`
}

const checkPath = (probe: RewrittenProbe): Finding[] => {
  const { httpGet, path, container, kind, contract, original, wanted } = probe
  const ofKind = probePath(contract, kind.name)
  const isOurs = path === ofKind || path === probePath(contract, kind.name, container.name)
  if (isHttps(httpGet)) {
    const isChanged = original?.httpGet ? path !== (original.httpGet.path || '/') : isOurs
    const right = wanted ? wanted.path || '/' : ''
    return isChanged ? [wrongValue('https-path-changed', at(probe, 'path'), path, right)] : []
  }
  // FSM's contract has one path for all, with headers.
  const isFsm =
    path === healthcheckPath(contract) && hasHeader(httpGet, ORIGINAL_HTTP_PORT, ORIGINAL_TCP_PORT)
  return isOurs || isFsm
    ? []
    : [wrongValue('probe-path-not-rewritten', at(probe, 'path'), path, wanted?.path ?? ofKind)]
}

const checkTcp = (probe: RewrittenProbe): Finding[] => {
  const { httpGet, path, contract, original, originalPort, wanted } = probe
  if (path !== healthcheckPath(contract))
    return [wrongValue('tcp-path-wrong', at(probe, 'path'), path, healthcheckPath(contract))]
  const header = tcpPortHeader(httpGet)
  const field = at(probe, 'httpHeaders')
  const right = headerWords(wanted && tcpPortHeader(wanted))
  if (header === undefined) return [wrongValue('tcp-header-missing', field, '', right)]
  const port = portOf(header)
  const isRight = port !== 0 && (!original?.tcpSocket || port === originalPort)
  return isRight ? [] : [wrongValue('tcp-header-wrong', field, headerWords(header), right)]
}
