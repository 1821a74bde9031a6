/** The library since Pipy 0.90. */

/** Values by key. */
interface Map<Key, Value> {
  /** How many. @since 0.90 */
  readonly size: number
  /** Takes all out. @since 0.90 */
  clear(): void
  /** Takes one out: whether it was there. @since 0.90 */
  delete(key: Key): boolean
  /** Calls a function with each. @since 0.90 */
  forEach(each: (value: Value, key: Key) => void): void
  /** The value; undefined where it is not there. @since 0.90 */
  get(key: Key): Value | undefined
  /** Whether it is there. @since 0.90 */
  has(key: Key): boolean
  /** Gives a key its value. @since 0.90 */
  set(key: Key, value: Value): this
}
/** Values by key. @since 0.90 */
declare const Map: {
  new <Key, Value>(entries?: readonly (readonly [Key, Value])[]): Map<Key, Value>
}

/** Values, each once. */
interface Set<Value> {
  /** How many. @since 0.90 */
  readonly size: number
  /** Puts one in. @since 0.90 */
  add(value: Value): this
  /** Takes all out. @since 0.90 */
  clear(): void
  /** Takes one out: whether it was there. @since 0.90 */
  delete(value: Value): boolean
  /** Calls a function with each. @since 0.90 */
  forEach(each: (value: Value) => void): void
  /** Whether it is there. @since 0.90 */
  has(value: Value): boolean
}
/** Values, each once. @since 0.90 */
declare const Set: { new <Value>(values?: readonly Value[]): Set<Value> }

/** What comes later. */
interface Promise<Value> {
  /** What is done with it then. @since 0.90 */
  then<Result>(next: (value: Value) => Result | Promise<Result>): Promise<Result>
  /** What is done where it failed. @since 0.90 */
  catch<Result>(failed: (error: any) => Result): Promise<Value | Result>
  /** What is done either way. @since 0.90 */
  finally(last: () => void): Promise<Value>
}
/** What comes later. @since 0.90 */
declare const Promise: {
  new <Value>(
    begin: (resolve: (value: Value) => void, reject: (error: unknown) => void) => void,
  ): Promise<Value>
  /** One that is there. @since 0.90 */
  resolve<Value>(value: Value): Promise<Value>
  /** One that failed. @since 0.90 */
  reject(error: unknown): Promise<never>
  /** All of them. @since 0.90 */
  all<Value>(promises: readonly Promise<Value>[]): Promise<Value[]>
  /** The first one that is there, or has failed. @since 0.90 */
  race<Value>(promises: readonly Promise<Value>[]): Promise<Value>
}

/** An error. */
interface Error {
  /** What it says. @since 0.90 */
  readonly message: string
}
/** An error; there is no `throw` before 1.5. @since 0.90 */
declare const Error: { new (message?: string): Error }

/** A time to wait for. @since 0.90 */
declare class Timeout {
  constructor(seconds: number)
  /** A promise that is fulfilled then. @since 0.90 */
  wait(): Promise<unknown>
  /** Ends the wait. @since 0.90 */
  cancel(): void
  /** Begins to wait anew. @since 0.90 */
  restart(seconds?: number): void
}

interface Console {
  /** Writes a line as an error. @since 0.90 */
  error(...values: unknown[]): void
  /** Writes a line as a piece of news. @since 0.90 */
  info(...values: unknown[]): void
  /** Writes a line as a warning. @since 0.90 */
  warn(...values: unknown[]): void
  /** Writes a line for those who debug. @since 0.90 */
  debug(...values: unknown[]): void
}
