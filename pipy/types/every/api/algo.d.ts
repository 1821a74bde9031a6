/** Algorithms of a proxy. @since 0.50 */
declare namespace algo {
  /** A number for any value, the same for the same one. @since 0.50 */
  function hash(value: unknown): number
  /** A random UUID. @since 0.50 */
  function uuid(): string

  /** Values by key; those that are not there are made. @since 0.50 */
  class Cache<Key, Value> {
    constructor(
      make?: ((key: Key) => Value) | null,
      free?: ((value: Value, key: Key) => void) | null,
      options?: CacheOptions,
    )
    /** The value; made where it is not there, undefined where nothing makes it. @since 0.50 */
    get(key: Key): Value
    /** Gives a key its value. @since 0.50 */
    set(key: Key, value: Value): void
    /** Takes a key out: whether it was there. @since 0.50 */
    remove(key: Key): boolean
    /** Takes all out. @since 0.50 */
    clear(): void
  }

  /** An amount that is used up. @since 0.50 */
  class Quota {
    constructor(initial?: number, options?: QuotaOptions)
    /** The amount at first. @since 0.50 */
    readonly initial: number
    /** The amount now. @since 0.50 */
    readonly current: number
    /** Begins anew. @since 0.50 */
    reset(): void
    /** Puts some in. @since 0.50 */
    produce(amount: number): void
    /** Takes some out: as much as there was of it. @since 0.50 */
    consume(amount: number): number
  }

  /** A target that was chosen. */
  interface Target {
    /** Its name. @since 0.50 */
    readonly id: string
  }
  /** Chooses targets in turn, by weight. @since 0.50 */
  class RoundRobinLoadBalancer {
    constructor(weights?: { readonly [target: string]: number } | readonly string[])
    /** The next one; the same for the same borrower, the connection unless told. @since 0.50 */
    next(borrower?: object, key?: unknown): Target | undefined
    /** The next one by its name. @since 0.50 */
    select(key?: unknown): string | undefined
    /** Gives one back. @since 0.50 */
    deselect(target: string): void
    /** Gives a target its weight. @since 0.50 */
    set(target: string, weight: number): void
  }

  /** When a cache lets go by itself. */
  interface CacheOptions {
    /** The most keys. @since 0.50 */
    size?: number
    /** Seconds, or a text like `'10s'`. @since 0.50 */
    ttl?: number | string
  }
  /** How a quota fills by itself. */
  interface QuotaOptions {
    /** How often it is filled up, in seconds. @since 0.50 */
    per?: number | string
  }
}
