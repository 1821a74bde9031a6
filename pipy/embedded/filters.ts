/** The filters that the built scripts use. */
import { Data, StreamEnd, type Event, type Output } from './events.ts'
import { connectTcp, connectTls, type ConnectOptions } from './outbound.ts'
import { emit, inPlace, inTurn, type Callback, type Filter, type Pipeline } from './pipeline.ts'
import { acceptTls, type TlsOptions } from './tls.ts'

/** What a script gives its filters. */
export interface Scope {
  /** The pipeline that `$ => $.link("x")` writes down. */
  build(builder: Callback): Pipeline
  /** A pipeline of this script, or of another, by name: known once every script has been read. */
  pipeline(name: string, path?: string): () => Pipeline
  /** The pipelines of that name in several other scripts, an empty one where a script has none. */
  pipelines(name: string, paths: readonly string[]): (() => Pipeline)[]
}

/** A filter by its name in a script. */
export type Filters = Record<string, (...values: never[]) => Filter>

/** The filters that a script's pipelines are made of. */
export const filtersOf = (scope: Scope): Filters => ({
  replaceData: (callback: Callback) => replace(Data, callback),
  handleData: (callback: Callback) =>
    replace(Data, data => {
      callback(data)
      return data
    }),
  replaceStreamEnd: (callback: Callback) => replace(StreamEnd, callback),
  handleStreamEnd: (callback: Callback) =>
    replace(StreamEnd, end => {
      callback(end)
      return end
    }),
  branch: (...parts: Callback[]) => branch(parts, scope),
  link: (name: string) => inPlace(scope.pipeline(name)),
  use: (path: string | readonly string[], name: string) =>
    typeof path === 'string'
      ? inPlace(scope.pipeline(name, path))
      : inTurn(scope.pipelines(name, path).map(inPlace)),
  fork: (builder: Callback) => fork(scope.build(builder)),
  insert,
  acceptTLS: (options: TlsOptions, builder: Callback) => accept(options, scope.build(builder)),
  connect,
  connectTLS: (_options: object, builder: Callback) => secure(scope.build(builder)),
})

const replace =
  (kind: typeof Data | typeof StreamEnd, callback: Callback): Filter =>
  (connection, output) =>
  event => {
    if (!(event instanceof kind)) return output(event)
    connection.call(
      () => callback(event),
      output,
      given => emit(given, output),
    )
  }

/** The first whose condition holds, or the odd last one; until then events are held back. */
const branch = (parts: readonly Callback[], scope: Scope): Filter => {
  const branches = parts.flatMap((part, index) => {
    const condition = index % 2 === 1 ? parts[index - 1] : undefined
    const isOdd = index % 2 === 0 && index === parts.length - 1
    return condition || isOdd ? [{ condition, pipeline: scope.build(part) }] : []
  })
  const choose = () => branches.find(({ condition }) => !condition || condition())?.pipeline
  return (connection, output) => {
    const held: Event[] = []
    let chosen: Output | undefined
    return event => {
      if (chosen) return chosen(event)
      connection.call(choose, output, pipeline => {
        held.push(event)
        chosen = (pipeline as Pipeline | undefined)?.open(connection, output)
        if (chosen) held.splice(0).forEach(chosen)
      })
    }
  }
}

/** Puts events in at the first one, or when a promise of them is fulfilled. */
const insert =
  (events: Callback): Filter =>
  (connection, output) => {
    let isBegun = false
    const put = (given: unknown) => connection.ended || emit(given, output)
    return event => {
      if (isBegun) return output(event)
      isBegun = true
      connection.call(events, output, given => {
        if (isPromise(given)) given.then(put, error => put(new StreamEnd(error)))
        else put(given)
        output(event)
      })
    }
  }

/** Also one that a script has made, which is none of this realm's. */
const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value

/** A pipeline on the side: what it gives goes nowhere, and an error in it ends nothing else. */
const fork =
  (pipeline: Pipeline): Filter =>
  (connection, output) => {
    const side = inPlace(() => pipeline)(connection, () => undefined)
    return event => {
      side(event)
      output(event)
    }
  }

/** Speaks TLS with the client, by the certificate that is called for at the first event. */
const accept =
  ({ certificate, alpn = [] }: TlsOptions, pipeline: Pipeline): Filter =>
  (connection, output) => {
    let client: Output | undefined
    const pair = () => (typeof certificate === 'function' ? certificate() : certificate)
    return event => {
      if (client) return client(event)
      connection.call(pair, output, given => {
        const open = (inner: Output) => pipeline.open(connection, inner)
        client = acceptTls(connection, given, alpn, open, output)
        client(event)
      })
    }
  }

/** Connects at the first piece; an end before it goes on as it came. */
const connect =
  (target: Callback | string, options: ConnectOptions = {}): Filter =>
  (connection, output) => {
    let server: Output | undefined
    let isEnded = false
    const address = () => (typeof target === 'function' ? target() : target)
    return event => {
      if (isEnded) return
      isEnded = event instanceof StreamEnd
      if (server) return server(event)
      if (isEnded) return output(event)
      connection.call(address, output, given => {
        server = connectTcp(connection, given, options, output)
        server(event)
      })
    }
  }

/** Speaks TLS at the first piece; an end before it begins none, and nothing comes back. */
const secure =
  (transport: Pipeline): Filter =>
  (connection, output) => {
    let server: Output | undefined
    return event => {
      if (!server && event instanceof StreamEnd) return
      server ??= connectTls(connection, transport, output)
      server(event)
    }
  }
