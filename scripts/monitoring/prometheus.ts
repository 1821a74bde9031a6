/** A Prometheus of one's own, in a folder that goes with it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A series, with its values in the order of time. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>
  /** Seconds since 1970, and the value. */
  readonly values: readonly (readonly [seconds: number, value: number])[]
}

/** A time, in seconds since 1970. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** What it scrapes, and how often. */
export interface PrometheusOptions {
  /** Where it listens itself. */
  readonly port: number
  /** The ports of Pipy's metrics by the names of Pods. */
  readonly pods: Readonly<Record<string, number>>
  readonly interval: '250ms' | '1s'
  /** A rules file. */
  readonly rules?: string
}

/** In milliseconds. */
const START_TIMEOUT = 20_000

/** `stop` ends it; no Prometheus outlives this process. */
export class Prometheus {
  readonly #url: string
  readonly #folder: string
  readonly #child: ChildProcess
  #output = ''

  /** @throws Error with its last words where it is not ready within 20 s. */
  static async start(options: PrometheusOptions): Promise<Prometheus> {
    const prometheus = new Prometheus(options)
    try {
      await prometheus.#ready()
    } catch (error) {
      await prometheus.stop()
      throw error
    }
    return prometheus
  }

  private constructor(options: PrometheusOptions) {
    const address = `127.0.0.1:${options.port}`
    this.#url = `http://${address}`
    this.#folder = mkdtempSync(join(tmpdir(), 'pipy-probes-prometheus-'))
    writeFileSync(join(this.#folder, 'prometheus.yml'), JSON.stringify(configOf(options)))
    this.#child = spawn(
      'prometheus',
      [
        `--config.file=${join(this.#folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(this.#folder, 'data')}`,
        `--web.listen-address=${address}`,
        '--log.level=warn',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    this.#child.stderr?.setEncoding('utf8').on('data', text => void (this.#output += text))
    this.#child.on('error', error => void (this.#output += error.message))
    process.once('exit', this.#abandon)
  }

  /** What an expression gives now. */
  async query(query: string): Promise<readonly Series[]> {
    const results = await this.#ask('query', { query })
    return results.map(({ metric, value }) => ({ metric, values: value ? [numbers(value)] : [] }))
  }

  /** What an expression gave in a time, every `step` seconds. */
  async queryRange(
    query: string,
    range: Range & { readonly step: number },
  ): Promise<readonly Series[]> {
    const results = await this.#ask('query_range', { query, ...range })
    return results.map(({ metric, values }) => ({ metric, values: (values ?? []).map(numbers) }))
  }

  /** Ends it, and removes its folder. */
  async stop(): Promise<void> {
    process.removeListener('exit', this.#abandon)
    if (this.#child.pid !== undefined && this.#child.exitCode === null) {
      const ended = once(this.#child, 'exit')
      this.#child.kill('SIGKILL')
      await ended
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }

  readonly #abandon = (): void => {
    this.#child.kill('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT
    for (;;) {
      const isReady = await fetch(`${this.#url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (isReady) return
      if (this.#child.exitCode !== null || Date.now() > deadline)
        throw new Error(`prometheus is not ready:\n${this.#output}`)
      await pause(50)
    }
  }

  async #ask(
    path: string,
    parameters: Readonly<Record<string, string | number>>,
  ): Promise<readonly Result[]> {
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(parameters)) search.set(name, `${value}`)
    const response = await fetch(`${this.#url}/api/v1/${path}`, { method: 'POST', body: search })
    const answer = (await response.json()) as { error?: string; data?: { result: Result[] } }
    if (answer.error !== undefined) throw new Error(`${answer.error}, of ${search.get('query')}`)
    return answer.data?.result ?? []
  }
}

type Point = readonly [seconds: number, value: string]
interface Result {
  readonly metric: Readonly<Record<string, string>>
  readonly value?: Point
  readonly values?: readonly Point[]
}

const numbers = ([seconds, value]: Point): readonly [number, number] => [seconds, Number(value)]

/** YAML takes JSON. The labels are those that a scrape in a cluster gives. */
const configOf = ({ pods, interval, rules }: PrometheusOptions): object => ({
  global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
  rule_files: rules === undefined ? [] : [rules],
  scrape_configs: [
    {
      job_name: 'sidecars',
      honor_labels: true,
      static_configs: Object.entries(pods).map(([pod, port]) => ({
        targets: [`127.0.0.1:${port}`],
        labels: { namespace: 'shop', pod, container: 'sidecar' },
      })),
    },
  ],
})
