/** Filters that put something in the place of an event; without an argument they drop it. */
interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /** The first event, whatever it is. @since 0.50 */
  replaceStreamStart(replacement?: PipyReplacement<PipyEvent<'messages'>, Flow>): this
  /** The end of the stream: a stream that gets none here goes on. @since 0.50 */
  replaceStreamEnd(replacement?: PipyReplacement<StreamEnd, Flow>): this
  /** Each piece, of a body, too. @since 0.50 */
  replaceData(replacement?: PipyReplacement<Data, Flow>): this
  /** The beginning of each message. @since 0.50 */
  replaceMessageStart(
    this: Filters<'messages'>,
    replacement?: PipyReplacement<MessageStart, 'messages'>,
  ): this
  /** The end of each message. @since 0.50 */
  replaceMessageEnd(
    this: Filters<'messages'>,
    replacement?: PipyReplacement<MessageEnd, 'messages'>,
  ): this
  /** Each body, once it is whole: it is held in memory. @since 0.50 */
  replaceMessageBody(
    this: Filters<'messages'>,
    replacement?: PipyReplacement<Data, 'messages'>,
  ): this
  /** Each message, once it is whole: it is held in memory. @since 0.50 */
  replaceMessage(
    this: Filters<'messages'>,
    replacement?: PipyReplacement<Message, 'messages'>,
  ): this
}
