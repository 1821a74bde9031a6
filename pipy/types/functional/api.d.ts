/** The functional API: pipelines by functions, and no configuration that they are chained to. */

/** A pipeline that was written down. */
interface PipelineLayout {
  readonly 'a pipeline': never
}

/** Writes a pipeline down: called once, with where its chain begins. */
type PipelineBuilder = ($: FunctionalFilters) => void

/** A chain of filters of the functional API. It has `pipe` for the classic `branch` and `link`. */
interface FunctionalFilters {
  /** When a connection has come, before all filters; what it gives goes first. @since 1.5 */
  onStart(start: (inbound: Inbound) => PipyOutput | null | void): this
  /** As in the classic API. @since 1.5 */
  connect(target: string | (() => string), options?: ConnectOptions): this
  /** As in the classic API. @since 1.5 */
  connectTLS(options?: ConnectTLSOptions): FunctionalJoint
  /** As in the classic API. @since 1.5 */
  handleStreamEnd(handle: (end: StreamEnd) => void): this
  /** As in the classic API. @since 1.5 */
  insert(events: () => PipyOutput | Promise<PipyOutput>): this
  /** Goes through a pipeline, which a function chooses at the first event. @since 1.5 */
  pipe(pipeline: PipelineLayout | (() => PipelineLayout)): this
  /** As in the classic API. @since 1.5 */
  replaceData(replace: (data: Data) => PipyOutput): this
  /** As in the classic API. @since 1.5 */
  replaceStreamEnd(replace: (end: StreamEnd) => PipyOutput): this
}
/** A filter that is not whole yet. */
interface FunctionalJoint {
  /** The pipeline inside. @since 1.5 */
  to(pipeline: PipelineLayout): FunctionalFilters
}

/** Writes a pipeline down, to go through. @since 1.5 */
declare function pipeline(build: PipelineBuilder): PipelineLayout

declare namespace pipy {
  /**
   * Listens from now on, at an address as the classic API's. A variable of the script whose name
   * starts with `$` is each connection's own. @since 1.5
   */
  function listen(address: number | string, options: ListenOptions, build: PipelineBuilder): void
}
