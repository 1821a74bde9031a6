/** The filters that the built scripts use. */
import type { Connection } from './connection.ts'
import { Data, StreamEnd, type Event, type Output } from './events.ts'
import { connectTcp, connectTls, isTarget, type ConnectOptions } from './outbound.ts'
import { inPlace, type Filter, type Pipeline } from './pipeline.ts'
import { acceptTls, type TlsOptions } from './tls.ts'

/** A function of a script. */
export type Callback = (...values: unknown[]) => unknown

/** What a script gives its filters. */
export interface Scope {
  /** Runs something with the connection's variables in place. */
  run(connection: Connection, callback: () => unknown): unknown
  /** The pipeline that `$ => $.link("x")` writes down. */
  build(builder: Callback): Pipeline
  /** A pipeline of this script, or of another one, by name: known once every script has been read. */
  pipeline(name: string, path?: string): () => Pipeline
}

/** A filter by its name in a script. */
export type Filters = Record<string, (...values: never[]) => Filter>

/** Runs a callback; its error is logged and ends the stream, else its value goes to `take`. */
const call = (
  scope: Scope,
  connection: Connection,
  output: Output,
  callback: () => unknown,
  take: (value: unknown) => void,
): void => {
  let value: unknown
  try {
    if (connection.failure) throw connection.failure.error
    value = scope.run(connection, callback)
  } catch (error) {
    const failure = connection.failure
    if (!failure) console.error((error as Error | undefined)?.stack ?? String(error))
    connection.failure = failure ?? { error }
    output(new StreamEnd(error))
    connection.failure = failure
    return
  }
  take(value)
}

/** Also one that the script made itself, which is none of this realm's. */
const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value

/** Passes on what a callback gave: an event, a list of them, or nothing. */
const emit = (given: unknown, output: Output): void => {
  for (const event of [given].flat()) {
    if (event === undefined || event === null) continue
    const isEvent = event instanceof Data || event instanceof StreamEnd
    output(
      isEvent
        ? event
        : new StreamEnd(new TypeError('a callback gave neither an event nor a list of events')),
    )
    if (!isEvent) return
  }
}

/** What runs when a stream of a pipeline begins. An error in it is the caller's. */
export const startOf =
  (scope: Scope, start: Callback) =>
  (connection: Connection, input: Output): void =>
    emit(scope.run(connection, start), input)

/** The filters that a script's pipelines are made of. */
export function filtersOf(scope: Scope): Filters {
  const on =
    (kind: typeof Data | typeof StreamEnd, handle: (event: Event) => unknown): Filter =>
    (connection, output) =>
    event => {
      if (!(event instanceof kind)) return output(event)
      call(
        scope,
        connection,
        output,
        () => handle(event),
        value => emit(value, output),
      )
    }
  return {
    replaceData: (callback: Callback) => on(Data, callback),
    handleData: (callback: Callback) =>
      on(Data, data => {
        callback(data)
        return data
      }),
    replaceStreamEnd: (callback: Callback) => on(StreamEnd, callback),
    handleStreamEnd: (callback: Callback) =>
      on(StreamEnd, end => {
        callback(end)
        return end
      }),

    /** The first pipeline whose condition holds, an odd one out where none does; until then events are held back. */
    branch: (...parts: Callback[]) => {
      const branches = parts.flatMap((part, index) => {
        if (index % 2 === 1)
          return [{ holds: parts[index - 1] ?? part, pipeline: scope.build(part) }]
        return index === parts.length - 1
          ? [{ holds: () => true, pipeline: scope.build(part) }]
          : []
      })
      return (connection, output) => {
        const held: Event[] = []
        let chosen: Output | undefined
        return event => {
          const choose = () => branches.find(({ holds }) => holds())?.pipeline
          if (chosen) return chosen(event)
          call(scope, connection, output, choose, pipeline => {
            held.push(event)
            chosen = (pipeline as Pipeline | undefined)?.open(connection, output)
            if (chosen) held.splice(0).forEach(chosen)
          })
        }
      }
    },
    link: (name: string) => inPlace(scope.pipeline(name)),
    use: (path: string, name: string) => inPlace(scope.pipeline(name, path)),

    /** A pipeline on the side: what it gives goes nowhere, and an error in it ends nothing. */
    fork: (builder: Callback) => {
      const pipeline = scope.build(builder)
      return (connection, output) => {
        const side = inPlace(() => pipeline)(connection, () => undefined)
        return event => {
          side(event)
          output(event)
        }
      }
    },

    /** Puts events in at the first one, or when a promise of them is fulfilled. */
    insert: (events: Callback) => (connection, output) => {
      let inserted = false
      const put = (given: unknown) => connection.ended || emit(given, output)
      return event => {
        if (inserted) return output(event)
        inserted = true
        call(scope, connection, output, events, given => {
          if (isPromise(given)) given.then(put, error => put(new StreamEnd(error)))
          else put(given)
          output(event)
        })
      }
    },

    /** Connects at the first piece; an end before it goes on as it came. */
    connect:
      (target: Callback | string, options: ConnectOptions = {}) =>
      (connection, output) => {
        let server: Output | undefined
        let ended = false
        return event => {
          if (ended) return
          ended = event instanceof StreamEnd
          if (server) return server(event)
          if (ended) return output(event)
          call(
            scope,
            connection,
            output,
            () => (typeof target === 'function' ? target() : target),
            address => {
              if (!isTarget(address))
                return output(new StreamEnd(new TypeError(`"${address}" is no target`)))
              server = connectTcp(connection, address, options, output)
              server(event)
            },
          )
        }
      },
    acceptTLS: ({ certificate, alpn = [] }: TlsOptions, builder: Callback) => {
      const pipeline = scope.build(builder)
      const open = (connection: Connection) => (inner: Output) => pipeline.open(connection, inner)
      const pair = () =>
        typeof certificate === 'function' ? (certificate as Callback)() : certificate
      return (connection, output) => {
        let client: Output | undefined
        return event => {
          if (client) return client(event)
          call(scope, connection, output, pair, value => {
            client = acceptTls(connection, value, alpn, open(connection), output)
            client(event)
          })
        }
      }
    },
    connectTLS: (_options: object, builder: Callback) => {
      const pipeline = scope.build(builder)
      const transport = inPlace(() => pipeline)
      return (connection, output) => {
        let server: Output | undefined
        return event => {
          // An end alone begins no handshake, and nothing comes back.
          if (!server && event instanceof StreamEnd) return
          server ??= connectTls(connection, transport, output)
          server(event)
        }
      }
    },
  }
}
