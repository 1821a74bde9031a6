/** Metrics, which the admin port shows at `/metrics`, and logs. */

/** Metrics. @since 0.50 */
declare namespace stats {
  /** What all metrics have. */
  interface Metric {
    /** Its name. @since 0.50 */
    readonly name: string
    /** The one with values for the first labels. @since 0.50 */
    withLabels(...values: (string | number | undefined)[]): this
    /** Forgets all labels. @since 0.50 */
    clear(): void
    /** Sets it to 0, so that it is shown. @since 0.50 */
    zero(): void
  }
  /** What is counted. @since 0.50 */
  class Counter {
    constructor(name: string, labels?: readonly string[])
    /** By 1 unless told. @since 0.50 */
    increase(by?: number): void
  }
  interface Counter extends Metric {}
  /** What goes up and down. @since 0.50 */
  class Gauge {
    constructor(name: string, labels?: readonly string[])
    /** To a value. @since 0.50 */
    set(value: number): void
    /** By 1 unless told. @since 0.50 */
    increase(by?: number): void
    /** By 1 unless told. @since 0.50 */
    decrease(by?: number): void
  }
  interface Gauge extends Metric {}
  /** What is measured, by its upper bounds; not cumulative in 0.90 and 1.5. @since 0.50 */
  class Histogram {
    constructor(name: string, bounds: readonly number[], labels?: readonly string[])
    /** Notes a value. @since 0.50 */
    observe(value: number): void
  }
  interface Histogram extends Metric {}
}

/** Logs of one's own. @since 0.50 */
declare namespace logging {
  /** What all loggers have. */
  interface Logger {
    /** Writes values to all of the logger's places. @since 0.50 */
    log(...values: unknown[]): void
    /** Adds a file. @since 0.50 */
    toFile(path: string): this
    /** Adds a server, which gets several entries in one POST. @since 0.50 */
    toHTTP(url: string, options?: LogHTTPOptions): this
    /** Adds the standard output. @since 0.50 */
    toStdout(): this
    /** Adds the standard error. @since 0.50 */
    toStderr(): this
  }
  /** Writes texts. @since 0.50 */
  class TextLogger {
    constructor(name: string)
  }
  interface TextLogger extends Logger {}
  /** Writes JSON. @since 0.50 */
  class JSONLogger {
    constructor(name: string)
  }
  interface JSONLogger extends Logger {}

  /** How entries go to a server. */
  interface LogHTTPOptions {
    /** How they are gathered; `size` is how many, 1000 unless told. @since 0.50 */
    batch?: PackOptions & { size?: number; interval?: number | string }
    /** Of each request. @since 0.50 */
    headers?: { readonly [name: string]: string }
    /** `POST` unless told. @since 0.50 */
    method?: string
  }
}
