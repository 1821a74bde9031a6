/** Options that several commands share. */
import { readFileSync } from 'node:fs'
import { TARGETS } from '../../src/config/types.ts'
import type { Choices } from '../../src/pod/choices.ts'
import { contractOf, type Contract } from '../../src/pod/contract.ts'
import type { HelperOptions } from '../../src/pod/helper.ts'
import { recordOf } from '../../src/pod/originals.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { portOf } from '../../src/text.ts'
import { InputError } from '../error.ts'
import { distFile } from '../paths.ts'
import type { Command, Options } from './command.ts'

/** For `parseArgs`. */
export const CONTRACT_OPTIONS = {
  mesh: { type: 'string' },
  prefix: { type: 'string' },
  ports: { type: 'string' },
  https: { type: 'string' },
  healthcheck: { type: 'string' },
  target: { type: 'string' },
} satisfies Command['options']

/** The options above in a command’s help. */
export const CONTRACT_HELP = `\
      --mesh MESH      osm-edge (default) or fsm: the names that probes get
      --prefix NAME    another prefix for /NAME-liveness-probe and the others
      --ports A,B,C,D  other ports for liveness, readiness, startup, healthcheck
      --https HOW      passthrough (default), or terminate: the probe becomes HTTP,
                       and the sidecar asks the application over TLS
      --healthcheck W  container or sidecar: who answers TCP checks (default: a
                       container, but the sidecar in a Pod that ends, as a Job's)
      --target T       127.0.0.1 (default) or POD_IP: where applications are asked

A Pod's annotations pipy-probes/https, pipy-probes/healthcheck and
pipy-probes/target come before these options; pipy-probes/https.CONTAINER and
pipy-probes/target.CONTAINER are for one container.`

/** Of each mesh, by the names that it goes by. */
const PREFIXES = new Map([
  ['osm-edge', 'osm'],
  ['osm', 'osm'],
  ['fsm', 'fsm'],
])

/**
 * By the options, else as the Pod was rewritten, else the guide's.
 * @throws InputError for a mesh, prefix or ports that cannot be.
 */
export function contractFrom(options: Options, template?: PodTemplate): Contract {
  const { mesh, prefix, ports } = options
  const isGiven = prefix !== undefined || mesh !== undefined || ports !== undefined
  const rewritten = template && recordOf(template)?.contract
  if (!isGiven && rewritten) return rewritten
  const contract = contractOf(prefixFrom(options))
  return ports === undefined ? contract : { ...contract, ports: portsFrom(ports) }
}

const prefixFrom = ({ mesh = 'osm-edge', prefix = PREFIXES.get(mesh) }: Options): string => {
  if (prefix === undefined)
    throw new InputError(`--mesh "${mesh}" is unknown: osm-edge or fsm, or give --prefix`)
  // With what comes behind it, a container's name has 63 characters at most.
  if (/^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/.test(prefix)) return prefix
  throw new InputError(
    `--prefix "${prefix}" cannot be part of a container's name: ` +
      'lower-case letters, digits and "-"',
  )
}

const portsFrom = (text: string): Contract['ports'] => {
  const ports = text.split(',').map(portOf)
  const [liveness = 0, readiness = 0, startup = 0, healthcheck = 0] = ports
  if (ports.length === 4 && new Set(ports).size === 4 && !ports.includes(0))
    return { liveness, readiness, startup, healthcheck }
  throw new InputError(`--ports "${text}" is not four different ports: 15901,15902,15903,15904`)
}

/** What the options ask for, else as the Pod was rewritten. @throws InputError */
export function choicesFrom(options: Options, template?: PodTemplate): Choices {
  const record = template && recordOf(template)
  const answers = record && (record.helper === undefined ? 'sidecar' : 'container')
  return {
    https: oneOf('https', options.https, ['passthrough', 'terminate']) ?? record?.https,
    healthcheck: oneOf('healthcheck', options.healthcheck, ['container', 'sidecar']) ?? answers,
    target: oneOf('target', options.target, TARGETS) ?? record?.target,
  }
}

const oneOf = <Value extends string>(
  name: string,
  given: string | undefined,
  values: readonly Value[],
): Value | undefined => {
  const value = values.find(one => one === given)
  if (given === undefined || value !== undefined) return value
  throw new InputError(`--${name} "${given}" is unknown: ${values.join(' or ')}`)
}

/** The helper container with the built script; without an image it gets the default one. */
export const helperWith = (image: string | undefined): HelperOptions => ({
  image,
  // A manifest needs no comment of the build's.
  script: readFileSync(distFile('healthcheck.js'), 'utf8').replace(/^\/\/.*\n/, ''),
})
