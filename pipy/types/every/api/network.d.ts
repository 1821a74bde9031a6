/** Addresses. */

/** A network: `10.0.0.0/8`; IPv6 since 0.90. @since 0.50 */
declare class Netmask {
  constructor(network: string)
  /** Its first address: `10.0.0.0`. @since 0.50 */
  readonly base: string
  /** `255.0.0.0` @since 0.50 */
  readonly mask: string
  /** How many bits: 8. @since 0.50 */
  readonly bitmask: number
  /** `0.255.255.255` @since 0.50 */
  readonly hostmask: string
  /** Its last address: `10.255.255.255`. @since 0.50 */
  readonly broadcast: string
  /** How many addresses. @since 0.50 */
  readonly size: number
  /** The first address of a host: `10.0.0.1`. @since 0.50 */
  readonly first: string
  /** The last address of a host: `10.255.255.254`. @since 0.50 */
  readonly last: string
  /** Whether an address is inside. @since 0.50 */
  contains(address: string): boolean
}

/** A URL in its parts. @since 0.50 */
declare class URL {
  constructor(url: string, base?: string)
  /** `user:password` @since 0.50 */
  readonly auth: string
  /** `#top` @since 0.50 */
  readonly hash: string
  /** `host:80` @since 0.50 */
  readonly host: string
  /** `host` @since 0.50 */
  readonly hostname: string
  /** The whole. @since 0.50 */
  readonly href: string
  /** `http://host:80` @since 0.50 */
  readonly origin: string
  /** Of the one who asks. @since 0.50 */
  readonly password: string
  /** `/path?a=1` @since 0.50 */
  readonly path: string
  /** `/path` @since 0.50 */
  readonly pathname: string
  /** `80`, as a text. @since 0.50 */
  readonly port: string
  /** `http:` @since 0.50 */
  readonly protocol: string
  /** `a=1` @since 0.50 */
  readonly query: string
  /** `?a=1` @since 0.50 */
  readonly search: string
  /** The query in its parts. @since 0.50 */
  readonly searchParams: URLSearchParams
  /** Of the one who asks. @since 0.50 */
  readonly username: string
}

/** A query in its parts. @since 0.50 */
declare class URLSearchParams {
  constructor(query: string | { readonly [name: string]: string })
  /** The first value of a name; null for none. @since 0.50 */
  get(name: string): string | null
  /** All values of a name. @since 0.50 */
  getAll(name: string): string[]
  /** Gives a name one value. @since 0.50 */
  set(name: string, value: string): void
  /** The first value of each name. @since 0.50 */
  toObject(): { [name: string]: string }
  /** `a=1&b=2` @since 0.50 */
  toString(): string
}
