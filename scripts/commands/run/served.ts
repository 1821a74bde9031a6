/** What `run` serves: the config of a Pod, or one that is given. */
import { withoutSurplusBraces } from '../../../src/config/json.ts'
import { readConfig } from '../../../src/config/read.ts'
import type { Listener } from '../../../src/config/types.ts'
import { configOf } from '../../../src/pod/config.ts'
import { InputError } from '../../error.ts'
import { readPod } from '../../manifests/pod.ts'
import { readText } from '../../manifests/read.ts'
import { choicesFrom, contractFrom } from '../options.ts'

/** Where it is read from: `file` with a Pod of a `name`, or `config`. */
export interface ServedOptions {
  readonly file?: string
  readonly name?: string
  readonly config?: string
}

/** A config that has something to serve. */
export interface Served {
  /** The text of `config.json`, as it was given. */
  readonly config: string
  readonly listeners: readonly Listener[]
  /** Those that it names. */
  readonly ports: readonly number[]
}

/** @throws InputError for neither or both, for what cannot be read, and for nothing to serve. */
export async function readServed(options: ServedOptions): Promise<Served> {
  const config = await configText(options)
  const listeners = listenersOf(config, options.config ?? options.file ?? '')
  return { config, listeners, ports: listeners.flatMap(({ port }) => port ?? []) }
}

const configText = async ({ file, name, config }: ServedOptions): Promise<string> => {
  if ((file === undefined) === (config === undefined))
    throw new InputError('give a Pod with -f, or a config with --config')
  if (config !== undefined) return readText(config)
  const { template } = await readPod(file ?? '', name)
  const { Spec } = configOf(template, contractFrom({}, template), choicesFrom({}, template))
  // There is no helper container here.
  const { Healthcheck: _, ...Probes } = Spec.Probes
  return JSON.stringify({ Spec: { Probes } }, null, 2)
}

const listenersOf = (text: string, file: string): readonly Listener[] => {
  const read = readConfig(parseJson(text, file))
  if ('error' in read) throw new InputError(`${file}: ${read.error}`)
  if (read.listeners.every(listener => listener.routes.length === 0))
    throw new InputError(`"${file}" has no httpGet, tcpSocket or grpc probe to serve`)
  return read.listeners
}

const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(withoutSurplusBraces(text))
  } catch (error) {
    throw new InputError(`"${file}" is no JSON: ${(error as Error).message}`)
  }
}
