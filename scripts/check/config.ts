/** The guide's "and its listeners": does the sidecar's config have exactly the routes that the probes want? */
import { readConfig } from '../../src/config/read.ts'
import type { Route } from '../../src/config/types.ts'
import { requestTarget } from '../../src/http/url.ts'
import type { Contract } from '../../src/pod/contract.ts'
import { recordOf } from '../../src/pod/originals.ts'
import { probesOf, resolvePort } from '../../src/pod/probes.ts'
import type { DeclaredProbe, PodTemplate } from '../../src/pod/types.ts'
import { finding, type Finding } from './codes.ts'

/** Compares a Pod's rewritten probes with a config; `hasHelper` is set where a container answers TCP checks. */
export function checkConfig(template: PodTemplate, contract: Contract, config: unknown): Finding[] {
  const read = readConfig(config)
  if ('error' in read) return [finding('config-broken', {}, read.error)]
  const routes = read.listeners.flatMap(listener => listener.routes)
  const ports = Object.values(contract.ports)
  const inSidecar = (declared: DeclaredProbe) => {
    const port = declared.probe.httpGet?.port
    return (
      ports.includes(Number(port)) &&
      !(port === contract.ports.healthcheck && recordOf(template)?.helper !== undefined)
    )
  }
  return probesOf(template)
    .filter(inSidecar)
    .flatMap(declared => checkRoute(template, declared, routes))
}

const checkRoute = (
  template: PodTemplate,
  { probe, container, kind }: DeclaredProbe,
  routes: readonly Route[],
): Finding[] => {
  const { httpGet } = probe
  if (!httpGet) return []
  const at = { container: container.name, field: `${kind.field}.httpGet` }
  const listening = routes.filter(route => route.port === httpGet.port)
  if (listening.length === 0) return [finding('config-no-listener', at, `${httpGet.port}`)]
  const scheme = httpGet.scheme?.toUpperCase() === 'HTTPS' ? 'HTTPS' : 'HTTP'
  const header = httpGet.httpHeaders?.find(
    ({ name }) => name.toLowerCase() === 'original-tcp-port',
  )?.value
  const matching = listening.filter(
    route =>
      route.scheme === scheme &&
      (scheme === 'HTTPS' || route.path === requestTarget(httpGet.path ?? '/')) &&
      (route.original.scheme !== 'TCP' ||
        header === undefined ||
        `${route.original.port}` === header),
  )
  const [route] = matching
  if (!route) return [finding('config-no-route', at, `${httpGet.port}${httpGet.path ?? '/'}`)]
  const targets = new Set(matching.map(targetOf))
  if (targets.size > 1) return [finding('config-ambiguous', at, [...targets].join(', '))]
  const original = recordOf(template)?.originals[container.name]?.[kind.field]
  if (!original) return []
  const { httpGet: get, tcpSocket, grpc } = original
  const port = resolvePort(container, (get ?? tcpSocket ?? grpc)?.port)
  const isSame =
    route.original.port === port &&
    route.original.service === (grpc && (grpc.service || '')) &&
    (!get || route.requestTarget === requestTarget(get.path ?? '/'))
  return isSame ? [] : [finding('config-other-target', at, targetOf(route))]
}

/** `8080/health`, `9000/shop.Books`. */
const targetOf = ({ original: { port, path, service } }: Route): string =>
  `${port}${service === undefined ? path : `/${service}`}`
