/** Connections to elsewhere. Times are in seconds, or texts like `'500ms'`. */

/** How a connection is made and when it ends. */
interface ConnectOptions {
  /** So many bytes wait for a server that does not take them. @since 0.50 */
  bufferLimit?: number | string
  /** How often it is tried again; 0 unless told, -1 for ever. @since 0.50 */
  retryCount?: number
  /** From one try to the next. @since 0.50 */
  retryDelay?: number | string
  /** Exact in every Pipy; in 0.90 one that ends a connection crashes the process. @since 0.50 */
  connectTimeout?: number | string
  /** Without a byte from the server: exact in 0.50, up to a second early since. @since 0.50 */
  readTimeout?: number | string
  /** Without a byte to the server: exact in 0.50, up to a second early since. @since 0.50 */
  writeTimeout?: number | string
  /** Without a byte either way; 60 unless told. @since 0.50 */
  idleTimeout?: number | string
}

interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /**
   * Connects at the first piece to `127.0.0.1:80` or `[::1]:80`; what comes behind is what the
   * server sends, and how it ends. A function is asked once a stream. @since 0.50
   */
  connect(this: Filters<'bytes'>, target: string | (() => string), options?: ConnectOptions): this
  /** Through a SOCKS proxy, which the pipeline inside connects to. @since 0.50 */
  connectSOCKS(
    this: Filters<'bytes'>,
    target: string | (() => string),
  ): PipyJoint<'bytes', 'bytes', this>
}
