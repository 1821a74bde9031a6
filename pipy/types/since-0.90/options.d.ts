/** Options since Pipy 0.90. */
interface ConnectOptions {
  /** `tcp` unless told. @since 0.90 */
  protocol?: 'tcp' | 'udp'
  /** One's own address, or address and port. @since 0.90 */
  bind?: string | (() => string)
  /** Called when the connection's state changes; closing it there crashes 0.90. @since 0.90 */
  onState?: (connection: { readonly state: string }) => void
  /** So many bytes that wait for the server hold back the client. @since 0.90 */
  congestionLimit?: number | string
  /** TCP's keep-alive; true unless told. @since 0.90 */
  keepAlive?: boolean
  /** TCP without delay; true unless told. @since 0.90 */
  noDelay?: boolean
}
interface ListenOptions {
  /** So many bytes wait for a client that does not take them. @since 0.90 */
  bufferLimit?: number | string
  /** So many bytes that wait for the client hold back the server. @since 0.90 */
  congestionLimit?: number | string
  /** TCP's keep-alive; true unless told. @since 0.90 */
  keepAlive?: boolean
  /** TCP without delay; true unless told. @since 0.90 */
  noDelay?: boolean
  /** Counts the bytes of each client. @since 0.90 */
  peerStats?: boolean
}
interface DemuxHTTPOptions {
  /** Of one line of a head, in bytes. @since 0.90 */
  maxHeaderSize?: number | string
  /** So many requests on one connection. @since 0.90 */
  maxMessages?: number
}
interface TLSOptions {
  /** Called with each certificate of the other side: false ends the connection. @since 0.90 */
  verify?: (ok: boolean, certificate: crypto.Certificate) => boolean
  /** `TLS1.2` @since 0.90 */
  minVersion?: string
  /** `TLS1.3` @since 0.90 */
  maxVersion?: string
  /** As OpenSSL writes them. @since 0.90 */
  ciphers?: string
}
interface StreamErrors {
  /** Has the filter `replay` begin again. @since 0.90 */
  Replay: StreamEnd
}
declare namespace algo {
  interface QuotaOptions {
    /** How much is put in each time. @since 0.90 */
    produce?: number
  }
}
