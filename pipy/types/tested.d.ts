/** What a script for every Pipy may ask for, to know which one it runs on. */
interface Filters<in out Flow extends PipyFlow = 'bytes'> {
  /** Events put into the stream, also later, by a promise of them. @since 0.90 */
  insert?(events: () => PipyOutput<Flow> | Promise<PipyOutput<Flow>>): this
}
