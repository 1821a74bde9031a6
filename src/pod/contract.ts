/** Where rewritten probes go: the names and ports that a mesh's operators know. */
import { unique } from '../config/values.ts'
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

/** The helper container's: `osm-healthcheck`. */
export const helperName = ({ prefix }: Contract): string => `${prefix}-healthcheck`

/** `/osm-healthcheck`. */
export const healthcheckPath = (contract: Contract): string => `/${helperName(contract)}`

/** The ports that are the sidecar's, by this contract and by the guide's. */
export const reservedPorts = ({ ports }: Contract): number[] =>
  unique([...Object.values(ports), ...Object.values(contractOf('').ports)])
