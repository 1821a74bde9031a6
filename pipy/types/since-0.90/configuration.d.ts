/** What a configuration has since Pipy 0.90. */
interface Configuration<in out Flow extends PipyFlow = 'bytes'> {
  /** The unnamed pipeline, for `use` and `chain`. @since 0.50 */
  pipeline(): Configuration<any>
  /** Begins with what its onStart gives, each time a file of the codebase changes. @since 0.90 */
  watch(path: string): Configuration<any>
  /** Runs when the process is to end. @since 0.90 */
  exit(): Configuration<any>
  /** Serves a path of the admin port. @since 0.90 */
  admin(path: string): Configuration<'messages'>
}

declare namespace pipy {
  /** The process's number. @since 0.90 */
  const pid: number
  /** When the process started, in milliseconds since 1970. @since 0.90 */
  const since: number
  /** Where the codebase comes from. @since 0.90 */
  const source: string
  /** The instance's name. @since 0.90 */
  const name: string
  /** The instance's UUID. @since 0.90 */
  const uuid: string
  /** The codebase's files under a folder, by their paths from there. @since 0.90 */
  function list(path: string): string[]
  /** Runs a command, and gives what it printed. @since 0.90 */
  function exec(command: string | readonly string[]): Data | null
}
