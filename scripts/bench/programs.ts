/** The programs that a run starts: each on a core, with what it has used; all of them end with the run. */
import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { accepts } from '../../pipy/sidecar.ts'
import { InputError } from '../error.ts'

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
}

/** Where proxies run, and where clients and applications do; undefined where nothing is pinned. */
export interface Cores {
  readonly proxy: number | undefined
  readonly client: number | undefined
  /** All that this process may use: `0,1`. */
  readonly all: string | undefined
}

const START_TIMEOUT = 10_000
const LONGEST_OUTPUT = 20_000
const running = new Set<number>()
let root: string | undefined

/** Ends every program that is still running, and removes what was written; to be called when this process exits. */
export function endPrograms(): void {
  for (const pid of running) signalGroup(pid, 'SIGKILL')
  if (root !== undefined) rmSync(root, { recursive: true, force: true })
}

/** A folder that goes with the run. */
export const newFolder = (): string =>
  mkdtempSync(join((root ??= mkdtempSync(join(tmpdir(), 'pipy-probes-bench-'))), 'part-'))

/** The path of a program that the system has, undefined where it has none. */
export const findProgram = (name: string): string | undefined =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
    .map(folder => join(folder, name))
    .find(file => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })

/** Takes the last of the allowed cores for the proxies, and puts this process and its children on the first. */
export function divideCores(): Cores {
  const list =
    /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
  const allowed = list.split(',').flatMap(range => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
  const [client, proxy] = [allowed[0], allowed.at(-1)]
  if (allowed.length < 2 || !findProgram('taskset'))
    return { proxy: undefined, client: undefined, all: undefined }
  execFileSync('taskset', ['-acp', `${client}`, `${process.pid}`], { stdio: 'ignore' })
  return { proxy, client, all: allowed.join(',') }
}

/** A child on a core or on several, in a group of its own that `endPrograms` ends. @throws InputError when there is none. */
export function spawnOn(
  core: number | string | undefined,
  command: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const [file = '', ...args] = [
    ...(core === undefined ? [] : ['taskset', '-c', `${core}`]),
    ...command,
  ]
  const child = spawn(file, args, { ...options, detached: true })
  const pid = child.pid
  if (pid === undefined) throw new InputError(`"${file}" cannot be started`)
  running.add(pid)
  child.once('exit', () => running.delete(pid))
  return child
}

/** @throws InputError when the program ends, or does not listen within 10 s; the message holds what it printed. */
export async function startProgram({
  command,
  files,
  core,
  port,
}: ProgramOptions): Promise<Program> {
  const folder = newFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const words = command.map(part => part.replaceAll('{folder}', folder))
  const child = spawnOn(core, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const pid = child.pid ?? 0
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream
      ?.setEncoding('utf8')
      .on('data', (text: string) => void (output = (output + text).slice(-LONGEST_OUTPUT)))
  }
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const stop = async () => {
    const killing = setTimeout(() => signalGroup(pid, 'SIGKILL'), 2000)
    signalGroup(pid, 'SIGTERM')
    await ended
    clearTimeout(killing)
    signalGroup(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  const deadline = Date.now() + START_TIMEOUT
  const isRunning = () => child.exitCode === null && child.signalCode === null
  // A Pipy prints its whole plan before the lines that matter.
  const lastWords = () => output.trimEnd().split('\n').slice(-3).join('\n')
  while (port !== undefined && !(await accepts(port))) {
    if (!isRunning() || Date.now() > deadline) {
      const what = isRunning() ? `did not listen on port ${port}` : 'ended at once'
      await stop()
      throw new InputError(`"${command[0]}" ${what}:\n${lastWords()}`)
    }
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  return { pid, isRunning, lastWords, stop }
}

const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal)
  } catch {
    // It has ended by itself.
  }
}

let lastPort = 20_000
/** A free port below those that the system gives to clients. */
export async function freePort(): Promise<number> {
  for (;;) {
    lastPort += 1
    if (lastPort > 32_000) throw new InputError('no port from 20001 to 32000 is free')
    const port = lastPort
    const isFree = await new Promise<boolean>(resolve => {
      const server = createServer().once('error', () => resolve(false))
      server.listen(port, () => server.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}
