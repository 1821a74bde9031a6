/** A script of a codebase, run in a context of its own with Pipy's globals. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import vm from 'node:vm'
import type { Connection } from './connection.ts'
import { Data, globals } from './events.ts'
import { filtersOf, type Filters } from './filters.ts'
import { chainTo, Pipeline, type Chain } from './pipeline.ts'

/** An address that a script listens on, and what serves its connections. */
export interface Listen {
  readonly address: string
  readonly options: { idleTimeout?: number }
  readonly pipeline: Pipeline
}

/** The scripts under one folder, each evaluated once. */
export class Codebase {
  readonly folder: string
  readonly #scripts = new Map<string, Script>()

  constructor(folder: string) {
    this.folder = folder
  }

  script(path: string): Script {
    const name = path.replace(/^\//, '')
    const known = this.#scripts.get(name) ?? new Script(this, name)
    this.#scripts.set(name, known)
    return known
  }

  file(path: string): Buffer | undefined {
    const file = join(this.folder, path)
    return existsSync(file) ? readFileSync(file) : undefined
  }
}

/** Gives a script's value, with Pipy's globals in place. */
type Evaluate = (script: Script, names: ReturnType<typeof globals> & { pipy: unknown }) => unknown

const inContext: Evaluate = (script, names) => {
  const source = script.codebase.file(script.path)
  if (!source) throw new Error(`"${script.path}" is not in the codebase`)
  const context = vm.createContext(names)
  script.expose(context)
  const json = vm.runInContext('JSON', context) as JSON & { decode?: unknown }
  json.decode = (data: Data) => json.parse(data.toString())
  return vm.runInContext(source.toString(), context, { filename: script.path })
}

/** A script with its value, its pipelines, and the variables that each connection has. */
export class Script {
  readonly codebase: Codebase
  readonly path: string
  readonly listens: Listen[] = []
  readonly filters: Filters = filtersOf(this)
  variables: Record<string, unknown> = {}
  readonly value: unknown
  readonly #pipelines = new Map<string, Pipeline>()
  #global: object = {}
  #current: Connection | undefined

  /** Evaluates the file, in a context of its own unless `evaluate` does it elsewhere. */
  constructor(codebase: Codebase, path: string, evaluate: Evaluate = inContext) {
    this.codebase = codebase
    this.path = path
    this.value = evaluate(this, { ...globals(), pipy: this.#pipy() })
  }

  /** Makes the connection's variables visible as globals. */
  expose(global: object): void {
    this.#global = global
    Object.defineProperty(global, '__inbound', { configurable: true, get: () => this.#current?.inbound })
  }

  pipeline(name: string): Pipeline {
    const pipeline = this.#pipelines.get(name)
    if (!pipeline) throw new Error(`${this.path} has no pipeline "${name}"`)
    return pipeline
  }

  /** Runs a callback with the connection's variables in place; one that throws ends the connection. */
  run(connection: Connection, callback: () => unknown): unknown {
    const before = this.#current
    this.#current = connection
    try {
      return callback()
    } catch (error) {
      connection.fail(error)
      return undefined
    } finally {
      this.#current = before
    }
  }

  #pipy() {
    const pipy = (variables: Record<string, unknown>) => {
      this.variables = variables
      for (const name of Object.keys(variables)) {
        Object.defineProperty(this.#global, name, {
          configurable: true,
          get: () => (this.#current ? this.#current.variables(this)[name] : variables[name]),
          set: value => {
            if (this.#current) this.#current.variables(this)[name] = value
          },
        })
      }
      return this.#configuration()
    }
    return Object.assign(pipy, {
      load: (path: string) => {
        const bytes = this.codebase.file(path)
        return bytes && new Data(bytes)
      },
      solve: (path: string) => this.codebase.script(path).value,
    })
  }

  /** `listen` and `pipeline` begin a pipeline each; every other call adds a filter to the one begun last. */
  #configuration(): Chain {
    let current: Pipeline | undefined
    const begun = (): Pipeline => {
      if (!current) throw new Error(`${this.path}: a filter stands before any listen or pipeline`)
      return current
    }
    return chainTo(this, begun, {
      listen: (address, options) => {
        current = new Pipeline()
        this.listens.push({ address: String(address), options: (options ?? {}) as Listen['options'], pipeline: current })
      },
      pipeline: name => {
        current = new Pipeline()
        this.#pipelines.set(String(name), current)
      },
    })
  }
}
