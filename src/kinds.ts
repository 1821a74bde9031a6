/** The three kinds of probes, as data: everything that differs between them stands here. */
export type KindName = 'liveness' | 'readiness' | 'startup'

/** All that is particular to a kind. */
export interface Kind {
  readonly name: KindName
  /** The probe's field in a container. */
  readonly field: 'livenessProbe' | 'readinessProbe' | 'startupProbe'
  /** The kind's list in the sidecar's config. */
  readonly list: 'LivenessProbes' | 'ReadinessProbes' | 'StartupProbes'
  /** The port that the guide gives to the kind. */
  readonly port: number
  /** Where osm-edge 1.1 sends a probe whose original it does not know. */
  readonly fallbackPath: string
}

/** In the order in which the config lists them. */
export const KINDS: readonly Kind[] = [
  {
    name: 'liveness',
    field: 'livenessProbe',
    list: 'LivenessProbes',
    port: 15901,
    fallbackPath: '/liveness',
  },
  {
    name: 'readiness',
    field: 'readinessProbe',
    list: 'ReadinessProbes',
    port: 15902,
    fallbackPath: '/readiness',
  },
  {
    name: 'startup',
    field: 'startupProbe',
    list: 'StartupProbes',
    port: 15903,
    fallbackPath: '/startup',
  },
]

/** The port on which `tcpSocket` probes of every kind are answered. */
export const HEALTHCHECK_PORT = 15904

/** The request headers by which a rewritten probe says where it went before. */
export const ORIGINAL_TCP_PORT = 'Original-Tcp-Port'
export const ORIGINAL_HTTP_PORT = 'Original-Http-Port'
export const ORIGINAL_HTTP_PATH = 'Original-Http-Path'

const ORIGINAL_HEADERS = [ORIGINAL_TCP_PORT, ORIGINAL_HTTP_PORT, ORIGINAL_HTTP_PATH].map(name =>
  name.toLowerCase(),
)
/** Whether a header, its name in lower case, is one that a rewriting adds. */
export const isOriginalHeader = (name: string): boolean => ORIGINAL_HEADERS.includes(name)
