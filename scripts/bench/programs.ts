/** The programs that a run starts, each on a core; all of them end with the run. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { accepts } from '../../pipy/sidecar.ts'
import { InputError } from '../error.ts'
import { signalGroup } from '../signal.ts'

/** A program that runs in a folder of its own. */
export interface Program {
  readonly pid: number
  readonly isRunning: () => boolean
  /** Its last lines, which may explain a failure. */
  readonly lastWords: () => string
  readonly stop: () => Promise<void>
}

/** What is started, with the files of its folder; `{folder}` in an argument is that folder. */
export interface ProgramOptions {
  readonly command: readonly string[]
  readonly files: Readonly<Record<string, string>>
  readonly core: number | undefined
  /** The port to wait for; without one the program is taken to be ready. */
  readonly port?: number
  /** What its environment has beside this one's. */
  readonly env?: Readonly<Record<string, string>>
}

/** In milliseconds. */
const START_TIMEOUT = 10_000
const STOP_TIMEOUT = 2000
/** In characters. */
const LONGEST_OUTPUT = 20_000

const running = new Set<number>()
let root: string | undefined

/** Ends what still runs, and removes what was written, before this process ends itself. */
export function abandonPrograms(): void {
  for (const pid of running) signalGroup(pid, 'SIGKILL')
  if (root !== undefined) rmSync(root, { recursive: true, force: true })
}

/** A folder that goes with the run. */
export function newFolder(): string {
  root ??= mkdtempSync(join(tmpdir(), 'pipy-probes-bench-'))
  return mkdtempSync(join(root, 'part-'))
}

/**
 * A child on a core or on several (`0`, `0,1`), in a group of its own that
 * `abandonPrograms` ends. @throws InputError when it cannot be started.
 */
export function spawnOn(
  cores: number | string | undefined,
  command: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const pinned = cores === undefined ? [] : ['taskset', '-c', `${cores}`]
  const [file = '', ...args] = [...pinned, ...command]
  const child = spawn(file, args, { ...options, detached: true })
  const pid = child.pid
  if (pid === undefined) throw new InputError(`"${file}" cannot be started`)
  running.add(pid)
  child.once('exit', () => running.delete(pid))
  return child
}

/** @throws InputError with its last words when it ends, or does not listen within 10 s. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { command, files, core, port, env } = options
  const folder = newFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const words = command.map(part => part.replaceAll('{folder}', folder))
  const child = spawnOn(core, words, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const program = programOf(child, folder)
  const deadline = Date.now() + START_TIMEOUT
  while (port !== undefined && !(await accepts(port))) {
    const isRunning = program.isRunning()
    if (!isRunning || Date.now() > deadline) {
      await program.stop()
      const what = isRunning ? `did not listen on port ${port}` : 'ended at once'
      throw new InputError(`"${command[0]}" ${what}:\n${program.lastWords()}`)
    }
    await pause(10)
  }
  return program
}

const programOf = (child: ChildProcess, folder: string): Program => {
  const pid = child.pid ?? 0
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  let output = ''
  const keep = (text: string) => void (output = (output + text).slice(-LONGEST_OUTPUT))
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', keep)
  return {
    pid,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    // A Pipy prints its whole plan before the lines that matter.
    lastWords: () => output.trimEnd().split('\n').slice(-3).join('\n'),
    stop: async () => {
      const killing = setTimeout(signalGroup, STOP_TIMEOUT, pid, 'SIGKILL')
      signalGroup(pid, 'SIGTERM')
      await ended
      clearTimeout(killing)
      signalGroup(pid, 'SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
