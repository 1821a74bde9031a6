/** What a script for every Pipy may ask for, to know which one it runs on. */
interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /** Events put into the stream, also later, by a promise of them. @since 0.90 */
  insert?(events: () => PipyOutput<Flow> | Promise<PipyOutput<Flow>>): this
}

/** What comes later. */
interface Promise<Value> {
  /** What is done with it then, or where it failed. @since 0.90 */
  then<Result>(next: (value: Value) => Result, failed?: () => Result): Promise<Result>
}
/** What comes later: behind a test for `insert` alone. @since 0.90 */
declare const Promise: {
  new <Value>(begin: (resolve: (value: Value) => void) => void): Promise<Value>
}
/** A time to wait for: behind a test for `insert` alone. @since 0.90 */
declare class Timeout {
  constructor(seconds: number)
  /** A promise that is fulfilled then. @since 0.90 */
  wait(): Promise<unknown>
  /** Ends the wait: the promise fails, or nothing comes of it. @since 0.90 */
  cancel(): void
}

/** What an option may say where the test above has told that it is known. */
interface ConnectOptions {
  /** One's own address: `127.0.0.1`, `::0.0.0.1`. @since 0.90 */
  bind?: string
}
