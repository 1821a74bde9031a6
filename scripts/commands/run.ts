/** `pipy-probes run`: serves a Pod's probes on this machine until it is told to end. */
import type { Host } from '../../pipy/hosts.ts'
import { Sidecar, SidecarError } from '../../pipy/sidecar.ts'
import { InputError } from '../error.ts'
import { distFile } from '../paths.ts'
import { isFree } from '../ports.ts'
import { routeLines } from '../routes.ts'
import type { Command } from './command.ts'
import { chooseHost, hostNote } from './hosts.ts'
import { readServed, type Served, type ServedOptions } from './run/served.ts'

/** Ends with 0 when it is told to end, with 1 when its host ends by itself. */
export const run: Command = {
  name: 'run',
  summary: 'serve a Pod’s probes on this machine',
  help: `Usage: pipy-probes run -f POD.yaml [options]
       pipy-probes run --config CONFIG.json [options]

Serves the probe ports as the sidecar of that Pod would, until Ctrl-C or
SIGTERM; SIGHUP reads the file anew.

  -f, --file FILE      a Pod or anything with a Pod template; - is standard input
      --name NAME      the one to take where the file holds several
      --config FILE    the sidecar's config.json instead of a Pod
      --host HOST      auto (default), pipy or embedded
      --pipy PATH      this pipy
`,
  options: {
    file: { type: 'string', short: 'f' },
    name: { type: 'string' },
    config: { type: 'string' },
    host: { type: 'string', default: 'auto' },
    pipy: { type: 'string' },
  },
  async run(options) {
    const served = await readServed(options)
    const host = await chooseHost(options.host ?? 'auto', options.pipy)
    await refuseBusy(served.ports)
    const ending = new AbortController()
    const end = () => ending.abort()
    process.once('SIGINT', end).once('SIGTERM', end)
    process.stdout.on('error', end)
    const sidecar = await startSidecar(host, served)
    for (const line of routeLines(served.listeners)) console.log(line)
    console.log(`serving ${hostNote(host)}; Ctrl-C ends it`)
    process.on('SIGHUP', () => void reload(sidecar, options))
    const drain = () => void sidecar.drain()
    ending.signal.addEventListener('abort', drain)
    if (ending.signal.aborted) drain()
    await sidecar.ended()
    await sidecar.stop()
    if (ending.signal.aborted) return 0
    console.error('pipy-probes: the host ended by itself; its last lines are above')
    return 1
  },
}

/** A host would say less of it, and a Pipy end. */
const refuseBusy = async (ports: readonly number[]): Promise<void> => {
  for (const port of ports) {
    if (!(await isFree(port)))
      throw new InputError(`port ${port} is in use: end what listens there (ss -ltnp says what)`)
  }
}

const startSidecar = (host: Host, { config, ports }: Served): Promise<Sidecar> =>
  Sidecar.start({
    host,
    scripts: { 'main.js': distFile('main.js') },
    files: { 'config.json': config },
    ports,
    onLine: line => console.log(line),
  }).catch(error => {
    throw error instanceof SidecarError ? new InputError(error.message) : error
  })

const reload = async (sidecar: Sidecar, options: ServedOptions): Promise<void> => {
  try {
    const { config } = await readServed(options)
    await sidecar.reload({ 'config.json': config })
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    console.error(`${error.message}; the old configuration stays`)
  }
}
