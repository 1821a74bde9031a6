/** `pipy-probes pipy`: which Pipys are here, what they run, and how to get one. */
import { cacheFolder } from '../../pipy/cache.ts'
import { pipysInCache, pipysOnPath, type Host } from '../../pipy/hosts.ts'
import { alignRows } from '../columns.ts'
import { InputError } from '../error.ts'
import { filesFor } from '../pipy/fits.ts'
import { DEFAULT_VERSION, RELEASES } from '../pipy/release.ts'
import type { Command } from './command.ts'
import { installRelease } from './pipy/install.ts'

/** Exits with 1 where there is no Pipy. */
export const pipy: Command = {
  name: 'pipy',
  summary: 'list the Pipys that are here, or install one',
  help: `Usage: pipy-probes pipy [-o text|json]
       pipy-probes pipy install [--version VERSION] [options]

Lists the Pipys on PATH and in the cache, with the built files that each runs.

install brings an official release for this machine (Linux or macOS, x86_64 or
aarch64) into the cache, where npm start, npm test and the commands that serve
find it behind those on PATH. Nothing is installed that has not run here. The
cache is $XDG_CACHE_HOME/pipy-probes, or pipy-probes in ~/.cache, on macOS in
~/Library/Caches; take a version's folder away to be without it.

  -o, --output FORM    of the list: text (default) or json
      --version V      the release (default ${DEFAULT_VERSION})
      --sha256 HASH    what the archive's SHA-256 has to be; it is printed in any case
      --from PLACE     a mirror, with VERSION/FILE below it, or a folder that has the
                       file (default ${RELEASES})
      --timeout S      seconds for the whole download (default 600)

Exit codes: 0 one is here or was installed, 1 the list is empty, 2 bad input, or
nothing was installed.
`,
  options: {
    output: { type: 'string', short: 'o' },
    version: { type: 'string' },
    sha256: { type: 'string' },
    from: { type: 'string' },
    timeout: { type: 'string' },
  },
  positionals: true,
  async run(options, [action, ...more]) {
    if (action === undefined) return list(options)
    if (action !== 'install' || more.length > 0)
      throw new InputError(`"${[action, ...more].join(' ')}" is unknown: install, or nothing`)
    if (options.output !== undefined) throw new InputError('-o is for the list, not for install')
    await installRelease(options)
    return 0
  },
}

const list = async ({ output = 'text', ...others }): Promise<number> => {
  const [other] = Object.keys(others)
  if (other !== undefined) throw new InputError(`--${other} is for pipy-probes pipy install`)
  if (output !== 'text' && output !== 'json')
    throw new InputError(`-o "${output}" is unknown: text or json`)
  const found = [
    ...(await pipysOnPath(process.env.PATH)).map(host => entryOf(host, 'PATH')),
    ...(await pipysInCache(cacheFolder())).map(host => entryOf(host, 'cache')),
  ]
  console.log(output === 'json' ? JSON.stringify(found, null, 2) : textOf(found))
  return found.length > 0 ? 0 : 1
}

/** A Pipy as the list has it. */
interface Entry {
  readonly path: string
  /** `''` where it does not say its version. */
  readonly version: string
  readonly from: 'PATH' | 'cache'
  /** The built files that it runs. */
  readonly files: readonly string[]
}

const entryOf = ({ command: [path], version }: Host, from: Entry['from']): Entry => ({
  path,
  version,
  from,
  files: filesFor(version),
})

const textOf = (found: readonly Entry[]): string => {
  if (found.length === 0)
    return 'There is no pipy on PATH or in the cache: pipy-probes pipy install brings one.'
  const rows = found.map(({ path, version, from, files }) => [
    path,
    version || 'not known',
    from,
    files.join(' ') || 'none',
  ])
  return alignRows([['PIPY', 'VERSION', 'FROM', 'RUNS'], ...rows])
    .map(line => line.trimEnd())
    .join('\n')
}
