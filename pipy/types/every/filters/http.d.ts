/** HTTP: from bytes to messages and back. */

/** How a server reads requests. */
interface DemuxHTTPOptions {
  /** So many bytes of a body are gathered before they go on. @since 0.50 */
  bufferSize?: number | string
}
/** How a client asks. */
interface MuxHTTPOptions extends DemuxHTTPOptions {
  /** Of HTTP. @since 0.50 */
  version?: 1 | 2 | (() => 1 | 2)
  /** A connection that has no request for so many seconds is closed; 60 unless told. @since 0.50 */
  maxIdle?: number | string
  /** How many requests wait for one connection: 1 since 1.5.5, no limit before. @since 0.50 */
  maxQueue?: number
}

interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /** Serves: each request goes into the pipeline inside, which gives its response. @since 0.50 */
  demuxHTTP(
    this: Filters<'bytes'>,
    options?: DemuxHTTPOptions,
  ): PipyJoint<'messages', 'messages', this>
  /**
   * Asks: requests with one key share a pool of connections, each a stream through the pipeline
   * inside; without a key each has its own. A response that does not parse never comes. @since 0.50
   */
  muxHTTP(
    this: Filters<'messages'>,
    key?: () => unknown,
    options?: MuxHTTPOptions,
  ): PipyJoint<'bytes', 'bytes', this>
  muxHTTP(this: Filters<'messages'>, options: MuxHTTPOptions): PipyJoint<'bytes', 'bytes', this>
  muxHTTP(
    this: Filters<'messages'>,
    pipeline: string,
    key?: () => unknown,
    options?: MuxHTTPOptions,
  ): this
  /** Answers every request with what a handler makes of it. @since 0.50 */
  serveHTTP(this: Filters<'bytes'>, serve: (request: Message) => Message): this
  /** Requests from bytes. @since 0.50 */
  decodeHTTPRequest(this: Filters<'bytes'>): PipyChain<this, 'messages'>
  /** Responses from bytes. @since 0.50 */
  decodeHTTPResponse(this: Filters<'bytes'>): PipyChain<this, 'messages'>
  /** Requests as bytes. @since 0.50 */
  encodeHTTPRequest(this: Filters<'messages'>): PipyChain<this, 'bytes'>
  /** Responses as bytes. @since 0.50 */
  encodeHTTPResponse(this: Filters<'messages'>): PipyChain<this, 'bytes'>
}
