/** What can run the built scripts here: the Pipys on PATH, and the embedded host. */
import { execFileSync } from 'node:child_process'
import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/** A program that runs a built script. */
export interface Host {
  /** `pipy 1.5.14`, or `embedded`. */
  readonly name: string
  readonly isPipy: boolean
  /** The command that runs a script's file. */
  readonly command: readonly [string, ...string[]]
}

/** Every `pipy` and `pipy-<version>` on PATH, the plain name first; one that does not run is left out. */
export const findPipys = (path = process.env.PATH ?? ''): Host[] => {
  const files = path.split(delimiter).flatMap(folder => namesIn(folder).sort().map(name => ({ name, file: join(folder, name) })))
  return files
    .filter(({ name, file }, index) => files.findIndex(other => other.name === name) === index && isExecutable(file))
    .sort((one, other) => one.name.length - other.name.length)
    .flatMap(({ file }) => pipyAt(file) ?? [])
}

/** The Pipy at a path; undefined where none runs there. */
export const pipyAt = (file: string): Host | undefined => {
  const version = versionOf(file)
  return version === undefined ? undefined : { name: `pipy ${version}`, isPipy: true, command: [file] }
}

/** The embedded host, whose own script lies at `script`. */
export const embeddedAt = (script: string): Host =>
  ({ name: 'embedded', isPipy: false, command: [process.execPath, resolve(script)] })

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter(name => /^pipy(-\d[\w.-]*)?$/.test(name))
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

const versionOf = (file: string): string | undefined => {
  try {
    const output = execFileSync(file, ['--version'], { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'pipe'] })
    return /(\d+\.\d+\.\d+(?:-\d+)?)/.exec(output)?.[1] ?? 'of unknown version'
  } catch {
    return undefined
  }
}
