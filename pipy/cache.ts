/** The user's cache: the Pipys that `pipy-probes pipy install` has brought. */
import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/**
 * `$XDG_CACHE_HOME/pipy-probes`, else in the system's usual place. A variable that is
 * no absolute path does not count, as the XDG Base Directory Specification has it.
 */
export function cacheFolder(env = process.env, platform: string = process.platform): string {
  const wanted = env.XDG_CACHE_HOME ?? ''
  const usual = platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']
  return join(isAbsolute(wanted) ? wanted : join(homedir(), ...usual), 'pipy-probes')
}

/** Where a version's program lies in a cache. */
export const cachedFile = (cache: string, version: string): string =>
  join(cache, `pipy-${version}`, 'pipy')

/** The places of the versions that a cache has, the newest first. */
export function cachedFiles(cache: string): string[] {
  try {
    return readdirSync(cache)
      .flatMap(name => /^pipy-(\d.*)$/.exec(name)?.[1] ?? [])
      .sort((one, other) => compareVersions(other, one))
      .map(version => cachedFile(cache, version))
  } catch {
    return []
  }
}

const { compare } = new Intl.Collator('en', { numeric: true })

/** Negative where `one` is older; of `1.5` and `1.5.14` the shorter is. */
export const compareVersions = (one: string, other: string): number => compare(one, other)
