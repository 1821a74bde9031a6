/** The filters that the built scripts use; any other is an error that names it. */
import type { Connection } from './connection.ts'
import { Data, StreamEnd, type Event } from './events.ts'
import { connectTcp, connectTls, type ConnectOptions } from './outbound.ts'
import { Pipeline, type Chain } from './pipeline.ts'
import type { Script } from './script.ts'

/** Takes the events that a filter gives. */
export type Output = (event: Event) => void
/** A filter in one stream: takes an event, gives any number. */
export type Filter = (connection: Connection, output: Output) => Output
/** A function of a script, called with the connection’s variables in place. */
export type Callback = (...values: unknown[]) => unknown
/** Writes a sub-pipeline down: `$ => $.link("x")`. */
export type Builder = (chain: Chain) => Chain

/** A filter by its name in a script. */
export type Filters = Record<string, (...values: never[]) => Filter>

/** The filters that a script's pipelines are made of. */
export const filtersOf = (script: Script): Filters => {
  const call = (connection: Connection, callback: Callback, ...values: unknown[]) =>
    script.run(connection, () => callback(...values))
  const replace = (kind: typeof Data | typeof StreamEnd, callback: Callback): Filter => (connection, output) => event =>
    event instanceof kind ? connection.emit(call(connection, callback, event), output) : output(event)
  return {
    onStart: (start: Callback) => (connection, output) => {
      connection.emit(call(connection, start), output)
      return output
    },
    replaceData: (callback: Callback) => replace(Data, callback),
    replaceStreamEnd: (callback: Callback) => replace(StreamEnd, callback),
    handleStreamEnd: (callback: Callback) => replace(StreamEnd, end => {
      callback(end)
      return end
    }),

    /** The first pipeline whose condition holds at the first event; an odd one out always does. */
    branch: (...parts: (Callback | Builder)[]) => {
      const branches = parts.flatMap((part, index) => {
        if (index % 2 === 1) return [{ holds: parts[index - 1] as Callback, pipeline: Pipeline.build(script, part as Builder) }]
        return index === parts.length - 1 ? [{ holds: () => true, pipeline: Pipeline.build(script, part as Builder) }] : []
      })
      return (connection, output) => {
        let chosen: Output | undefined
        return event => {
          chosen ??= branches.find(({ holds }) => call(connection, holds))?.pipeline.open(connection, output)
          chosen?.(event)
        }
      }
    },
    link: (name: string) => (connection, output) => script.pipeline(name).open(connection, output),
    /** A pipeline of another script of the codebase, with that script's own variables. */
    use: (path: string, name: string) => {
      const other = script.codebase.script(path)
      return (connection, output) => other.pipeline(name).open(connection, output)
    },

    insert: (events: Callback) => (connection, output) => {
      let started = false
      return event => {
        if (!started) void Promise.resolve(call(connection, events)).then(inserted => connection.emit(inserted, output))
        started = true
        output(event)
      }
    },

    connect: (target: Callback, options: ConnectOptions) => (connection, output) =>
      connectTcp(connection, () => String(call(connection, target)), options, output),
    connectTLS: (_options: object, builder: Builder) => {
      const transport = Pipeline.build(script, builder)
      return (connection, output) => connectTls(connection, transport, output)
    },
  }
}
