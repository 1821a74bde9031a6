/** What is new in Pipy 1.5, as far as meshes use it. */

/** An address. @since 1.5 */
declare class IP {
  constructor(address: string | readonly number[])
  /** 4 or 6. @since 1.5 */
  readonly version: number
  /** Its bytes. @since 1.5 */
  toBytes(): number[]
  /** The address as a text. @since 1.5 */
  toString(): string
}

/** Bytes in fewer bytes. */
interface ZLib {
  /** Makes gzip. @since 1.5 */
  gzip(data: Data): Data
  /** Reads gzip. @since 1.5 */
  gunzip(data: Data): Data
  /** Makes deflate. @since 1.5 */
  deflate(data: Data): Data
  /** Reads deflate. @since 1.5 */
  inflate(data: Data): Data
}
/** Bytes in fewer bytes. @since 1.5 */
declare const zlib: ZLib

/** YAML as text and as bytes. */
interface YAML {
  /** Reads bytes. @since 1.5 */
  decode(data: Data): unknown
  /** Writes bytes. @since 1.5 */
  encode(value: unknown): Data
  /** Reads a text. @since 1.5 */
  parse(text: string): unknown
  /** Writes a text. @since 1.5 */
  stringify(value: unknown): string
}
/** YAML. @since 1.5 */
declare const YAML: YAML

/** Writes values to the standard output as they are. @since 1.5 */
declare function print(...values: unknown[]): void
/** The same, and ends the line. @since 1.5 */
declare function println(...values: unknown[]): void

interface Data {
  /** Takes that many bytes off the end. @since 1.5 */
  pop(size: number): Data
}
interface HTTPHead {
  /** The headers' names as they were written, by those in lower case. @since 1.5 */
  headerNames?: HTTPHeaders
}

declare namespace algo {
  interface Cache<Key, Value> {
    /** Whether a key is there. @since 1.5 */
    has(key: Key): boolean
  }
  interface QuotaOptions {
    /** The most. @since 1.5 */
    max?: number
  }
}

declare namespace pipy {
  /** Its tag is `1.5.14`. @since 1.5 */
  const version: { readonly tag: string; readonly commit: string; readonly date: string }
  /** The arguments behind the script. @since 1.5 */
  const argv: string[]
  /** The worker's thread, from 0 on. @since 1.5 */
  const thread: { readonly id: number }
}

/** How long is waited for the first bytes. */
interface DetectOptions {
  /** In seconds. @since 1.5 */
  timeout?: number | string
}

interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /** A form that gives up after a time, in seconds. @since 0.50 */
  detectProtocol(
    this: Filters<'bytes'>,
    detect: (protocol: string) => void,
    options: DetectOptions,
  ): this
}
interface ListenOptions {
  /** So many at a time on this port alone. @since 1.5 */
  maxPortConnections?: number
}
interface MuxHTTPOptions {
  /** Events that are sent as pings in HTTP/2. @since 1.5 */
  ping?: () => Data
}
