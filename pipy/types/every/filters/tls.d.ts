/** TLS. */

/** Who one is, and whom one trusts. */
interface TLSOptions {
  /** One's own, or a function that gives it for a server's name. @since 0.50 */
  certificate?: TLSCertificate | ((name?: string) => TLSCertificate | undefined)
  /** Who must have certified the other side; without any nobody is checked. @since 0.50 */
  trusted?: readonly crypto.Certificate[]
  /** The protocols to choose from: `['h2', 'http/1.1']`. @since 0.50 */
  alpn?: readonly string[]
  /** Called with the protocol that was agreed on. @since 0.50 */
  handshake?: (protocol: string | undefined) => void
}
/** A certificate, or a chain, and its key. */
interface TLSCertificate {
  /** The certificate. @since 0.50 */
  readonly cert: crypto.Certificate | crypto.CertificateChain
  /** Its key. @since 0.50 */
  readonly key: crypto.PrivateKey
}
/** How a client asks. */
interface ConnectTLSOptions extends TLSOptions {
  /** The server's name. @since 0.50 */
  sni?: string | (() => string)
}

interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /** Serves TLS: the pipeline inside gets what was encrypted. @since 0.50 */
  acceptTLS(this: Filters<'bytes'>, options: TLSOptions): PipyJoint<'bytes', 'bytes', this>
  /** Asks in TLS: the pipeline inside connects. @since 0.50 */
  connectTLS(this: Filters<'bytes'>, options?: ConnectTLSOptions): PipyJoint<'bytes', 'bytes', this>
  /** Calls a function with `HTTP`, `HTTP2`, `TLS` or `''`, as the first bytes tell. @since 0.50 */
  detectProtocol(this: Filters<'bytes'>, detect: (protocol: string) => void): this
}
