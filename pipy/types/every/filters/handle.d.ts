/**
 * Filters that look on: the event goes on as it is, or as the handler has changed it. An error in
 * a handler ends the stream; in Pipy 0.50 it leaves the client hanging.
 */
interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /** Before the first event; what it gives goes first. Only in front of all filters. @since 0.50 */
  onStart(start: () => PipyOutput<Flow> | null | void): this
  /** When the pipeline is over. Only in front of all filters. @since 0.50 */
  onEnd(end: () => void): this
  /** The first event, whatever it is. @since 0.50 */
  handleStreamStart(handle: (event: PipyEvent<'messages'>) => void): this
  /** The end of the stream. @since 0.50 */
  handleStreamEnd(handle: (end: StreamEnd) => void): this
  /** Each piece, of a body, too. @since 0.50 */
  handleData(handle: (data: Data) => void): this
  /** The beginning of each message. @since 0.50 */
  handleMessageStart(this: Filters<'messages'>, handle: (start: MessageStart) => void): this
  /** The end of each message. @since 0.50 */
  handleMessageEnd(this: Filters<'messages'>, handle: (end: MessageEnd) => void): this
  /** Each body, once it is whole: it is held in memory. @since 0.50 */
  handleMessageBody(this: Filters<'messages'>, handle: (body: Data) => void): this
  /** Each message, once it is whole: it is held in memory. @since 0.50 */
  handleMessage(this: Filters<'messages'>, handle: (message: Message) => void): this
}
