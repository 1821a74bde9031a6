/** Filters that lead into other pipelines. */

/** Asked once, at the first event; until one holds, events are held back. */
type PipyCondition = () => unknown

/** Conditions, each with its pipeline, and at the end one for all else. */
type PipyBranches<Condition, Pipeline> =
  | [Condition, Pipeline, Pipeline?]
  | [Condition, Pipeline, Condition, Pipeline, Pipeline?]
  | [Condition, Pipeline, Condition, Pipeline, Condition, Pipeline, Pipeline?]
  | [Condition, Pipeline, Condition, Pipeline, Condition, Pipeline, Condition, Pipeline, Pipeline?]
  | [
      Condition,
      Pipeline,
      Condition,
      Pipeline,
      Condition,
      Pipeline,
      Condition,
      Pipeline,
      Condition,
      Pipeline,
      Pipeline?,
    ]
  | [
      Condition,
      Pipeline,
      Condition,
      Pipeline,
      Condition,
      Pipeline,
      Condition,
      Pipeline,
      Condition,
      Pipeline,
      Condition,
      Pipeline,
      Pipeline?,
    ]

interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /**
   * The first pipeline whose condition holds; one without a condition always does. Where none
   * holds, the stream is swallowed. All pipelines give one flow, the one behind. @since 0.50
   */
  branch(...branches: PipyBranches<PipyCondition, PipyPipeline<Flow, Flow>>): this
  branch<Out extends PipyFlow>(
    ...branches: PipyBranches<PipyCondition, PipyPipeline<Flow, Out>>
  ): PipyChain<this, Out>
  /** A pipeline of this script, also a later one; it is taken to keep the flow. @since 0.50 */
  link(name: string): this
  /** A pipeline of another script; it is taken to keep the flow. @since 0.50 */
  use(script: string, name: string): this
  /** Of several other scripts, one behind the other; of those that have it. @since 0.50 */
  use(scripts: readonly string[], name: string): this
  /**
   * A copy of each event into the pipeline inside, before it goes on; nothing comes back. An
   * error in there is logged, and no concern of this chain. @since 0.50
   */
  fork(): PipyJoint<Flow, Flow, this>
}
