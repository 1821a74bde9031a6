/** The sidecar's config, from the mesh's JSON to the listeners it asks for. */
import { HEALTHCHECK_PORT, isOriginalHeader, KINDS, type Kind } from '../kinds.ts'
import { readEntry } from './entry.ts'
import { readHook } from './hook.ts'
import { parseNetwork, type Network } from './networks.ts'
import { TARGETS, type Listener, type ListenerKind, type Route, type Target } from './types.ts'
import { isList, isObject, portFrom, unique, type Fields } from './values.ts'

/** What a config asks the sidecar to serve. */
export interface Probes {
  /** The four listeners; one without routes listens nowhere. */
  readonly listeners: readonly Listener[]
  /** Whether any of the applications is asked at the Pod's own IP. */
  readonly needsPodIP: boolean
  /** The networks whose clients are served; undefined for everywhere. */
  readonly networks: readonly Network[] | undefined
}

/**
 * Reads `Spec.Probes` (or `Probes`, as the guide prints it) and
 * `Inbound.TrafficMatches`. What is not understood is an error that names its
 * place; nothing of such a config is served.
 */
export function readConfig(config: unknown): Probes | { error: string } {
  if (!isObject(config)) return { error: 'the config is no JSON object' }
  const spec = isObject(config.Spec) ? config.Spec : config
  const where = isObject(config.Spec) ? 'Spec.Probes' : 'Probes'
  const probes = spec.Probes ?? {}
  if (!isObject(probes)) return { error: `${where} is no object` }
  const target = TARGETS.find(one => one === (probes.Target ?? '127.0.0.1'))
  const healthcheck = probes.Healthcheck
  if (!target) return { error: `${where}.Target is neither "POD_IP" nor "127.0.0.1"` }
  if (healthcheck !== undefined && healthcheck !== 'sidecar' && healthcheck !== 'container') {
    return { error: `${where}.Healthcheck is neither "sidecar" nor "container"` }
  }
  const networks = readNetworks(probes.Networks, `${where}.Networks`)
  if (typeof networks === 'string') return { error: networks }
  const inboundPort = firstHttpPort(config)
  const readings = KINDS.flatMap(kind =>
    readList(probes, kind, `${where}.${kind.list}`, inboundPort, target),
  ).concat(readHooks(probes.LifecycleHooks, `${where}.LifecycleHooks`, target))
  const errors = readings.filter(reading => typeof reading === 'string')
  const routes = readings.filter(reading => typeof reading !== 'string')
  const error = errors[0] ?? conflictOf(routes)
  if (error !== undefined) return { error }
  return {
    listeners: LISTENERS.flatMap(name => {
      const isElsewhere = name === 'healthcheck' && healthcheck === 'container'
      return listenersOf(
        name,
        isElsewhere ? [] : routes.filter(route => listenerOf(route) === name),
      )
    }),
    needsPodIP: target === 'POD_IP' || routes.some(route => route.target === 'POD_IP'),
    networks,
  }
}

const readNetworks = (networks: unknown, place: string): Network[] | string | undefined => {
  if (networks === undefined || networks === null) return undefined
  if (!isList(networks)) return `${place} is no list of networks`
  const read = networks.map(network =>
    typeof network === 'string' ? parseNetwork(network) : undefined,
  )
  const wrong = read.findIndex(network => network === undefined)
  if (wrong >= 0)
    return (
      `${place}[${wrong}] is ${JSON.stringify(networks[wrong])}: ` +
      'a network as 10.0.0.0/8 or fd00::/8 is needed'
    )
  return read.filter(network => network !== undefined)
}

const readList = (
  probes: Fields,
  kind: Kind,
  place: string,
  inboundPort: number,
  target: Target,
): (Route | string)[] => {
  const list = probes[kind.list] ?? []
  if (!isList(list)) return [`${place} is neither null nor a list`]
  return list
    .map((entry, index) => readEntry(entry, kind, `${place}[${index}]`, inboundPort, target))
    .filter(reading => reading !== undefined)
    .map(reading => ('error' in reading ? reading.error : reading.route))
}

const readHooks = (hooks: unknown, place: string, target: Target): (Route | string)[] => {
  const list = hooks ?? []
  if (!isList(list)) return [`${place} is neither null nor a list`]
  return list.flatMap((entry, index): (Route | string)[] => {
    const read = readHook(entry, `${place}[${index}]`, target)
    return typeof read === 'string' ? [read] : read
  })
}

const LISTENERS: readonly ListenerKind[] = ['liveness', 'readiness', 'startup', 'healthcheck']

/**
 * TCP checks share a port of their own, with lifecycle hooks; FSM asks
 * for some on the kinds' ports, and they are served there.
 */
const listenerOf = ({ kind, port, original }: Route): ListenerKind => {
  const ownPort = KINDS.some(one => one.port === port)
  const isCheck = port === HEALTHCHECK_PORT || (original.scheme === 'TCP' && !ownPort)
  return isCheck || kind === 'postStart' || kind === 'preStop' ? 'healthcheck' : kind
}

/** One for each port; one that listens nowhere where there is none. */
const listenersOf = (kind: ListenerKind, routes: Route[]): Listener[] => {
  const ports = unique(routes.map(route => route.port))
  if (ports.length === 0) return [{ name: kind, port: undefined, routes: [] }]
  return ports.map((port, index) => ({
    name: index === 0 ? kind : `${kind}_${port}`,
    port,
    routes: routes.filter(route => route.port === port),
  }))
}

/** Two entries that no request could tell apart, but that go to different places. */
const conflictOf = (routes: Route[]): string | undefined => {
  // Only routes that are asked for alike can clash: hundreds are not compared with each other.
  const alike: { [asked: string]: Route[] | undefined } = {}
  const clashes = routes.flatMap(route => {
    const asked = route.scheme === 'HTTPS' ? `${route.port}` : `${route.port} ${route.path}`
    const earlier = alike[asked] ?? []
    const other = earlier.find(one => clash(one, route))
    earlier.push(route)
    alike[asked] = earlier
    return other ? [{ route, other }] : []
  })
  const first = clashes[0]
  if (!first) return undefined
  const { route, other } = first
  const asked = route.scheme === 'HTTPS' ? 'raw TLS' : `path "${route.path}"`
  return (
    `${other.place} and ${route.place} are both asked for by ${asked} on port ${route.port}, ` +
    'and have different originals: give each a path of its own and scheme HTTP'
  )
}

const clash = (one: Route, other: Route): boolean => {
  if (one.port !== other.port || one.scheme !== other.scheme) return false
  return one.scheme === 'HTTPS'
    ? one.original.port !== other.original.port || one.target !== other.target
    : sameRequest(one, other)
}

const sameRequest = (one: Route, other: Route): boolean => {
  const selectable =
    one.ownHeaders.some(isOriginalHeader) && other.ownHeaders.some(isOriginalHeader)
  const differ =
    one.original.port !== other.original.port ||
    one.original.path !== other.original.path ||
    one.original.service !== other.original.service ||
    one.original.scheme !== other.original.scheme ||
    one.target !== other.target
  return one.path === other.path && differ && !selectable
}

const isHttp = (match: unknown): boolean => isObject(match) && match.Protocol === 'http'

const firstHttpPort = (config: Fields): number => {
  const inbound = config.Inbound
  const matches = isObject(inbound) ? inbound.TrafficMatches : undefined
  if (!isObject(matches)) return 0
  const port = Object.keys(matches).find(key => isHttp(matches[key]))
  return portFrom(port)
}
