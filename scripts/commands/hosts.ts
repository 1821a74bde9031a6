/** The choice of a host on the command line. */
import { embeddedAt, findPipys, pipyAt, type Host } from '../../pipy/hosts.ts'
import { InputError } from '../error.ts'
import { distFile } from '../paths.ts'

/**
 * The Pipy at `path`; without one `pipy` is the first on PATH, `embedded` the embedded
 * host, `auto` whichever of them is here. @throws InputError for one that is not.
 */
export async function chooseHost(wanted: string, path: string | undefined): Promise<Host> {
  if (path !== undefined) {
    const host = await pipyAt(path)
    if (!host) throw new InputError(`--pipy "${path}" is no Pipy that runs here`)
    return host
  }
  if (wanted !== 'auto' && wanted !== 'pipy' && wanted !== 'embedded') {
    throw new InputError(`--host "${wanted}" is unknown: auto, pipy or embedded`)
  }
  const [pipy] = wanted === 'embedded' ? [] : await findPipys()
  if (pipy) return pipy
  if (wanted === 'pipy') throw new InputError(`there is no pipy on PATH: ${INSTALLING}`)
  return embeddedAt(distFile('embedded.js'))
}

const INSTALLING = 'build or download it as its project says, https://github.com/flomesh-io/pipy'

/** What is to be known of the host that was chosen. */
export const hostNote = (host: Host): string =>
  host.isPipy
    ? `on ${host.name}`
    : `on the embedded host, which is for trying and tests (for Pipy: ${INSTALLING})`
