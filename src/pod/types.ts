import type { Hook, HttpGet, Probe } from '../config/types.ts'
import type { HookName } from '../hooks.ts'
import type { Kind } from '../kinds.ts'

/** A declared port of a container. */
export interface ContainerPort {
  readonly name?: string
  readonly containerPort: number
  readonly hostPort?: number
  readonly protocol?: string
}

/** A container, as far as its probes are concerned; other fields are kept. */
export interface Container {
  readonly name: string
  readonly image?: string
  readonly ports?: readonly ContainerPort[] | null
  readonly env?: unknown
  /** `Always` makes an init container a sidecar, with probes. */
  readonly restartPolicy?: string
  /** Filled in by the API server, and hardly ever written by hand. */
  readonly terminationMessagePath?: string
  readonly livenessProbe?: Probe
  readonly readinessProbe?: Probe
  readonly startupProbe?: Probe
  readonly lifecycle?: { readonly [hook in HookName]?: Hook | null } | null
}

/** What a Pod and a Pod template have in common. */
export interface PodTemplate {
  readonly metadata?: {
    readonly name?: string
    readonly namespace?: string
    readonly annotations?: { readonly [key: string]: string } | null
  } | null
  readonly spec: {
    readonly hostNetwork?: boolean
    readonly os?: { readonly name?: string } | null
    readonly nodeSelector?: { readonly [label: string]: string } | null
    readonly restartPolicy?: string
    readonly terminationGracePeriodSeconds?: number | null
    readonly containers: readonly Container[]
    readonly initContainers?: readonly Container[] | null
  }
}

/** What a probe and a lifecycle hook may ask by, as far as it is rewritten. */
export interface Handlers {
  readonly httpGet?: HttpGet
  readonly tcpSocket?: object
  readonly grpc?: object
}

/** Keys and indices from an object to a value in it. */
export type Path = readonly (string | number)[]

/** A change of one value; undefined takes it away. */
export interface Edit {
  readonly path: Path
  readonly value: unknown
  /** The value goes into a list before the item at the path, which stays. */
  readonly isInsertion?: boolean
}

/** A probe as a container declares it. */
export interface DeclaredProbe {
  readonly container: Container
  readonly kind: Kind
  readonly probe: Probe
  /** From the template: `['spec', 'containers', 0, 'livenessProbe']`. */
  readonly path: Path
}

/** A lifecycle hook as a container declares it. */
export interface DeclaredHook {
  readonly container: Container
  readonly name: HookName
  readonly hook: Hook
  /** From the template: `['spec', 'containers', 0, 'lifecycle', 'preStop']`. */
  readonly path: Path
}

/** A probe or a hook that is left alone, or a whole Pod, and what its author can do about it. */
export interface Warning {
  /** Undefined for a whole Pod. */
  readonly container?: string
  /** `livenessProbe.httpGet.port`; from the Pod on for a whole one. */
  readonly field: string
  readonly message: string
}
