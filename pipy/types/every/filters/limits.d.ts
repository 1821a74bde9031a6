/** Filters that hold events back, gather them, or show them. */

/** How messages are gathered. */
interface PackOptions {
  /** What stands in front of all. @since 0.50 */
  prefix?: string
  /** What stands behind all. @since 0.50 */
  postfix?: string
  /** What stands between two. @since 0.50 */
  separator?: string
  /** The longest wait for more, in seconds. @since 0.50 */
  timeout?: number | string
}

/** How long everything is held. */
interface WaitOptions {
  /** In seconds; for ever unless told. @since 0.50 */
  timeout?: number | string
}

interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /** Lets so many bytes on as a quota has. @since 0.50 */
  throttleDataRate(quota: algo.Quota | (() => algo.Quota)): this
  /** Lets so many messages on as a quota has. @since 0.50 */
  throttleMessageRate(this: Filters<'messages'>, quota: algo.Quota | (() => algo.Quota)): this
  /** Lets so many streams on at a time as a quota has. @since 0.50 */
  throttleConcurrency(quota: algo.Quota | (() => algo.Quota)): this
  /** Holds everything until a condition holds, or for so many seconds. @since 0.50 */
  wait(condition: () => boolean, options?: WaitOptions): this
  /** Makes one message of so many. @since 0.50 */
  pack(this: Filters<'messages'>, count?: number, options?: PackOptions): this
  /** Swallows everything. @since 0.50 */
  dummy(): this
  /** Writes every event to the log, with a tag in front. @since 0.50 */
  dump(tag?: string): this
  /** Writes the bytes to the log. @since 0.50 */
  print(): this
}
