/** Options that several commands share. */
import { readFileSync } from 'node:fs'
import { contractOf, type Contract } from '../../src/pod/contract.ts'
import type { Https } from '../../src/pod/rewrite.ts'
import type { HelperOptions } from '../../src/pod/helper.ts'
import { portOf } from '../../src/text.ts'
import { InputError } from '../error.ts'
import { distFile } from '../paths.ts'
import type { Command, Options } from './command.ts'

/** For `parseArgs`. */
export const CONTRACT_OPTIONS = {
  mesh: { type: 'string', default: 'osm-edge' },
  prefix: { type: 'string' },
  ports: { type: 'string' },
  https: { type: 'string', default: 'passthrough' },
  healthcheck: { type: 'string', default: 'container' },
} satisfies Command['options']

/** The options above in a command’s help. */
export const CONTRACT_HELP = `      --mesh MESH      osm-edge (default) or fsm: the names that probes get
      --prefix NAME    another prefix for /NAME-liveness-probe and the others
      --ports A,B,C,D  other ports for liveness, readiness, startup, healthcheck
      --https HOW      passthrough (default), or terminate: the probe becomes HTTP,
                       and the sidecar asks the application over TLS
      --healthcheck W  container (default) or sidecar: who answers TCP checks`

const PREFIXES: Record<string, string> = { 'osm-edge': 'osm', osm: 'osm', fsm: 'fsm' }

/** @throws InputError */
export const contractFrom = (options: Options): Contract => {
  const prefix = options.prefix ?? PREFIXES[options.mesh]
  if (prefix === undefined) throw new InputError(`--mesh "${options.mesh}" is unknown: osm-edge or fsm, or give --prefix`)
  if (!/^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/.test(prefix)) throw new InputError(`--prefix "${prefix}" cannot be part of a container's name: lower-case letters, digits and "-"`)
  const contract = contractOf(prefix)
  if (options.ports === undefined) return contract
  const ports = String(options.ports).split(',').map(portOf)
  const [liveness, readiness, startup, healthcheck] = ports
  if (ports.length !== 4 || ports.includes(0) || new Set(ports).size !== 4 || !liveness || !readiness || !startup || !healthcheck) {
    throw new InputError(`--ports "${options.ports}" is not four different ports: 15901,15902,15903,15904`)
  }
  return { ...contract, ports: { liveness, readiness, startup, healthcheck } }
}

/** @throws InputError */
export const httpsFrom = ({ https }: Options): Https => {
  if (https !== 'passthrough' && https !== 'terminate') throw new InputError(`--https "${https}" is unknown: passthrough or terminate`)
  return https
}

/** @throws InputError */
export const healthcheckFrom = ({ healthcheck }: Options): 'container' | 'sidecar' => {
  if (healthcheck !== 'container' && healthcheck !== 'sidecar') throw new InputError(`--healthcheck "${healthcheck}" is unknown: container or sidecar`)
  return healthcheck
}

/** The helper container, with the built script without the comment above it. */
export const helperWith = (image: string): HelperOptions =>
  ({ image, script: readFileSync(distFile('healthcheck.js'), 'utf8').replace(/^\/\/.*\n/, '') })
