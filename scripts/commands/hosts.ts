/** The choice of a host on the command line. */
import { embeddedAt, findPipys, pipyAt, type Host } from '../../pipy/hosts.ts'
import { InputError } from '../error.ts'
import { distFile } from '../paths.ts'
import { runs } from '../pipy/fits.ts'

/**
 * The Pipy at `path`; without one `pipy` is the first on PATH, else in the cache, that
 * runs the built file, `embedded` the embedded host, `auto` whichever of them is here.
 * @throws InputError for one that is not.
 */
export async function chooseHost(
  wanted: string,
  path: string | undefined,
  file = 'main.js',
): Promise<Host> {
  if (path !== undefined) {
    const host = await pipyAt(path)
    if (!host) throw new InputError(`--pipy "${path}" is no Pipy that runs here`)
    if (runs(host.version, file)) return host
    throw new InputError(`--pipy "${path}" is ${host.name}, which does not run ${file}`)
  }
  if (wanted !== 'auto' && wanted !== 'pipy' && wanted !== 'embedded') {
    throw new InputError(`--host "${wanted}" is unknown: auto, pipy or embedded`)
  }
  const found = wanted === 'embedded' ? [] : await findPipys()
  const pipy = found.find(({ version }) => runs(version, file))
  if (pipy) return pipy
  if (wanted === 'pipy')
    throw new InputError(
      `there is no pipy on PATH or in the cache that runs ${file}: ${INSTALLING}`,
    )
  return embeddedAt(distFile('embedded.js'))
}

const INSTALLING = 'pipy-probes pipy install brings one'

/** What is to be known of the host that was chosen. */
export const hostNote = (host: Host): string =>
  host.isPipy
    ? `on ${host.name}`
    : `on the embedded host, which is for trying and tests (Pipy: ${INSTALLING})`
