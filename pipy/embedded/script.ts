/** A codebase's scripts: what they write down, and what keeps them from starting. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { join } from 'node:path'
import vm from 'node:vm'
import type { Connection } from './connection.ts'
import type { Data } from './events.ts'
import { filtersOf, startOf, type Callback, type Filters, type Scope } from './filters.ts'
import { globals, readFile } from './library.ts'
import { compile } from './names.ts'
import { Pipeline } from './pipeline.ts'

/** An address that a script listens on, and what serves its connections. */
export interface Listen {
  readonly host: string
  readonly port: number
  readonly options: { readTimeout?: number; idleTimeout?: number }
  readonly pipeline: Pipeline
}

/** Evaluates a script with Pipy's globals in place. */
type Evaluate = (script: Script, names: ReturnType<typeof globals> & { pipy: unknown }) => unknown
/** What a script adds filters to: each call gives the chain again. */
type Chain = { [filter: string]: (...values: unknown[]) => Chain }

/** The scripts under one folder, each evaluated once. */
export class Codebase {
  readonly folder: string
  readonly #scripts = new Map<string, Script>()

  constructor(folder: string) {
    this.folder = folder
  }

  /** @throws Error where a script is missing, is none, or links to a pipeline that is not there. */
  start(path: string): Script {
    const script = this.script(path)
    for (const each of this.#scripts.values()) each.check()
    return script
  }

  script(path: string): Script {
    const name = path.replace(/^\//, '')
    const known = this.#scripts.get(name) ?? new Script(this, name)
    this.#scripts.set(name, known)
    return known
  }

  file(path: string): Data | null {
    return readFile(join(this.folder, path))
  }
}

const inContext: Evaluate = (script, names) => {
  const source = script.codebase.file(script.path)?.toString()
  if (source === undefined) throw new Error(`Cannot open script at /${script.path}`)
  const code = compile(source, script.path)
  const context = vm.createContext(names)
  script.expose(context)
  const json = vm.runInContext('JSON', context) as JSON & { decode?: unknown }
  json.decode = (data: Data) => json.parse(String(data))
  return code.runInContext(context)
}

/** The connection whose callback runs, or ran when a promise was made. */
const current = new AsyncLocalStorage<Connection>()

/** A script with its value, its pipelines, and the variables that each connection has. */
export class Script implements Scope {
  readonly codebase: Codebase
  readonly path: string
  readonly listens: Listen[] = []
  readonly value: unknown
  readonly #filters: Filters = filtersOf(this)
  readonly #pipelines = new Map<string, Pipeline>()
  readonly #links: (() => Pipeline)[] = []
  #global: object = {}

  /** Evaluates the file, in a context of its own unless `evaluate` does it elsewhere. */
  constructor(codebase: Codebase, path: string, evaluate: Evaluate = inContext) {
    this.codebase = codebase
    this.path = path
    this.value = evaluate(this, { ...globals(), pipy: this.#pipy() })
  }

  /** Makes the connection's variables visible as globals. */
  expose(global: object): void {
    this.#global = global
    Object.defineProperty(global, '__inbound', {
      configurable: true,
      get: () => current.getStore()?.inbound,
    })
  }

  /** Every link names a pipeline that exists, also in a branch that is never taken. */
  check(): void {
    for (const link of this.#links) link()
  }

  run(connection: Connection, callback: () => unknown): unknown {
    return current.run(connection, callback)
  }

  build(builder: Callback): Pipeline {
    const pipeline = new Pipeline()
    builder(this.#chain(() => pipeline))
    return pipeline
  }

  pipeline(name: string, path?: string): () => Pipeline {
    const script = path === undefined ? this : this.codebase.script(path)
    const found = () => {
      const pipeline = script.#pipelines.get(name)
      return (
        pipeline ??
        fail(`pipeline not found${path === undefined ? '' : ` in module /${script.path}`}: ${name}`)
      )
    }
    this.#links.push(found)
    return found
  }

  #pipy() {
    const pipy = (first: Record<string, unknown>) => {
      const variables = () => current.getStore()?.variables(this, first) ?? first
      for (const name of Object.keys(first)) {
        Object.defineProperty(this.#global, name, {
          configurable: true,
          get: () => variables()[name],
          set: value => {
            variables()[name] = value
          },
        })
      }
      return this.#configuration()
    }
    return Object.assign(pipy, {
      load: (path: string) => this.codebase.file(path),
      solve: (path: string) => this.codebase.script(path).value,
    })
  }

  /** `listen` and `pipeline` begin a pipeline each; every other call adds to the one begun last. */
  #configuration(): Chain {
    let begun: Pipeline | undefined
    const pipeline = () => begun ?? fail('no pipeline found')
    return this.#chain(pipeline, {
      listen: (address, options) => {
        const parts =
          /^(?:\[?(.*?)\]?:)?(\d+)$/.exec(String(address)) ??
          fail(`invalid 'ip:port' form: ${String(address)}`)
        const [, host = '0.0.0.0', port] = parts
        begun = new Pipeline()
        this.listens.push({
          host,
          port: Number(port),
          options: (options ?? {}) as Listen['options'],
          pipeline: begun,
        })
      },
      pipeline: name => {
        begun = new Pipeline()
        this.#pipelines.set(String(name), begun)
      },
    })
  }

  /** A chain whose calls add to the pipeline that is current; `more` holds the calls that do otherwise. */
  #chain(pipeline: () => Pipeline, more: Record<string, Callback> = {}): Chain {
    let unfinished: { name: string; values: unknown[] } | undefined
    const calls: Record<string, Callback> = {
      ...more,
      onStart: start => {
        if (!pipeline().isEmpty) fail('onStart() is only allowed prior to filters')
        pipeline().start = startOf(this, start as Callback)
      },
      // The filters whose pipeline is named by a second call.
      ...Object.fromEntries(
        ['acceptTLS', 'connectTLS', 'fork'].map(name => [
          name,
          (...values: unknown[]) => void (unfinished = { name, values }),
        ]),
      ),
      to: builder => {
        const { name, values } = unfinished ?? fail('calling to() without a joint-filter')
        unfinished = undefined
        add(name, [...values, builder])
      },
    }
    const add = (name: string, values: unknown[]) => {
      const filter =
        this.#filters[name] ??
        fail(`the embedded host has no filter "${name}": run this script on Pipy`)
      pipeline().add(filter(...(values as never[])))
    }
    const chain: Chain = new Proxy(
      {},
      {
        get:
          (_target, property) =>
          (...values: unknown[]) => {
            const name = String(property)
            if (unfinished && name !== 'to') fail('missing .to(...) for the last filter')
            if (calls[name]) calls[name](...values)
            else add(name, values)
            return chain
          },
      },
    )
    return chain
  }
}

const fail = (message: string): never => {
  throw new Error(message)
}
