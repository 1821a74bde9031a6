/** The log, the machine, files. */

/** The log. */
interface Console {
  /** Writes a line. @since 0.50 */
  log(...values: unknown[]): void
}
/** The log. @since 0.50 */
declare const console: Console

/** What is known of a file. */
interface FileStats {
  /** Bytes. @since 0.50 */
  readonly size: number
  /** When it was last read, in seconds since 1970. @since 0.50 */
  readonly atime: number
  /** When it was last written, in seconds since 1970. @since 0.50 */
  readonly mtime: number
  /** When it or what is known of it was last changed, in seconds since 1970. @since 0.50 */
  readonly ctime: number
  /** Whether it is a plain file. @since 0.50 */
  isFile(): boolean
  /** Whether it is a folder. @since 0.50 */
  isDirectory(): boolean
  /** Whether it is a socket. @since 0.50 */
  isSocket(): boolean
}

/** The machine. */
interface OperatingSystem {
  /** The process's environment. @since 0.50 */
  readonly env: { readonly [name: string]: string | undefined }
  /** A file's bytes. Absolute paths reach the file system, not the codebase. @since 0.50 */
  readFile(path: string): Data | null | undefined
  /** Writes a file, in place of what is there. @since 0.50 */
  writeFile(path: string, data: string | Data): void
  /** What is known of a file; null where there is none. @since 0.50 */
  stat(path: string): FileStats | null
}
/** The machine. @since 0.50 */
declare const os: OperatingSystem

/** Files of the codebase over HTTP. @since 0.50 */
declare namespace http {
  /** A file. @since 0.50 */
  class File {
    constructor(path: string)
    /** A file of the codebase; null where there is none. @since 0.50 */
    static from(path: string): File | null
    /** A response with the file, compressed as an accept-encoding allows. @since 0.50 */
    toMessage(acceptEncoding?: string): Message
  }
}
