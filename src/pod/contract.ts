/** Where rewritten probes go: the names and ports that a mesh's operators know. */
import type { HookName } from '../hooks.ts'
import { HEALTHCHECK_PORT, KINDS, type KindName } from '../kinds.ts'

/** A prefix and four ports. */
export interface Contract {
  /** `osm` in `/osm-liveness-probe` and `osm-healthcheck`. */
  readonly prefix: string
  readonly ports: { readonly [name in KindName | 'healthcheck']: number }
}

/** The guide's contract, with a mesh's prefix: `osm` or `fsm`. */
export const contractOf = (prefix: string): Contract => ({
  prefix,
  ports: {
    liveness: portOfKind('liveness'),
    readiness: portOfKind('readiness'),
    startup: portOfKind('startup'),
    healthcheck: HEALTHCHECK_PORT,
  },
})

const portOfKind = (name: KindName): number => KINDS.find(kind => kind.name === name)?.port ?? 0

/** `/osm-liveness-probe`; of one among several containers `/osm-liveness-probe/shop`. */
export const probePath = (contract: Contract, kind: KindName, container?: string): string =>
  `/${contract.prefix}-${kind}-probe${container === undefined ? '' : `/${container}`}`

/** `/osm-lifecycle/shop/preStop`. */
export const hookPath = (contract: Contract, container: string, hook: HookName): string =>
  `/${contract.prefix}-lifecycle/${container}/${hook}`

/** `/osm-healthcheck`, and without its slash the name of the helper container. */
export const healthcheckPath = (contract: Contract): string => `/${contract.prefix}-healthcheck`
