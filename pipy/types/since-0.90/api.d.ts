/** Pipy's own classes since Pipy 0.90. */
interface Data {
  /** The bytes as numbers. @since 0.90 */
  toArray(): number[]
}
interface Netmask {
  /** 4 or 6. @since 0.90 */
  readonly version: number
  /** The address that it was made of. @since 0.90 */
  readonly ip: string
}
interface HTTPTail {
  /** Of the head, in bytes. @since 0.90 */
  headSize?: number
  /** Of the body, in bytes. @since 0.90 */
  bodySize?: number
}
interface OperatingSystem {
  /** The names in a folder, those of folders with a `/` behind. @since 0.90 */
  readDir(path: string): string[]
  /** Removes a file: whether it was there. @since 0.90 */
  unlink(path: string): boolean
}

declare namespace algo {
  interface Cache<Key, Value> {
    /** The value; undefined where it is not there: nothing is made. @since 0.90 */
    find(key: Key): Value | undefined
  }
  interface RoundRobinLoadBalancer {
    /** As `next`. @since 0.90 */
    borrow(borrower?: object, key?: unknown): Target | undefined
  }
}

declare namespace crypto {
  interface Certificate {
    /** Whom it is of: `{ commonName: … }`. @since 0.90 */
    readonly subject: { readonly [name: string]: string | undefined }
    /** Who has certified it. @since 0.90 */
    readonly issuer: { readonly [name: string]: string | undefined }
    /** Its other names. @since 0.90 */
    readonly subjectAltNames: string[] | undefined
  }
}

declare namespace logging {
  interface Logger {
    /** Adds the system's log. @since 0.90 */
    toSyslog(
      priority?: 'EMERG' | 'ALERT' | 'CRIT' | 'ERR' | 'WARNING' | 'NOTICE' | 'INFO' | 'DEBUG',
    ): this
  }
}

/** A message of DNS, in the names of RFC 1035: `question`, `answer`, `rcode`. */
interface DNSMessage {
  [field: string]: any
}
/** DNS. */
interface DNS {
  /** Reads a packet. @since 0.90 */
  decode(data: Data): DNSMessage
  /** Writes a packet. @since 0.90 */
  encode(message: DNSMessage): Data
}
/** DNS. @since 0.90 */
declare const DNS: DNS
