/** A running sidecar: a codebase in a folder of its own, and the host that serves it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Host } from './hosts.ts'

/** What a sidecar is started with. */
export interface SidecarOptions {
  readonly host: Host
  /** Built scripts by their name in the codebase, as 'main.js': 'dist/main.js'; the first runs. */
  readonly scripts: Readonly<Record<string, string>>
  /** Files of the codebase with their text, by their paths in it. */
  readonly files: Readonly<Record<string, string | Uint8Array>>
  /** The ports to wait for. */
  readonly ports: readonly number[]
  readonly env?: Readonly<Record<string, string>>
  /** Options of the host's own, before the script: `--threads=2`. */
  readonly args?: readonly string[]
  /** For a host that runs as another user. */
  readonly readableByAll?: boolean
  /** Gets each line that the host prints. */
  readonly onLine?: (line: string) => void
}

/** The host ended, or did not listen in time; the message holds what it printed. */
export class SidecarError extends Error {}

/** In milliseconds. */
const START_TIMEOUT = 10_000
const DRAIN_TIMEOUT = 3000
const STOP_TIMEOUT = 5000

/** What is not stopped yet: no host outlives this process, and no codebase of it. */
const left = new Set<Sidecar>()
process.on('exit', () => left.forEach(sidecar => sidecar.abandon()))

/** Owns a temporary codebase and the process that serves it; `stop` or `drain` ends both. */
export class Sidecar {
  readonly folder: string
  /** What the host has printed so far, on either stream. */
  readonly lines: string[] = []
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>

  private constructor(folder: string, child: ChildProcess, onLine: (line: string) => void) {
    this.folder = folder
    this.#child = child
    this.#ended = once(child, 'exit')
    left.add(this)
    for (const stream of [child.stdout, child.stderr]) {
      onLines(stream, line => {
        this.lines.push(line)
        onLine(line)
      })
    }
  }

  /** @throws SidecarError when the ports do not accept connections within 10 s. */
  static async start(options: SidecarOptions): Promise<Sidecar> {
    const folder = await makeCodebase(options)
    const sidecar = new Sidecar(folder, spawnHost(folder, options), options.onLine ?? (() => {}))
    try {
      await sidecar.#listening(options.ports)
      return sidecar
    } catch (error) {
      await sidecar.stop()
      throw error
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Writes files of the codebase anew and has the host take them, by SIGHUP as Pipy does. */
  async reload(files: SidecarOptions['files']): Promise<void> {
    for (const [name, text] of Object.entries(files)) await writeFile(join(this.folder, name), text)
    this.#child.kill('SIGHUP')
  }

  /** Fulfilled when the host has ended, by itself or by `stop`. */
  async ended(): Promise<void> {
    await this.#ended
  }

  /** Ends in order: no new probe is taken, running ones end; after some seconds as `stop` does. */
  async drain(): Promise<void> {
    await this.#end('SIGINT', DRAIN_TIMEOUT, 'SIGTERM')
    await this.stop()
  }

  /** Ends at once, and removes the codebase. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM', STOP_TIMEOUT, 'SIGKILL')
    await rm(this.folder, { recursive: true, force: true })
    left.delete(this)
  }

  /** Ends it without waiting, for a process that is about to end itself. */
  abandon(): void {
    if (this.isRunning) this.#child.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Fulfilled when the host has ended, by a signal or, after `timeout`, by the other. */
  async #end(signal: NodeJS.Signals, timeout: number, other: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return
    this.#child.kill(signal)
    const waiting = setTimeout(() => this.#child.kill(other), timeout)
    await this.#ended
    clearTimeout(waiting)
  }

  async #listening(ports: readonly number[]): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT
    for (const port of ports) {
      while (!(await accepts(port))) {
        if (!this.isRunning) throw this.#error('ended at once')
        if (Date.now() > deadline)
          throw this.#error(`did not listen on port ${port} within ${START_TIMEOUT / 1000} s`)
        await new Promise(resolve => setTimeout(resolve, 20))
      }
    }
  }

  #error(what: string): SidecarError {
    return new SidecarError(`the sidecar ${what}:\n${this.lines.join('\n')}`)
  }
}

const makeCodebase = async ({ scripts, files, readableByAll }: SidecarOptions): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pipy-probes-'))
  for (const [name, file] of Object.entries(scripts)) await copyFile(file, join(folder, name))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  if (readableByAll) await chmod(folder, 0o755)
  return folder
}

const spawnHost = (folder: string, { host, scripts, args = [], env }: SidecarOptions) => {
  const [command, ...own] = host.command
  const script = join(folder, Object.keys(scripts)[0] ?? 'main.js')
  return spawn(command, [...own, ...args, script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C goes to the command alone, which then ends the host in order.
    detached: true,
  })
}

const onLines = (stream: Readable | null, give: (line: string) => void): void => {
  let rest = ''
  stream?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(give)
  })
}

/** Whether a port of this machine accepts connections. */
export function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
