/** `pipy-probes run`: serves a Pod's probes on this machine until it is told to end. */
import { createServer } from 'node:net'
import { Sidecar, SidecarError } from '../../pipy/sidecar.ts'
import { withoutSurplusBraces } from '../../src/config/json.ts'
import { readConfig } from '../../src/config/read.ts'
import type { Listener } from '../../src/config/types.ts'
import { configOf } from '../../src/pod/config.ts'
import { InputError } from '../error.ts'
import { readPod } from '../manifests/pod.ts'
import { readText } from '../manifests/read.ts'
import { distFile } from '../paths.ts'
import { routeLines } from '../routes.ts'
import { chooseHost, hostNote } from './hosts.ts'
import type { Command } from './command.ts'
import { choicesFrom, contractFrom } from './options.ts'

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
    const text = await configText(options)
    const listeners = listenersOf(text, options.config ?? options.file ?? '')
    const host = await chooseHost(options.host ?? 'auto', options.pipy)
    const ports = listeners.flatMap(({ port }) => port ?? [])
    await refuseBusy(ports)
    const ending = new AbortController()
    const end = () => ending.abort()
    process.once('SIGINT', end).once('SIGTERM', end)
    process.stdout.on('error', end)
    const sidecar = await Sidecar.start({
      host,
      scripts: { 'main.js': distFile('main.js') },
      files: { 'config.json': text },
      ports,
      onLine: line => console.log(line),
    }).catch(error => {
      throw error instanceof SidecarError ? new InputError(error.message) : error
    })
    for (const line of routeLines(listeners)) console.log(line)
    console.log(`serving ${hostNote(host)}; Ctrl-C ends it`)
    process.on('SIGHUP', () => void reread(sidecar, options))
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

interface From {
  readonly file?: string
  readonly name?: string
  readonly config?: string
}

const configText = async ({ file, name, config }: From): Promise<string> => {
  if ((file === undefined) === (config === undefined))
    throw new InputError('give a Pod with -f, or a config with --config')
  if (config !== undefined) return readText(config)
  const { template } = await readPod(file ?? '', name)
  const ofPod = configOf(template, contractFrom({}, template), choicesFrom({}, template))
  // There is no helper container here.
  const { Healthcheck: _, ...Probes } = ofPod.Spec.Probes
  return JSON.stringify({ Spec: { Probes } }, null, 2)
}

const listenersOf = (text: string, file: string): readonly Listener[] => {
  const probes = readConfig(parse(text, file))
  if ('error' in probes) throw new InputError(`${file}: ${probes.error}`)
  if (probes.listeners.every(listener => listener.routes.length === 0)) {
    throw new InputError(`"${file}" has no httpGet or tcpSocket probe to serve`)
  }
  return probes.listeners
}

const parse = (text: string, file: string): unknown => {
  try {
    return JSON.parse(withoutSurplusBraces(text))
  } catch (error) {
    throw new InputError(`"${file}" is no JSON: ${(error as Error).message}`)
  }
}

/** A host would say less of it, and a Pipy end. */
const refuseBusy = async (ports: readonly number[]): Promise<void> => {
  for (const port of ports) {
    const busy = await new Promise<boolean>(resolve => {
      const server = createServer().once('error', () => resolve(true))
      server.listen(port, () => server.close(() => resolve(false)))
    })
    if (busy)
      throw new InputError(`port ${port} is in use: end what listens there (ss -ltnp says what)`)
  }
}

const reread = async (sidecar: Sidecar, options: From): Promise<void> => {
  try {
    const text = await configText(options)
    listenersOf(text, options.config ?? options.file ?? '')
    await sidecar.reload({ 'config.json': text })
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    console.error(`${error.message}; the old configuration stays`)
  }
}
