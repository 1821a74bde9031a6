/** From a config to Pipy's configuration: both entries go through here. */
import { readConfig } from '../config/read.ts'
import type { Listener } from '../config/types.ts'
import { addressOf } from './address.ts'
import { addListener, VARIABLES } from './pipelines.ts'

/**
 * Adds the pipelines of every listener, and what `listen` adds to each. A
 * config that is not understood ends the script, after a message: Pipy then
 * does not start, or keeps the configuration it has.
 */
export const configure = (
  config: unknown, file: string, listen: (configuration: Configuration, listener: Listener) => Configuration,
): Configuration => {
  const probes = readConfig(config)
  if ('error' in probes) return reject(file, probes.error)
  const target = addressOf(probes)
  if ('error' in target) return reject(file, target.error)
  return probes.listeners.reduce(
    (configuration, listener) => listen(addListener(configuration, listener, { address: target.address, networks: probes.networks }), listener),
    pipy(VARIABLES),
  )
}

/**
 * No Pipy before 1.5 has `throw`, and a script without a value is a valid one in
 * 1.5; reading a property of nothing is an error in all of them.
 */
const reject = (file: string, error: string): Configuration => {
  console.log(`${file}: ${error}`)
  return NOTHING.configuration
}

const NOTHING = undefined as unknown as { readonly configuration: Configuration }
