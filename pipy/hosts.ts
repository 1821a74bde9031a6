/** What can run the built scripts here: Pipys on PATH and in the cache, and the embedded host. */
import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { basename, delimiter, join, resolve } from 'node:path'
import { cachedFiles, cacheFolder } from './cache.ts'
import { askVersion } from './version.ts'

/** A program that runs a built script. */
export interface Host {
  /** `pipy 1.5.14`, `pipy` where it does not say its version, or `embedded`. */
  readonly name: string
  readonly isPipy: boolean
  /** `1.5.14`; `''` where it does not say its version, and for the embedded host. */
  readonly version: string
  /** The command that runs a script's file. */
  readonly command: readonly [string, ...string[]]
}

/** Whether a host, by its name, takes a new codebase on SIGHUP, which ends the others. */
export const takesReload = (name: string): boolean => !/^pipy ([2-9]|\d\d)/.test(name)

/**
 * Every Pipy that is here: those on PATH, then those of the cache, but for a version
 * that PATH has, too.
 */
export async function findPipys(path = process.env.PATH, cache = cacheFolder()): Promise<Host[]> {
  const onPath = await pipysOnPath(path)
  const names = onPath.map(({ name }) => name)
  return [...onPath, ...(await pipysInCache(cache)).filter(({ name }) => !names.includes(name))]
}

/** Every `pipy` and `pipy-<version>` on PATH that runs, the plain name first. */
export function pipysOnPath(path = ''): Promise<Host[]> {
  const files = path
    .split(delimiter)
    .flatMap(folder => namesIn(folder).map(name => join(folder, name)))
  const names = files.map(file => basename(file))
  const found = files
    .filter((file, index) => names.indexOf(basename(file)) === index)
    .sort((one, other) => basename(one).length - basename(other).length)
  return pipysAt(found)
}

/** Every Pipy of a cache that runs, the newest first. */
export const pipysInCache = (cache: string): Promise<Host[]> => pipysAt(cachedFiles(cache))

const pipysAt = async (files: readonly string[]): Promise<Host[]> => {
  const hosts = await Promise.all(files.filter(isExecutable).map(pipyAt))
  return hosts.filter(host => host !== undefined)
}

/** The Pipy at a path, which is asked its version; undefined where none runs there. */
export async function pipyAt(file: string): Promise<Host | undefined> {
  const answer = await askVersion(file)
  return 'error' in answer ? undefined : pipyNamed(`pipy ${answer.version}`.trimEnd(), file)
}

/** A Pipy whose name is known already: it is not asked again. */
export const pipyNamed = (name: string, file: string): Host => ({
  name,
  isPipy: true,
  version: name.replace(/^pipy ?/, ''),
  command: [file],
})

/** The embedded host, whose own script lies at `script`. */
export const embeddedAt = (script: string): Host => ({
  name: 'embedded',
  isPipy: false,
  version: '',
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
