/** What a script for every Pipy may ask for, to know which one it runs on. */
interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /** Events put into the stream, also later, by a promise of them. @since 0.90 */
  insert?(events: () => PipyOutput<Flow> | Promise<PipyOutput<Flow>>): this
}

/** What an option may say where the test above has told that it is known. */
interface ConnectOptions {
  /** One's own address: `127.0.0.1`, `::0.0.0.1`. @since 0.90 */
  bind?: string
}
