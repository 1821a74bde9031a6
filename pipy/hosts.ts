/** What can run the built scripts here: the Pipys on PATH, and the embedded host. */
import { spawn } from 'node:child_process'
import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { basename, delimiter, join, resolve } from 'node:path'

/** A program that runs a built script. */
export interface Host {
  /** `pipy 1.5.14`, `pipy` where it does not say its version, or `embedded`. */
  readonly name: string
  readonly isPipy: boolean
  /** The command that runs a script's file. */
  readonly command: readonly [string, ...string[]]
}

/** `pipy({…}).listen(…)`, or `pipy.listen(port, $ => …)`. */
export type PipyApi = 'classic' | 'functional'

/** The APIs that a host has, by its name; the first one is what it is given. */
export function apisOf(name: string): readonly [PipyApi, ...PipyApi[]] {
  const [, line] = /^pipy (\d+\.\d+)/.exec(name) ?? []
  if (line === undefined || Number(line) < 1) return ['classic']
  return Number(line) < 2 ? ['classic', 'functional'] : ['functional']
}

/** Whether a host, by its name, takes a new codebase on SIGHUP, which ends the others. */
export const takesReload = (name: string): boolean => !/^pipy (0\.50|[2-9]|\d\d)/.test(name)

/** Every `pipy` and `pipy-<version>` on PATH that runs, the plain name first. */
export async function findPipys(path = process.env.PATH ?? ''): Promise<Host[]> {
  const files = path
    .split(delimiter)
    .flatMap(folder => namesIn(folder).map(name => join(folder, name)))
  const names = files.map(file => basename(file))
  const found = files
    .filter((file, index) => names.indexOf(basename(file)) === index && isExecutable(file))
    .sort((one, other) => basename(one).length - basename(other).length)
  const hosts = await Promise.all(found.map(pipyAt))
  return hosts.filter(host => host !== undefined)
}

/** The Pipy at a path, which is asked its version; undefined where none runs there. */
export async function pipyAt(file: string): Promise<Host | undefined> {
  const version = await versionOf(file)
  return version === undefined ? undefined : pipyNamed(`pipy ${version}`.trimEnd(), file)
}

/** A Pipy whose version is known already: it is not asked again. */
export const pipyNamed = (name: string, file: string): Host => ({
  name,
  isPipy: true,
  command: [file],
})

/** The embedded host, whose own script lies at `script`. */
export const embeddedAt = (script: string): Host => ({
  name: 'embedded',
  isPipy: false,
  command: [process.execPath, resolve(script)],
})

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter(name => /^pipy(-\d[\w.-]*)?$/.test(name))
      .sort()
  } catch {
    return []
  }
}

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** A Pipy on a busy machine takes its time to start, in milliseconds. */
const PATIENCE = 30_000

/**
 * `1.5.14`, by the line `Version : 1.5.14`; `''` for a build without one,
 * undefined for what does not run. It is ended once it has said so: some hang
 * when they are to exit.
 */
const versionOf = (file: string): Promise<string | undefined> =>
  new Promise(give => {
    const child = spawn(file, ['--version'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: PATIENCE,
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const said = VERSION.exec(output)
      if (!said) return
      child.kill('SIGKILL')
      give(said[1])
    })
    child.on('error', () => give(undefined))
    child.on('close', () => give(undefined))
  })

const VERSION = /^ *Version *: *(\S*)\n/m
