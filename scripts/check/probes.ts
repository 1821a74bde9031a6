/** The guide's step 1 for each probe: is it rewritten, and rightly? */
import type { HttpGet, Probe } from '../../src/config/types.ts'
import { KINDS, ORIGINAL_TCP_PORT, type KindName } from '../../src/kinds.ts'
import { healthcheckPath, probePath, type Contract } from '../../src/pod/contract.ts'
import { recordOf } from '../../src/pod/originals.ts'
import { probesOf, resolvePort } from '../../src/pod/probes.ts'
import { isOptedOut } from '../../src/pod/settings.ts'
import type { DeclaredProbe, PodTemplate } from '../../src/pod/types.ts'
import { portOf } from '../../src/text.ts'
import { finding, type Finding } from './codes.ts'

/** Findings of every probe, of the helper container, and of pairs of containers. */
export function checkProbes(template: PodTemplate, contract: Contract): Finding[] {
  const declared = probesOf(template)
  return [
    ...declared.flatMap(probe => checkProbe(template, probe, contract)),
    ...collisions(declared, contract),
    ...checkHelper(template, declared, contract),
  ]
}

const checkProbe = (
  template: PodTemplate,
  declared: DeclaredProbe,
  contract: Contract,
): Finding[] => {
  const { probe, container, kind } = declared
  const at = (field: string) => ({
    container: container.name,
    field: field === '' ? kind.field : `${kind.field}.${field}`,
  })
  if (probe.grpc) return [finding('grpc-probe', at('grpc'))]
  if (probe.exec)
    return needsNetwork(probe.exec)
      ? [finding('exec-needs-network', at('exec'), needsNetwork(probe.exec))]
      : []
  const handler = probe.httpGet ? 'httpGet' : 'tcpSocket'
  const { port: wanted, host } = probe[handler] ?? {}
  if (wanted === undefined) return []
  if (host) return [finding('probe-host-set', at(`${handler}.host`), host)]
  if (isOptedOut(template, container.name)) return [finding('opted-out', at(''))]
  const port = resolvePort(container, wanted)
  if (port === 0) return [finding('port-unknown', at(`${handler}.port`), `${wanted}`)]
  if (!probe.httpGet) return [finding('tcp-not-rewritten', at('tcpSocket'))]
  const original = recordOf(template)?.originals[container.name]?.[kind.field]
  const originalPort = resolvePort(
    container,
    original?.httpGet?.port ?? original?.tcpSocket?.port ?? headerOf(probe.httpGet),
  )
  if (Object.values(contract.ports).includes(originalPort))
    return [finding('injected-twice', at(`${handler}.port`), `${originalPort}`)]
  const path = probe.httpGet.path ?? '/'
  const asksSidecar =
    path === healthcheckPath(contract) || path.startsWith(probePath(contract, kind.name))
  if (ownerOf(port, contract) === undefined && !asksSidecar)
    return [finding('probe-not-rewritten', at('httpGet.port'), `${port}`)]
  const owner = original
    ? original.tcpSocket
      ? 'healthcheck'
      : kind.name
    : wantedOwner(probe.httpGet, port, kind.name, contract)
  // FSM asks for TCP checks on the kinds' ports, too, and leaves no record.
  const isRight =
    port === contract.ports[owner] || (!original && port === contract.ports[kind.name])
  if (!isRight)
    return [finding('probe-wrong-port', at('httpGet.port'), wrongPort(port, owner, contract))]
  return port === contract.ports.healthcheck
    ? checkTcp(probe.httpGet, originalPort, original, contract, at)
    : checkPath(probe.httpGet, original, contract, declared, at)
}

type Owner = keyof Contract['ports']

/** Whose port it is; undefined where the sidecar has none such. */
const ownerOf = (port: number, { ports }: Contract): Owner | undefined =>
  (Object.keys(ports) as Owner[]).find(name => ports[name] === port)

/** Whose port a probe wants whose original is not recorded, by what it asks for. */
const wantedOwner = (
  { path = '/', httpHeaders = [] }: HttpGet,
  port: number,
  kind: KindName,
  contract: Contract,
): Owner => {
  const isHttp =
    path.startsWith(probePath(contract, kind)) ||
    httpHeaders.some(({ name }) => /^original-http-port$/i.test(name))
  return !isHttp && (path === healthcheckPath(contract) || port === contract.ports.healthcheck)
    ? 'healthcheck'
    : kind
}

/** `15902, which is for readiness probes: the right one is 15901`. */
const wrongPort = (port: number, right: Owner, contract: Contract): string => {
  const owner = ownerOf(port, contract)
  const whose =
    owner === undefined
      ? 'no port of the sidecar'
      : owner === 'healthcheck'
        ? 'for TCP checks'
        : `for ${owner} probes`
  return `${port}, which is ${whose}: the right one is ${contract.ports[right]}`
}

type At = (field: string) => { container: string; field: string }

const checkPath = (
  httpGet: HttpGet,
  original: Probe | undefined,
  contract: Contract,
  { kind, container }: DeclaredProbe,
  at: At,
): Finding[] => {
  const path = httpGet.path ?? '/'
  const ours = [
    probePath(contract, kind.name),
    `${probePath(contract, kind.name)}/${container.name}`,
  ]
  if (httpGet.scheme?.toUpperCase() === 'HTTPS') {
    const changed = original?.httpGet
      ? path !== (original.httpGet.path || '/')
      : ours.includes(path)
    return changed ? [finding('https-path-changed', at('httpGet.path'), path)] : []
  }
  // FSM's contract has one path for all, with headers.
  const isFsm =
    path === healthcheckPath(contract) &&
    httpGet.httpHeaders?.some(({ name }) => /^original-(http|tcp)-port$/i.test(name))
  return ours.includes(path) || isFsm
    ? []
    : [finding('probe-path-not-rewritten', at('httpGet.path'), path)]
}

const checkTcp = (
  httpGet: HttpGet,
  originalPort: number,
  original: Probe | undefined,
  contract: Contract,
  at: At,
): Finding[] => {
  if ((httpGet.path ?? '/') !== healthcheckPath(contract))
    return [finding('tcp-path-wrong', at('httpGet.path'), httpGet.path ?? '/')]
  const header = headerOf(httpGet)
  if (header === undefined) return [finding('tcp-header-missing', at('httpGet.httpHeaders'))]
  const isRight = portOf(header) !== 0 && (!original?.tcpSocket || portOf(header) === originalPort)
  return isRight ? [] : [finding('tcp-header-wrong', at('httpGet.httpHeaders'), header)]
}

const headerOf = (httpGet: HttpGet): string | undefined =>
  httpGet.httpHeaders?.find(({ name }) => name.toLowerCase() === ORIGINAL_TCP_PORT.toLowerCase())
    ?.value

/** Two probes that no request can tell apart, and that have different originals. */
const collisions = (declared: readonly DeclaredProbe[], contract: Contract): Finding[] => {
  const asked = declared.flatMap(({ probe, container, kind }) => {
    const { httpGet } = probe
    const isOurs = httpGet && KINDS.some(({ name }) => contract.ports[name] === httpGet.port)
    if (!isOurs) return []
    const headers = (httpGet.httpHeaders ?? [])
      .filter(({ name }) => /^original-/i.test(name))
      .map(({ name, value }) => `${name}=${value}`)
    const key =
      httpGet.scheme?.toUpperCase() === 'HTTPS'
        ? `tls ${httpGet.port}`
        : [httpGet.port, httpGet.path, ...headers].join(' ')
    return [
      {
        key,
        container: container.name,
        field: `${kind.field}.httpGet.path`,
        path: httpGet.path ?? '/',
      },
    ]
  })
  return asked.flatMap(({ key, container, field, path }, index) =>
    asked.findIndex(other => other.key === key) < index
      ? [finding('containers-collide', { container, field }, path)]
      : [],
  )
}

const checkHelper = (
  template: PodTemplate,
  declared: readonly DeclaredProbe[],
  contract: Contract,
): Finding[] => {
  const name = healthcheckPath(contract).slice(1)
  const needed = declared.some(({ probe }) => probe.httpGet?.port === contract.ports.healthcheck)
  const present = template.spec.containers.some(container => container.name === name)
  const record = recordOf(template)
  // Our own record names the helper where there is to be one; without it the sidecar answers.
  const wanted = needed && (!record || record.helper !== undefined)
  if (wanted && !present) return [finding('helper-missing', { container: name })]
  return present && !needed ? [finding('helper-without-need', { container: name })] : []
}

/** The word of a command that looks like an address outside the Pod; `''` where none does. */
const needsNetwork = (exec: object): string => {
  const { command } = exec as { command?: unknown }
  const words = Array.isArray(command) ? command.map(String).flatMap(word => word.split(/\s+/)) : []
  const address = (word: string) =>
    /(?:^|=)(?:[a-z]+:\/\/|-?-?addr=)([^/:]+|\[[^\]]+\])/i.exec(word)?.[1]
  return (
    words.find(word => {
      const host = address(word)
      return host !== undefined && !/^(localhost|127\.[\d.]+|\[::1?\]|0\.0\.0\.0|\$.*)$/.test(host)
    }) ?? ''
  )
}
