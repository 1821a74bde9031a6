/** `pipy-probes run`: serves a Pod's probes on this machine until it is told to end. */
import { takesReload, type Host } from '../../pipy/hosts.ts'
import { Sidecar } from '../../pipy/sidecar.ts'
import { InputError } from '../error.ts'
import { apisOf, scriptFile } from '../pipy/fits.ts'
import { routeLines } from '../routes.ts'
import type { Command } from './command.ts'
import { chooseHost, hostNote } from './hosts.ts'
import { readServed, type Served, type ServedOptions } from './run/served.ts'
import { endingOf, refuseBusy, started, untilEnded } from './serving.ts'

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
    const ending = endingOf()
    const sidecar = await started(startSidecar(host, served))
    for (const line of routeLines(served.listeners)) console.log(line)
    console.log(`serving ${hostNote(host)}; Ctrl-C ends it`)
    process.on('SIGHUP', () => void reload(sidecar, host, options))
    return untilEnded(sidecar, ending)
  },
}

const startSidecar = (host: Host, { config, ports }: Served): Promise<Sidecar> =>
  Sidecar.start({
    host,
    scripts: { 'main.js': scriptFile('main.js', apisOf(host.version)[0]) },
    files: { 'config.json': config },
    ports,
    onLine: line => console.log(line),
  })

const reload = async (sidecar: Sidecar, host: Host, options: ServedOptions): Promise<void> => {
  try {
    if (!takesReload(host.name))
      throw new InputError(`${host.name} takes no new configuration while it runs`)
    const { config } = await readServed(options)
    await sidecar.reload({ 'config.json': config })
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    console.error(`${error.message}; the old configuration stays`)
  }
}
