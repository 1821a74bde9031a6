/** A codebase's scripts, and what keeps them from starting. */
import { join } from 'node:path'
import vm from 'node:vm'
import { chainOf, type Chain } from './chain.ts'
import { Connection } from './connection.ts'
import type { Data } from './events.ts'
import { filtersOf, type Filters, type Scope } from './filters.ts'
import { globals, readFile } from './library.ts'
import { compile } from './names.ts'
import { Pipeline, type Callback } from './pipeline.ts'
import { Metrics } from './stats.ts'

/** An address that a script listens on, and what serves its connections. */
export interface Listen {
  readonly host: string
  readonly port: number
  /** In seconds. */
  readonly options: { readonly readTimeout?: number; readonly idleTimeout?: number }
  readonly pipeline: Pipeline
}

/** Evaluates a script with Pipy's globals in place. */
type Evaluate = (script: Script, names: ReturnType<typeof globals> & { pipy: unknown }) => unknown

/** The scripts under one folder, each evaluated once. */
export class Codebase {
  readonly metrics = new Metrics()
  readonly #folder: string
  readonly #scripts = new Map<string, Script>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** @throws Error where a script is missing, is none, or links to a pipeline that is not there. */
  start(path: string): Script {
    const script = this.script(path)
    for (const each of this.#scripts.values()) each.check()
    return script
  }

  /** What the scripts listen on, the main one first: it was evaluated last. */
  get listens(): Listen[] {
    return [...this.#scripts.values()].reverse().flatMap(({ listens }) => listens)
  }

  script(path: string): Script {
    const name = path.replace(/^\//, '')
    const known = this.#scripts.get(name) ?? new Script(this, name)
    this.#scripts.set(name, known)
    return known
  }

  file(path: string): Data | null {
    return readFile(join(this.#folder, path))
  }
}

/** A script with its value, its pipelines, and the variables that each connection has. */
export class Script implements Scope {
  readonly path: string
  readonly listens: Listen[] = []
  readonly value: unknown
  readonly codebase: Codebase
  readonly #filters: Filters = filtersOf(this)
  readonly #pipelines = new Map<string, Pipeline>()
  readonly #links: (() => Pipeline)[] = []
  #global: object = {}

  /** Evaluates the file, in a context of its own unless `evaluate` does it elsewhere. */
  constructor(codebase: Codebase, path: string, evaluate: Evaluate = inContext) {
    this.codebase = codebase
    this.path = path
    const pipy = Object.assign((first: Record<string, unknown>) => this.#configure(first), {
      load: (file: string) => codebase.file(file),
      solve: (file: string) => codebase.script(file).value,
    })
    this.value = evaluate(this, { ...globals(codebase.metrics), pipy })
  }

  /** Makes the connection's variables visible as globals. */
  expose(global: object): void {
    this.#global = global
    const get = () => Connection.current?.inbound
    Object.defineProperty(global, '__inbound', { configurable: true, get })
  }

  /** Every link names a pipeline that exists, also in a branch that is never taken. */
  check(): void {
    for (const link of this.#links) link()
  }

  build(builder: Callback): Pipeline {
    const pipeline = new Pipeline()
    builder(chainOf(this.#filters, () => pipeline))
    return pipeline
  }

  pipeline(name: string, path?: string): () => Pipeline {
    const script = path === undefined ? this : this.codebase.script(path)
    const where = path === undefined ? '' : ` in module /${script.path}`
    const link = () => script.#pipelines.get(name) ?? fail(`pipeline not found${where}: ${name}`)
    this.#links.push(link)
    return link
  }

  pipelines(name: string, paths: readonly string[]): (() => Pipeline)[] {
    const scripts = paths.map(path => this.codebase.script(path))
    return scripts.map(script => () => script.#pipelines.get(name) ?? new Pipeline())
  }

  /** `listen` and `pipeline` begin a pipeline each; every other call adds to the one begun last. */
  #configure(first: Record<string, unknown>): Chain {
    this.#declare(first)
    let begun: Pipeline | undefined
    return chainOf(this.#filters, () => begun ?? fail('no pipeline found'), {
      listen: (address, options = {}) => {
        begun = new Pipeline()
        this.listens.push({
          ...addressOf(`${address}`),
          options: options as object,
          pipeline: begun,
        })
      },
      pipeline: name => void this.#pipelines.set(`${name}`, (begun = new Pipeline())),
    })
  }

  #declare(first: Record<string, unknown>): void {
    const variables = () => Connection.current?.variables(this, first) ?? first
    for (const name of Object.keys(first)) {
      Object.defineProperty(this.#global, name, {
        configurable: true,
        get: () => variables()[name],
        set: value => {
          variables()[name] = value
        },
      })
    }
  }
}

const inContext: Evaluate = (script, names) => {
  const source = script.codebase.file(script.path)?.toString()
  const code = compile(source ?? fail(`Cannot open script at /${script.path}`), script.path)
  const context = vm.createContext(names)
  script.expose(context)
  const json = vm.runInContext('JSON', context) as JSON & { decode?: unknown }
  json.decode = (data: Data) => json.parse(String(data))
  return code.runInContext(context)
}

/** `0.0.0.0:80`, `[::]:80`, `80`. */
export function addressOf(text: string): Pick<Listen, 'host' | 'port'> {
  const [, host = '0.0.0.0', port] =
    /^(?:\[?(.*?)\]?:)?([1-9]\d*)$/.exec(text) ?? fail(`invalid 'ip:port' form: ${text}`)
  return { host, port: Number(port) }
}

const fail = (message: string): never => {
  throw new Error(message)
}
