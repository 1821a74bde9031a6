/** The guide's "and its listeners": has the sidecar's config exactly the routes of the probes? */
import { readConfig } from '../../src/config/read.ts'
import type { HttpGet, Probe, Route } from '../../src/config/types.ts'
import { requestTarget } from '../../src/http/url.ts'
import { targetFor } from '../../src/pod/choices.ts'
import type { Contract } from '../../src/pod/contract.ts'
import { resolvePort } from '../../src/pod/handlers.ts'
import { fieldOf, placedIn, recordOf, type Placed } from '../../src/pod/originals.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { finding, type Finding } from './finding.ts'
import { isHttps, tcpPortHeader } from './httpGet.ts'

/** Compares a Pod's rewritten probes and hooks with a config, which may be anything. */
export function checkConfig(template: PodTemplate, contract: Contract, config: unknown): Finding[] {
  const read = readConfig(config)
  if ('error' in read) return [finding('config-broken', {}, read.error)]
  const routes = read.listeners.flatMap(listener => listener.routes)
  const ports = portsOfSidecar(template, contract)
  return placedIn(template)
    .filter(({ handler }) => ports.includes(Number(handler.httpGet?.port)))
    .flatMap(placed => checkRoute(template, placed, routes))
}

/** The healthcheck's is the helper's where there is one. */
const portsOfSidecar = (template: PodTemplate, { ports }: Contract): number[] =>
  Object.values(ports).filter(
    port => port !== ports.healthcheck || recordOf(template)?.helper === undefined,
  )

const checkRoute = (template: PodTemplate, placed: Placed, routes: readonly Route[]): Finding[] => {
  const { container, field, handler } = placed
  const { httpGet } = handler
  if (!httpGet) return []
  const place = { container: container.name, field: `${fieldOf(placed)}.httpGet` }
  const listening = routes.filter(route => route.port === httpGet.port)
  if (listening.length === 0) return [finding('config-no-listener', place, `${httpGet.port}`)]
  const matching = listening.filter(route => answers(route, httpGet))
  const [route] = matching
  if (!route) return [finding('config-no-route', place, `${httpGet.port}${httpGet.path ?? '/'}`)]
  const targets = new Set(matching.map(targetOf))
  if (targets.size > 1) return [finding('config-ambiguous', place, [...targets].join(', '))]
  const original = recordOf(template)?.originals[container.name]?.[field]
  const asked = original?.httpGet ?? original?.tcpSocket ?? original?.grpc
  const port = resolvePort(container, asked?.port)
  const address = targetFor(template, container.name, { target: recordOf(template)?.target })
  return !original || (asksOriginal(route, original, port) && route.target === address)
    ? []
    : [finding('config-other-target', place, targetOf(route))]
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
