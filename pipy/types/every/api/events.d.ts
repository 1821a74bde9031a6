/** What goes through a pipeline besides Data. */

/** Header names are lower case; of a repeated header the last one counts, but for cookies. */
interface HTTPHeaders {
  [name: string]: string | undefined
}

/** The head of a request or of a response. */
interface HTTPHead {
  /** `HTTP/1.1` @since 0.50 */
  protocol: string
  /** By their names. @since 0.50 */
  headers: HTTPHeaders
  /** Of a request. @since 0.50 */
  method?: string
  /** Of a request, with its query. @since 0.50 */
  path?: string
  /** Of a request in HTTP/2. @since 0.50 */
  scheme?: string
  /** Of a request in HTTP/2. @since 0.50 */
  authority?: string
  /** Of a response: `200`. @since 0.50 */
  status?: number
  /** Of a response: `OK`. @since 0.50 */
  statusText?: string
}

/** What comes behind a body: trailers. */
interface HTTPTail {
  /** By their names; null for none. @since 0.50 */
  headers: HTTPHeaders | null
}

/** The beginning of a message. @since 0.50 */
declare class MessageStart {
  constructor(head: Partial<HTTPHead>)
  /** What is changed in it goes on changed. @since 0.50 */
  readonly head: HTTPHead
}

/** The end of a message. @since 0.50 */
declare class MessageEnd {
  constructor(tail?: HTTPTail)
  /** Trailers; null for none. @since 0.50 */
  readonly tail: HTTPTail | null
}

/** A whole message, which goes through a pipeline as its parts. @since 0.50 */
declare class Message {
  constructor(body?: string | Data)
  constructor(head: Partial<HTTPHead>, body?: string | Data | null, tail?: HTTPTail)
  /** Null for none. @since 0.50 */
  readonly head: HTTPHead | null
  /** Null for none. @since 0.50 */
  readonly body: Data | null
  /** Trailers; null for none. @since 0.50 */
  readonly tail: HTTPTail | null
}

/** The errors that a stream ends with. */
interface StreamErrors {
  /** More bytes wait than may. @since 0.50 */
  BufferOverflow: StreamEnd
  /** A name has no address. @since 0.50 */
  CannotResolve: StreamEnd
  /** Nobody listens there. @since 0.50 */
  ConnectionRefused: StreamEnd
  /** The other side has broken the connection off. @since 0.50 */
  ConnectionReset: StreamEnd
  /** No connection in time. @since 0.50 */
  ConnectionTimeout: StreamEnd
  /** Nothing went either way in time. @since 0.50 */
  IdleTimeout: StreamEnd
  /** The system could not read. @since 0.50 */
  ReadError: StreamEnd
  /** Nothing came in time. @since 0.50 */
  ReadTimeout: StreamEnd
  /** A handler failed. @since 0.50 */
  RuntimeError: StreamEnd
  /** TLS failed. @since 0.50 */
  Unauthorized: StreamEnd
  /** The system could not write. @since 0.50 */
  WriteError: StreamEnd
  /** Nothing was taken in time. @since 0.50 */
  WriteTimeout: StreamEnd
}

/** The end of a stream. @since 0.50 */
declare class StreamEnd {
  constructor(error?: keyof StreamErrors)
  /** When the end is clean, `''` in 0.50 and undefined later: test `!end.error`. @since 0.50 */
  readonly error?: string
}
