/** Filters since Pipy 0.90. */

/** How messages are played again. */
interface ReplayOptions {
  /** Seconds before the next time. @since 0.90 */
  delay?: number | string | (() => number)
}
/** How a quota holds back. */
interface ThrottleOptions {
  /** Whether what comes before the filter is held back, too; true unless told. @since 0.90 */
  blockInput?: boolean
}

/** How messages are queued. */
interface MuxOptions {
  /** A pipeline that has no message for so many seconds is closed; 60 unless told. @since 0.50 */
  maxIdle?: number | string
  /** How many messages wait for one answer at a time. @since 0.50 */
  maxQueue?: number
}

interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /** Events put into the stream at the first one, or later, by a promise of them. @since 0.90 */
  insert(events: PipyOutput<Flow> | (() => PipyOutput<Flow> | Promise<PipyOutput<Flow>>)): this
  /** The next one of the chain that this script is in; it is taken to keep the flow. @since 0.90 */
  chain(): this
  /** The unnamed pipelines of scripts: each calls the next with `chain()`. @since 0.90 */
  chain(scripts: readonly string[]): this
  /** The unnamed pipeline of another script. @since 0.50 */
  use(script: string): this
  /**
   * By values, while the script runs: the chosen one goes on with this very chain, and what is not
   * chosen is not written down. @since 0.50
   */
  branch(...branches: PipyBranches<boolean, ($: this) => Filters<any>>): this
  /** Goes through the pipeline inside again where that ends with `Replay`. @since 0.90 */
  replay(options?: ReplayOptions): PipyJoint<Flow, Flow, this>
  /**
   * Queues the messages of all streams with one key into the pipeline inside; what comes of it goes
   * back to each. Pipy 0.50 drops what comes of it. @since 0.50
   */
  mux(
    this: Filters<'messages'>,
    key?: () => unknown,
    options?: MuxOptions | (() => MuxOptions),
  ): PipyJoint<'messages', 'messages', this>
  /** Each message through the pipeline inside, as a stream of its own. @since 0.50 */
  demux(this: Filters<'messages'>): PipyJoint<'messages', 'messages', this>
  /** Asked at the beginning of each message. @since 0.90 */
  branchMessageStart(
    this: Filters<'messages'>,
    ...branches: PipyBranches<
      (start: MessageStart) => unknown,
      PipyPipeline<'messages', 'messages'>
    >
  ): this
  /** Asked at the end of each message, which is held in memory. @since 0.90 */
  branchMessage(
    this: Filters<'messages'>,
    ...branches: PipyBranches<(message: Message) => unknown, PipyPipeline<'messages', 'messages'>>
  ): this
  /** A file's bytes in place of the stream. @since 0.90 */
  read(path: string | (() => string)): this
  /** Bytes in another form: `gzip`, `deflate`. @since 0.90 */
  compress(this: Filters<'bytes'>, algorithm: string | (() => string)): this
  /** And back. @since 0.90 */
  decompress(this: Filters<'bytes'>, algorithm: string | (() => string)): this
  /** Through a proxy for HTTP tunnels, by a CONNECT. Pipy 0.50 takes an address. @since 0.50 */
  connectHTTPTunnel(
    this: Filters<'bytes'>,
    handshake: Message | (() => Message),
  ): PipyJoint<'messages', 'messages', this>
  /** A form with options; the name is there since 0.50. @since 0.50 */
  throttleMessageRate(
    this: Filters<'messages'>,
    quota: algo.Quota | (() => algo.Quota),
    options: ThrottleOptions,
  ): this
  /** A form with options that are asked for. @since 0.50 */
  muxHTTP(
    this: Filters<'messages'>,
    key: () => unknown,
    options: () => MuxHTTPOptions,
  ): PipyJoint<'bytes', 'bytes', this>
  /** A form with options that are asked for. @since 0.50 */
  connect(
    this: Filters<'bytes'>,
    target: string | (() => string),
    options: () => ConnectOptions,
  ): this
}
