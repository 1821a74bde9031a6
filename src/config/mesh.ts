/** The config as a mesh's own config.js gives it to every script of its codebase. */
import { isList, isObject, type Fields } from './values.ts'

/** The mesh's JSON: itself since osm-edge 1.3, and before under `config` in what was made of it. */
export function configIn(solved: unknown): unknown {
  return isObject(solved) && solved.Spec === undefined && isObject(solved.config)
    ? solved.config
    : solved
}

/**
 * Gives that JSON, and takes its probes out of what the other scripts get, which is the very same
 * object: a main.js that reads it afterwards listens for none. Up to osm-edge 1.2 main.js goes by
 * `probeScheme`, which config.js has made of them. The Pods that a mesh has rewritten have a
 * container that answers on the healthcheck's port, unless the config says otherwise.
 */
export function takeProbes(solved: unknown): unknown {
  const config = configIn(solved)
  if (!isObject(config) || !isObject(config.Spec) || !isObject(config.Spec.Probes)) return config
  const usual = isOurs(config.Spec.Probes) ? {} : { Healthcheck: 'container' }
  const Spec = { ...config.Spec, Probes: { ...usual, ...config.Spec.Probes } }
  // A field of a literal is not deleted by Pipy's `delete`.
  Object.assign(config.Spec, { Probes: undefined })
  if (solved !== config) Object.assign(solved as object, { probeScheme: undefined })
  return { ...config, Spec }
}

/** Whether they come from this project's rewriting, which alone keeps each original. */
const isOurs = (probes: Fields): boolean =>
  Object.values(probes).some(
    list => isList(list) && list.some(entry => isObject(entry) && entry.original !== undefined),
  )
