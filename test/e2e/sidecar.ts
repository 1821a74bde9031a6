/** A sidecar for a test, on the host that the suite runs on. */
import { embeddedAt, pipyAt, pipyNamed, type Host } from '../../pipy/hosts.ts'
import { Sidecar, type SidecarOptions } from '../../pipy/sidecar.ts'
import { distFile } from '../../scripts/paths.ts'
import { apisOf, scriptFile } from '../../scripts/pipy/fits.ts'
import type { Entry, HookEntry, Original } from '../../src/config/types.ts'
import { programAt } from '../command.ts'
import { freePort } from '../ports.ts'
import { suite, type Suite } from '../suite.ts'
import { startApp, stopApps, type App } from './app.ts'
import { configWith, entry, type EntryFields, type Lists } from './entries.ts'

// `npm test` ends a file that stays so, and its sidecars with it.
process.once('SIGTERM', () => process.exit(1))

const { PIPY_PROBES_HOST: wanted = 'embedded', PIPY_PROBES_HOST_NAME: name } = process.env
const path = programAt(wanted) ?? wanted

/**
 * The host of this run, by the variable PIPY_PROBES_HOST: a pipy by its path or its
 * name on PATH, or `embedded`. `npm test` asks each for its version once, and gives it in
 * PIPY_PROBES_HOST_NAME.
 */
export const host: Host =
  path === 'embedded'
    ? embeddedAt(distFile('embedded.js'))
    : name !== undefined
      ? pipyNamed(name, path)
      : ((await pipyAt(path)) ?? fail(path))

function fail(command: string): never {
  throw new Error(`PIPY_PROBES_HOST "${command}" does not run`)
}

/** Of a host with both APIs the functional one is asked for by PIPY_PROBES_BUILD=pipy2. */
export const api =
  process.env.PIPY_PROBES_BUILD === 'pipy2' ? 'functional' : apisOf(host.version)[0]

const running = new Set<Sidecar>()

/** Starts a codebase of these scripts and files. `ports` are those to wait for. */
export async function startCodebase(options: Omit<SidecarOptions, 'host'>): Promise<Sidecar> {
  const sidecar = await Sidecar.start({ host, ...options })
  running.add(sidecar)
  return sidecar
}

/** Starts main.js with a config's text. */
export const startSidecar = (
  config: string,
  ports: readonly number[],
  env: Record<string, string> = {},
  args: readonly string[] = [],
): Promise<Sidecar> =>
  startCodebase({
    scripts: { 'main.js': scriptFile('main.js', api) },
    files: { 'config.json': config },
    ports,
    env,
    args,
  })

/** Serves lists of entries on the ports they name. */
export const serve = (
  lists: Lists,
  more: object = {},
  args: readonly string[] = [],
): Promise<Sidecar> =>
  startSidecar(
    configWith(lists, more),
    Object.values(lists)
      .flat()
      .map(({ httpGet }: Entry | HookEntry) => Number(httpGet?.port)),
    {},
    args,
  )

/** An app behind a sidecar. */
export interface Served {
  readonly app: App
  /** Where the sidecar serves its liveness probe, */
  readonly port: number
  /** which is declared so. */
  readonly declared: Entry
  readonly sidecar: Sidecar
}

/** Serves an app's liveness probe on a free port, declared as `entry` does it. */
export async function serveApp(
  starting: App | Promise<App> = startApp(),
  original: Partial<Original> = {},
  more: EntryFields = {},
): Promise<Served> {
  const [app, port] = [await starting, await freePort()]
  const declared = entry(port, { port: app.port, ...original }, more)
  return { app, port, declared, sidecar: await serve({ liveness: [declared] }) }
}

/** Starts the helper container's script for the ports it may connect to. */
export const startHelper = (port: number, declared: readonly number[]): Promise<Sidecar> =>
  startCodebase({
    scripts: { 'healthcheck.js': scriptFile('healthcheck.js', api) },
    files: {},
    ports: [port],
    env: { HEALTHCHECK_PORT: `${port}`, DECLARED_PORTS: declared.join(',') },
  })

/** Stops the sidecars and apps that a test has left. */
export async function cleanUp(): Promise<void> {
  await Promise.all([...running].map(sidecar => sidecar.stop()))
  running.clear()
  await stopApps()
}

/** A suite whose tests need not stop what they start. */
export const sidecarSuite = (title: string, limit?: number): Suite => suite(title, limit, cleanUp)
