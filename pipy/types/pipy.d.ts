/**
 * Pipy's own API, as far as this project uses it and every Pipy has it.
 * Measured on 0.50.0-25, 0.90.3-38 and 1.5.14. Times are in seconds.
 */

interface JSON {
  /** Reads JSON text from bytes. */
  decode(data: Data): unknown
  parse(text: string): unknown
  stringify(value: unknown): string
}
declare const JSON: JSON
declare const console: { log(...values: unknown[]): void }

/** A piece of a byte stream. Handlers may be given an empty one. */
declare class Data {
  constructor(text?: string, encoding?: 'utf8' | 'hex')
  readonly size: number
  /** Appends, by moving no bytes. */
  push(data: Data): void
  /** Takes that many bytes off the front. */
  shift(size: number): Data
  /** Undefined where the bytes are no UTF-8; in a template (`${data}`) they are taken as they are, unseen. */
  toString(): string | undefined
  toString(encoding: 'hex'): string
}

/** The end of a byte stream; `error` is `''` in 0.50 and undefined later when the end is clean. */
declare class StreamEnd {
  constructor(error?: string)
  readonly error?: string
}

type PipyEvent = Data | StreamEnd
/** What a replacing handler gives: nothing drops the event. */
type PipyOutput = PipyEvent | readonly PipyEvent[] | undefined

/** From 0.90 on: use it only behind a test for `insert`. */
declare class Timeout {
  constructor(seconds: number)
  wait(): PipyPromise<unknown>
}
interface PipyPromise<Value> {
  then<Result>(next: (value: Value) => Result): PipyPromise<Result>
}

declare namespace crypto {
  class Hmac {
    constructor(algorithm: 'sha256', key: string | Data)
    update(data: string | Data): void
    digest(encoding: 'hex'): string
  }
}

declare const os: {
  /** The process's environment. */
  readonly env: { readonly [name: string]: string | undefined }
  /** A file's bytes. Absolute paths reach the file system, not the codebase. */
  readFile(path: string): Data | undefined
}

interface ConnectOptions {
  /** For Pipy 0.50 alone: in 0.90 one that ends a connection crashes the process. */
  connectTimeout?: number
  readTimeout?: number
  idleTimeout?: number
  /** Since 0.90: the address that a connection comes from, as `127.0.0.1` and `::0.0.0.1`. */
  bind?: string
}
interface ListenOptions {
  /** A client that sends nothing for so long is let go. */
  readTimeout?: number
  idleTimeout?: number
}

/** The filters of a pipeline, added one after the other. */
interface Filters {
  /** Runs before the first event; what it gives goes first. */
  onStart(start: () => Data): this
  replaceData(replace: (data: Data) => PipyOutput): this
  handleStreamEnd(handle: (end: StreamEnd) => void): this
  replaceStreamEnd(replace: (end: StreamEnd) => PipyOutput): this
  /** The first pipeline whose condition holds at the first event; one without a condition always does. */
  branch(condition: () => boolean, pipeline: ($: Filters) => Filters, otherwise: ($: Filters) => Filters): this
  branch(
    condition: () => boolean, pipeline: ($: Filters) => Filters,
    second: () => boolean, secondPipeline: ($: Filters) => Filters,
    otherwise: ($: Filters) => Filters,
  ): this
  link(name: string): this
  connect(target: () => string, options: ConnectOptions): this
  connectTLS(options: object): { to(pipeline: ($: Filters) => Filters): Filters }
  /** From 0.90 on: events put into the stream when the promise is fulfilled. */
  insert?(events: () => PipyPromise<PipyOutput>): this
}

/** A script's result: ports to listen on and pipelines by name. */
interface Configuration extends Filters {
  /** An address (`'[::]:15901'` is both families) whose connections the filters after it serve. */
  listen(address: string, options?: ListenOptions): this
  pipeline(name: string): this
}

/** The variables of a connection: their names start with `_`, each connection has its own. */
declare function pipy(variables: { readonly [name: string]: unknown }): Configuration
declare namespace pipy {
  /** A file of the codebase, or nothing. */
  function load(path: string): Data | null | undefined
  /** The value of another script of the codebase, evaluated once a worker. */
  function solve(path: string): unknown
}

/** The connection that a pipeline was started for. */
declare const __inbound: { readonly localAddress: string; readonly remoteAddress: string }
