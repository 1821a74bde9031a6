import type { HookName } from '../hooks.ts'
import type { KindName } from '../kinds.ts'

/** A Kubernetes Probe, as far as this project reads it; fields unknown here survive everywhere. */
export interface Probe {
  readonly httpGet?: HttpGet
  readonly tcpSocket?: { readonly port: number | string; readonly host?: string }
  readonly exec?: object
  readonly grpc?: { readonly port: number; readonly service?: string }
  readonly timeoutSeconds?: number
  readonly periodSeconds?: number
  readonly initialDelaySeconds?: number
  readonly successThreshold?: number
  readonly failureThreshold?: number
}

/** An `httpGet` handler; other fields are kept. */
export interface HttpGet {
  readonly path?: string
  readonly port: number | string
  readonly scheme?: string
  readonly host?: string
  readonly httpHeaders?: readonly Header[]
}

/** A lifecycle hook's handler, as far as this project reads it. */
export interface Hook {
  readonly httpGet?: HttpGet
  readonly tcpSocket?: object
  readonly exec?: object
  readonly sleep?: object
}

/** An entry of `httpHeaders`. */
export interface Header {
  readonly name: string
  readonly value: string
}

/** What a probe was before it was rewritten. */
export interface Original {
  readonly container: string
  readonly scheme: 'HTTP' | 'HTTPS' | 'TCP' | 'GRPC'
  /** 1 to 65535. */
  readonly port: number
  /** As the user wrote it; `''` for TCP and gRPC. */
  readonly path: string
  /** Of gRPC alone; `''` asks for the server as a whole. */
  readonly service?: string
  /** Where the application listens, if not where the others do. */
  readonly target?: Target
}

/** Where an application is asked: `POD_IP` is the Pod's own IP, from the environment's `POD_IP`. */
export type Target = 'POD_IP' | '127.0.0.1'

/** What a config may say for it. */
export const TARGETS: readonly Target[] = ['POD_IP', '127.0.0.1']

/** A rewritten probe with its original, which is this project's addition to the mesh's form. */
export interface Entry extends Probe {
  readonly original?: Original
}

/** A rewritten lifecycle hook with its original; no mesh has such entries. */
export interface HookEntry {
  readonly hook: HookName
  readonly httpGet: HttpGet
  /** How long the Pod has to end, in seconds: the kubelet itself gives a hook no time. */
  readonly timeoutSeconds: number
  readonly original: Original
}

/** The sidecar's `config.json` in the form of osm-edge and FSM. */
export interface SidecarConfig {
  readonly Spec: {
    readonly Probes: {
      readonly LivenessProbes: readonly Entry[] | null
      readonly ReadinessProbes: readonly Entry[] | null
      readonly StartupProbes: readonly Entry[] | null
      /** Hooks that are asked on the healthcheck port. */
      readonly LifecycleHooks?: readonly HookEntry[]
      /** The networks whose clients are served, by CIDR; everywhere where it is absent. */
      readonly Networks?: readonly string[]
      /** Of all probes that have no target of their own; 127.0.0.1 where it is absent. */
      readonly Target?: Target
      /** Who answers on the healthcheck port: the sidecar (the default) or a helper container. */
      readonly Healthcheck?: 'sidecar' | 'container'
    }
  }
}

/** One probe to serve: what the kubelet sends, and where it goes. */
export interface Route {
  readonly kind: KindName | HookName
  /** The entry's place in the config: `Spec.Probes.LivenessProbes[0]`. */
  readonly place: string
  /** The port the kubelet connects to. */
  readonly port: number
  /** How the kubelet speaks on that port; HTTPS is passed through unread. */
  readonly scheme: 'HTTP' | 'HTTPS'
  /** The path the kubelet asks for, exactly. */
  readonly path: string
  readonly original: Original
  readonly target: Target
  /** The original path as the kubelet would send it, query included. */
  readonly requestTarget: string
  /** Names of the probe's own headers, in lower case. */
  readonly ownHeaders: readonly string[]
  /** The entry's `timeoutSeconds`. */
  readonly timeout: number
}

/** TCP checks of all kinds have a listener of their own. */
export type ListenerKind = KindName | 'healthcheck'

/** The routes that are asked for on one port. */
export interface Listener {
  /**
   * The kind, which is the name of its pipeline; with the
   * port after it for any but the kind's first.
   */
  readonly name: string
  /** Undefined where no probe names one: the pipeline is there, and ends every connection. */
  readonly port: number | undefined
  readonly routes: readonly Route[]
}
