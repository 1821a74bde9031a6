/** Probes and configs as a mesh's controller writes them down: without our `original`. */
import type { Entry } from '../../src/config/types.ts'
import { KINDS, ORIGINAL_HTTP_PATH, ORIGINAL_HTTP_PORT, type KindName } from '../../src/kinds.ts'
import { configWith, type Lists } from '../e2e/entries.ts'

interface Listening {
  readonly port: number
}

/** The port on which a mesh serves a kind. */
export const sidecarPort = (kind: KindName): number =>
  KINDS.find(({ name }) => name === kind)?.port ?? 0

/** A probe as osm-edge since 1.3.5 and FSM rewrite it. */
export const declared = (
  { port }: Listening,
  path = '/health',
  kind: KindName = 'liveness',
): Entry => ({
  httpGet: {
    path: `/osm-${kind}-probe`,
    port: sidecarPort(kind),
    scheme: 'HTTP',
    httpHeaders: [
      { name: ORIGINAL_HTTP_PORT, value: `${port}` },
      { name: ORIGINAL_HTTP_PATH, value: path },
    ],
  },
  timeoutSeconds: 1,
})

/** The same probe as its user wrote it. */
export const direct = ({ port }: Listening, path = '/health'): Entry => ({
  httpGet: { path, port, scheme: 'HTTP' },
  timeoutSeconds: 1,
})

/** The config of a Pod whose first inbound HTTP port is `first`’s. */
export const configFor = (first: Listening, lists: Lists): string =>
  JSON.stringify({
    ...(JSON.parse(configWith(lists)) as object),
    Certificate: { CommonName: 'app.shop.cluster.local', CertChain: '', PrivateKey: '' },
    Inbound: {
      TrafficMatches: { [first.port]: { Port: first.port, Protocol: 'http' } },
      ClustersConfigs: {},
    },
    Outbound: { TrafficMatches: {}, ClustersConfigs: {} },
  })
