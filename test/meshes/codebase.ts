/** A mesh's codebase with one of our files in it, started with a config. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Sidecar } from '../../pipy/sidecar.ts'
import { distFile } from '../../scripts/paths.ts'
import { exchange, get } from '../e2e/client.ts'
import { startCodebase } from '../e2e/sidecar.ts'

/** Files by their names. */
export type Codebase = Readonly<Record<string, string | Uint8Array>>

/** How one of our files stands in a codebase. */
export const DROP_INS: Readonly<Record<string, (codebase: Codebase) => Codebase>> = {
  'probes.js': codebase => ({ ...codebase, 'probes.js': built('probes.js') }),
  'listeners.js': ({ 'main.js': own = '', ...others }) => ({
    ...others,
    'mesh.js': own,
    'main.js': built('listeners.js'),
  }),
}

const built = (name: string): string => readFileSync(distFile(name), 'utf8')

/** Where every mesh's main.js listens, whatever its config says. */
export const OWN_PORT = 15000

/** A config where a codebase's config.js reads it, compressed where it can be. */
export function configFile(codebase: Codebase, config: string): Codebase {
  if (`${codebase['config.js']}`.includes(COMPRESSED)) return { [COMPRESSED]: gzipSync(config) }
  return { [codebase['pipy.json'] === undefined ? 'config.json' : 'pipy.json']: config }
}

const COMPRESSED = 'config.json.gz'

/** Starts a codebase with a config, and waits until it listens for all that it ever does. */
export async function startMesh(codebase: Codebase, config: string): Promise<Sidecar> {
  const files = { ...codebase, ...configFile(codebase, config) }
  const sidecar = await startCodebase({ scripts: {}, files, ports: [OWN_PORT] })
  // Pipy opens one port after the other, and then answers.
  await exchange(OWN_PORT, get('/listeners'))
  return sidecar
}
