/** The guide's "and its listeners": has the sidecar's config exactly the routes of the probes? */
import { readConfig } from '../../src/config/read.ts'
import type { HttpGet, Probe, Route } from '../../src/config/types.ts'
import { requestTarget } from '../../src/http/url.ts'
import { hasMeshHelper, recordedChoices, targetFor } from '../../src/pod/choices.ts'
import { configOf } from '../../src/pod/config.ts'
import type { Contract } from '../../src/pod/contract.ts'
import { resolvePort } from '../../src/pod/handlers.ts'
import { fieldOf, placedIn, type Placed } from '../../src/pod/originals.ts'
import { recordOf } from '../../src/pod/record.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { finding, wrongValue, type Finding } from './finding.ts'
import { getWords, isHttps, tcpPortHeader } from './httpGet.ts'

/**
 * Compares a Pod's rewritten probes and hooks with a config, which may be anything.
 * `anew` is the Pod as a rewriting makes it, whose config has the right routes.
 */
export function checkConfig(
  template: PodTemplate,
  contract: Contract,
  config: unknown,
  anew: PodTemplate,
): Finding[] {
  const read = readConfig(config)
  if ('error' in read) return [finding('config-broken', {}, read.error)]
  const routes = read.listeners.flatMap(listener => listener.routes)
  const own = ownRoutes(anew, contract)
  const ports = portsOfSidecar(template, contract)
  return placedIn(template)
    .filter(({ handler }) => ports.includes(Number(handler.httpGet?.port)))
    .flatMap(placed => checkRoute(template, placed, routes, own))
}

/** The healthcheck's is the helper's where there is one. */
const portsOfSidecar = (template: PodTemplate, contract: Contract): number[] => {
  const { ports } = contract
  const hasHelper = recordOf(template)?.helper !== undefined || hasMeshHelper(template, contract)
  return Object.values(ports).filter(port => port !== ports.healthcheck || !hasHelper)
}

const ownRoutes = (template: PodTemplate, contract: Contract): readonly Route[] => {
  const read = readConfig(configOf(template, contract, recordedChoices(template)))
  return 'error' in read ? [] : read.listeners.flatMap(listener => listener.routes)
}

const checkRoute = (
  template: PodTemplate,
  placed: Placed,
  routes: readonly Route[],
  own: readonly Route[],
): Finding[] => {
  const { container, field, handler } = placed
  const { httpGet } = handler
  if (!httpGet) return []
  const place = { container: container.name, field: `${fieldOf(placed)}.httpGet` }
  const listening = routes.filter(route => route.port === httpGet.port)
  const right = own.find(
    ({ kind, original: { container: name } }) => name === container.name && field.startsWith(kind),
  )
  const way = right ? `${right.port}${right.path} → ${targetOf(right)}` : ''
  if (listening.length === 0)
    return [wrongValue('config-no-listener', place, `${httpGet.port}`, way)]
  const matching = listening.filter(route => answers(route, httpGet))
  const [route] = matching
  if (!route) return [wrongValue('config-no-route', place, getWords(httpGet), way)]
  const target = right ? targetOf(right) : ''
  const targets = new Set(matching.map(targetOf))
  if (targets.size > 1)
    return [wrongValue('config-ambiguous', place, [...targets].join(', '), target)]
  const original = recordOf(template)?.originals[container.name]?.[field]
  const asked = original?.httpGet ?? original?.tcpSocket ?? original?.grpc
  const port = resolvePort(container, asked?.port)
  const address = targetFor(template, container.name, { target: recordOf(template)?.target })
  return !original || (asksOriginal(route, original, port) && route.target === address)
    ? []
    : [wrongValue('config-other-target', place, targetOf(route), target)]
}

/** Whether a route of the probe's port takes its request; TLS is passed through unread. */
const answers = (route: Route, httpGet: HttpGet): boolean => {
  if (isHttps(httpGet)) return route.scheme === 'HTTPS'
  const isPath = route.scheme === 'HTTP' && route.path === requestTarget(httpGet.path ?? '/')
  const header = tcpPortHeader(httpGet)
  const isAnyPort = route.original.scheme !== 'TCP' || header === undefined
  return isPath && (isAnyPort || `${route.original.port}` === header)
}

const asksOriginal = (route: Route, original: Probe, port: number): boolean =>
  route.original.port === port &&
  route.original.service === (original.grpc && (original.grpc.service || '')) &&
  (!original.httpGet || route.requestTarget === requestTarget(original.httpGet.path ?? '/'))

/** `8080/health`, `9000/shop.Books`, `POD_IP:8080/health`. */
const targetOf = ({ original: { port, path, service }, target }: Route): string =>
  (target === 'POD_IP' ? 'POD_IP:' : '') +
  (service === undefined ? `${port}${path}` : `${port}/${service}`)
