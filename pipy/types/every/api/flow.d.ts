/**
 * What flows where a chain of filters stands. A filter that wants another flow than it gets is a
 * type error: handleMessageStart behind a bare `listen`, connect between messages.
 */

/** `bytes`: Data as it comes. `messages`: a MessageStart, its body's Data, a MessageEnd. */
type PipyFlow = 'bytes' | 'messages'

/** An event of a flow. */
type PipyEvent<Flow extends PipyFlow = 'bytes'> = Flow extends 'messages'
  ? MessageStart | Data | MessageEnd | Message | StreamEnd
  : Data | StreamEnd

/** What a replacing handler gives: nothing drops the event. */
type PipyOutput<Flow extends PipyFlow = 'bytes'> =
  | PipyEvent<Flow>
  | readonly PipyEvent<Flow>[]
  | undefined

/** What stands in an event's place: events, or a function that makes them of it. */
type PipyReplacement<Event, Flow extends PipyFlow> =
  | PipyOutput<Flow>
  | ((event: Event) => PipyOutput<Flow>)

/** A pipeline in a pipeline: written down with the filters it is given, or one by its name. */
type PipyPipeline<In extends PipyFlow, Out extends PipyFlow> =
  | string
  | (($: Filters<In>) => Filters<Out>)

/** The chain behind a filter that changes the flow. */
type PipyChain<Chain, Flow extends PipyFlow> =
  Chain extends Configuration<any> ? Configuration<Flow> : Filters<Flow>

/** A filter that is not whole yet: `to` says what it goes through. */
interface PipyJoint<In extends PipyFlow, Out extends PipyFlow, Chain> {
  /** The pipeline inside. @since 0.50 */
  to(pipeline: PipyPipeline<In, Out>): Chain
}
