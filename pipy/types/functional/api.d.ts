/** The functional API: pipelines by functions, and no configuration to chain them to. */

/** A pipeline that was written down once. */
interface PipelineLayout {
  readonly layout: never
}

/** What is called to write a pipeline down. */
type PipelineBuilder = ($: FunctionalFilters) => unknown

/** Where a chain in the functional API stands. `branch` and `link` are both `pipe` there. */
interface FunctionalFilters
  extends Pick<
    Filters,
    'connect' | 'handleStreamEnd' | 'replaceData' | 'replaceStreamEnd'
  > {
  /** Asks in TLS: the pipeline inside connects. @since 1.5 */
  connectTLS(options: ConnectTLSOptions): { to(pipeline: PipelineLayout): FunctionalFilters }
  /** Events put into the stream, also later, by a promise of them. @since 1.5 */
  insert(events: () => PipyOutput | Promise<PipyOutput>): this
  /** When a connection has come, before all filters; what it gives goes first. @since 1.5 */
  onStart(start: (inbound: Inbound) => PipyOutput | null | void): this
  /** Goes on in a pipeline, which a function chooses at the first event. @since 1.5 */
  pipe(pipeline: PipelineLayout | (() => PipelineLayout)): this
}

/** Writes a pipeline down. @since 1.5 */
declare function pipeline(build: PipelineBuilder): PipelineLayout

declare namespace pipy {
  /**
   * Listens on a port, or an address as `'[::]:15901'`, from now on. What a variable of the script
   * holds whose name starts with `$` is each connection's own. @since 1.5
   */
  function listen(address: number | string, options: ListenOptions, build: PipelineBuilder): void
}
