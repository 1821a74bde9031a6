/** Scripts on a host, and the configs that ours are given. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../../pipy/hosts.ts'
import type { Entry, HttpGet, Original } from '../../src/config/types.ts'
import { startProgram, type Program } from './programs.ts'
import type { Surroundings } from './subjects.ts'

/** Where a liveness probe is asked for. */
export const PATH = '/osm-liveness-probe'

/** A codebase: files by their name, of which the first is the script that is run. */
export type Files = Readonly<Record<string, string>>

/** A rewritten probe of a config; `httpGet` is what it has of its own. */
export const entryOf = (
  port: number,
  original: Original,
  httpGet: Partial<HttpGet> = {},
): Entry => ({
  httpGet: { path: PATH, port, scheme: 'HTTP', ...httpGet },
  timeoutSeconds: 1,
  original,
})

/** What a probe was: of one container, at the application's port. */
export const originalOf = (
  port: number,
  scheme: Original['scheme'] = 'HTTP',
  path = '/',
): Original => ({ container: 'app', scheme, port, path })

/** The config of liveness probes. */
export const configWith = (entries: readonly Entry[]): string =>
  JSON.stringify({
    Spec: { Probes: { LivenessProbes: entries, ReadinessProbes: null, StartupProbes: null } },
  })

/** The config of a container for each original: `PATH/0`, `PATH/1`, … */
export const configForEach = (port: number, originals: readonly Original[]): string =>
  configWith(
    originals.map((original, index) =>
      entryOf(port, { ...original, container: `app${index}` }, { path: `${PATH}/${index}` }),
    ),
  )

/** main.js, as it was built into `dist`, with a config. */
export const mainFiles = (dist: string, config: string): Files => ({
  'main.js': readFileSync(join(dist, 'main.js'), 'utf8'),
  'config.json': config,
})

/** Starts a codebase on the proxies' core; with a port it is waited for. @throws InputError */
export function startScript(
  host: Host,
  { cores }: Pick<Surroundings, 'cores'>,
  files: Files,
  port?: number,
): Promise<Program> {
  return startProgram({
    command: [...host.command, `{folder}/${Object.keys(files)[0]}`],
    files,
    core: cores.proxy,
    ...(port === undefined ? {} : { port }),
  })
}
