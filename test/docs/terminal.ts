/** A shell in a folder of its own, which knows what the pages name and nothing else of this machine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { signalGroup } from '../../scripts/signal.ts'
import { newFolder, programAt } from '../command.ts'
import { until } from '../suite.ts'

/** What a command came to. */
export interface Ended {
  readonly code: number | null
  /** What it printed, errors and all. */
  readonly output: string
}

interface Started {
  readonly pid: number
  readonly ended: Promise<number | null>
  hasEnded(): boolean
  output(): string
}

/** A text of the pages, and what it is here. */
export type Substitutes = Readonly<Record<string, string>>

/** The programs that commands find, beside the stand-ins: no Pipy is among them. */
const PROGRAMS = ['npm', 'env', 'sh', 'cat', 'cp', 'mv', 'grep', 'curl']
/** For a command that ends by itself and one that begins to serve, on a busy machine. */
const LIMIT = 60_000

const running = new Set<number>()
// Each has a group of its own, which nothing else would end.
process.on('exit', () => running.forEach(pid => signalGroup(pid, 'SIGKILL')))

/** `''`, or that it was waited for too long. */
const lateness = (what: string, holds: () => boolean): Promise<string> =>
  until(what, holds, LIMIT).then(
    () => '',
    (error: Error) => `\n${error.message}`,
  )

export class Terminal {
  readonly #folder = newFolder()
  readonly #home = newFolder()
  readonly #substitutes: Substitutes
  readonly #env: NodeJS.ProcessEnv
  #serving: Started | undefined

  /** `env` is for commands, `substitutes` are put into them, and taken out of what they print. */
  constructor(env: Readonly<Record<string, string>>, substitutes: Substitutes) {
    const programs = newFolder()
    symlinkSync(process.execPath, join(programs, 'node'))
    for (const name of PROGRAMS) {
      const path = programAt(name)
      if (path) symlinkSync(path, join(programs, name))
    }
    cpSync('test/docs/files', this.#folder, { recursive: true })
    symlinkSync(resolve('dist'), join(this.#folder, 'dist'))
    // Without a terminal curl would show how far it is.
    writeFileSync(join(this.#home, '.curlrc'), 'silent\n')
    this.#substitutes = substitutes
    this.#env = {
      ...env,
      HOME: this.#home,
      XDG_CACHE_HOME: join(this.#home, '.cache'),
      NO_COLOR: '1',
      npm_config_update_notifier: 'false',
      PROJECT: resolve(''),
      PATH: [resolve('test/docs/bin'), programs].join(delimiter),
    }
  }

  /** Runs a command to its end. */
  async run(command: string): Promise<Ended> {
    return this.#end(this.#start(command))
  }

  /** Starts a command that goes on, in the place of the one before it, once it has printed `ready`. */
  async serve(command: string, ready: RegExp): Promise<Ended> {
    await this.interrupt()
    const started = this.#start(command)
    this.#serving = started
    const isReady = () => ready.test(started.output())
    const late = await lateness(`${ready}`, () => isReady() || started.hasEnded())
    return { code: isReady() ? 0 : null, output: started.output() + late }
  }

  /** Ctrl-C, for what still serves. */
  async interrupt(): Promise<void> {
    if (!this.#serving) return
    signalGroup(this.#serving.pid, 'SIGINT')
    await this.#end(this.#serving)
    this.#serving = undefined
  }

  /** Waits for the end, and brings it about where it does not come. */
  async #end({ pid, hasEnded, ended, output }: Started): Promise<Ended> {
    const late = await lateness('its end', hasEnded)
    if (late !== '') signalGroup(pid, 'SIGKILL')
    return { code: await ended, output: output() + late }
  }

  #start(command: string): Started {
    const shown = this.#swapped(command, ([text, here]) => [text, here])
    const child = spawn('sh', ['-c', shown], { cwd: this.#folder, env: this.#env, detached: true })
    let [printed, hasEnded] = ['', false]
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => void (printed += text))
    const pid = child.pid ?? 0
    running.add(pid)
    const ended = once(child, 'close').then(([code]) => {
      hasEnded = true
      running.delete(pid)
      return code as number | null
    })
    return {
      pid,
      ended,
      hasEnded: () => hasEnded,
      output: () =>
        this.#swapped(printed.replaceAll(this.#home, '/home/you'), ([text, here]) => [here, text]),
    }
  }

  #swapped(text: string, pair: (entry: [string, string]) => [string, string]): string {
    return Object.entries(this.#substitutes)
      .map(pair)
      .reduce((made, [from, to]) => made.replaceAll(from, to), text)
  }
}
