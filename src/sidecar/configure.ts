/** From a config to Pipy's configuration: both entries go through here. */
import { readConfig } from '../config/read.ts'
import type { Listener } from '../config/types.ts'
import { refuse } from '../refuse.ts'
import { addressesOf } from './address.ts'
import { watchOf } from './outcome.ts'
import { addPipelines, serve, VARIABLES } from './pipelines.ts'
import { nothingKnown } from './usual/known.ts'
import { waysOf } from './way.ts'

/**
 * What begins a listener's connections: a port, or a pipeline that
 * somebody else links to; undefined for nothing.
 */
export type Begin = (configuration: Configuration, listener: Listener) => Configuration | undefined

/**
 * Adds the pipelines of every listener, behind what begins each. A config that
 * is not understood ends the script, after a message: Pipy then does not
 * start, or keeps the configuration it has.
 */
export function configure(config: unknown, file: string, begin: Begin): Configuration {
  const probes = readConfig(config)
  if ('error' in probes) return refuse(`${file}: ${probes.error}`)
  const addresses = addressesOf(probes)
  if ('error' in addresses) return refuse(`${file}: ${addresses.error}`)
  const { listeners, networks } = probes
  return listeners.reduce((configuration, listener) => {
    const served = {
      listener,
      addresses,
      networks,
      ways: waysOf(listener.routes, addresses),
      known: nothingKnown(),
    }
    listener.routes.forEach(watchOf)
    const begun = begin(configuration, listener)
    return begun ? addPipelines(serve(begun, served), served) : configuration
  }, pipy(VARIABLES))
}
