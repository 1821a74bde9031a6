/** A script's result: ports to listen on, and pipelines by name. */

/** How clients are taken. Times are in seconds, or texts like `'500ms'`. */
interface ListenOptions {
  /** `tcp` unless told. @since 0.50 */
  protocol?: 'tcp' | 'udp'
  /** So many at a time; more wait unaccepted. @since 0.50 */
  maxConnections?: number
  /** A client that sends nothing for so long is let go. @since 0.50 */
  readTimeout?: number | string
  /** A client that takes nothing for so long is let go. @since 0.50 */
  writeTimeout?: number | string
  /** A client that does neither for so long is let go; 60 unless told. @since 0.50 */
  idleTimeout?: number | string
  /** Takes connections that the system redirects; `__inbound` has where they went. @since 0.50 */
  transparent?: boolean
}

/** `listen`, `pipeline` and `task` begin a pipeline each; filters add to the one begun last. */
interface Configuration<in out Flow extends PipyFlow = 'bytes'> extends Filters<Flow> {
  /**
   * A port (on IPv4; 0 for none), or an address (`'[::]:15901'` is both families), whose
   * connections the filters behind it serve. One busy port ends the process. @since 0.50
   */
  listen(address: number | string, options?: ListenOptions): Configuration
  /** A pipeline to link to; whatever flows where it is linked. @since 0.50 */
  pipeline<In extends PipyFlow = any>(name: string): Configuration<In>
  /** Runs each `'1s'`, or once at the start; it begins with what its onStart gives. @since 0.50 */
  task(interval?: string): Configuration<any>
  /** Gives variables to other scripts, under a name. @since 0.50 */
  export(name: string, variables: PipyVariables): this
  /** Takes variables of other scripts: each with the name that it is exported by. @since 0.50 */
  import(variables: { readonly [name: string]: string }): this
}

/** Variables with the values they begin with; each connection has its own. */
interface PipyVariables {
  readonly [name: string]: unknown
}

/** Declare each variable (`declare let _target: string`) to use it. @since 0.50 */
declare function pipy(variables?: PipyVariables): Configuration
declare namespace pipy {
  /** A file of the codebase, or nothing. @since 0.50 */
  function load(path: string): Data | null | undefined
  /** The value of another script of the codebase, evaluated once a worker. @since 0.50 */
  function solve(path: string): any
  /** Ends the process. @since 0.50 */
  function exit(code?: number): void
  /** Starts the codebase anew. @since 0.50 */
  function restart(): void
}

/** The client's connection. */
interface Inbound {
  /** One of its own for each. @since 0.50 */
  readonly id: number
  /** The address it came to. @since 0.50 */
  readonly localAddress: string
  /** The port it came to. @since 0.50 */
  readonly localPort: number
  /** The client's address. @since 0.50 */
  readonly remoteAddress: string
  /** The client's port. @since 0.50 */
  readonly remotePort: number
  /** Where a redirected connection was to go; see `transparent`. @since 0.50 */
  readonly destinationAddress: string
  /** Where a redirected connection was to go; see `transparent`. @since 0.50 */
  readonly destinationPort: number
}
/** The connection that a pipeline was started for; only in its handlers. @since 0.50 */
declare const __inbound: Inbound
/** The script's own path; only in handlers. @since 0.50 */
declare const __filename: string
