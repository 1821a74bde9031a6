/** Options that several commands share. */
import { readFileSync } from 'node:fs'
import { contractOf, type Contract } from '../../src/pod/contract.ts'
import { TARGETS } from '../../src/config/types.ts'
import type { Choices } from '../../src/pod/choices.ts'
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
export const CONTRACT_HELP = `      --mesh MESH      osm-edge (default) or fsm: the names that probes get
      --prefix NAME    another prefix for /NAME-liveness-probe and the others
      --ports A,B,C,D  other ports for liveness, readiness, startup, healthcheck
      --https HOW      passthrough (default), or terminate: the probe becomes HTTP,
                       and the sidecar asks the application over TLS
      --healthcheck W  container or sidecar: who answers TCP checks (default: a
                       container, but in a Pod that ends, as a Job's, the sidecar)
      --target T       127.0.0.1 (default) or POD_IP: where applications are asked;
                       a Pod's annotations pipy-probes/https, pipy-probes/healthcheck
                       and pipy-probes/target come before these options`

const PREFIXES: Record<string, string> = { 'osm-edge': 'osm', osm: 'osm', fsm: 'fsm' }

/** By the options, else as the Pod was rewritten, else the guide's. @throws InputError */
export function contractFrom(options: Options, template?: PodTemplate): Contract {
  const isGiven =
    options.prefix !== undefined || options.mesh !== undefined || options.ports !== undefined
  const rewritten = template && recordOf(template)?.contract
  if (!isGiven && rewritten) return rewritten
  const prefix = options.prefix ?? PREFIXES[options.mesh ?? 'osm-edge']
  if (prefix === undefined)
    throw new InputError(`--mesh "${options.mesh}" is unknown: osm-edge or fsm, or give --prefix`)
  if (!/^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/.test(prefix))
    throw new InputError(
      `--prefix "${prefix}" cannot be part of a container's name: lower-case letters, digits and "-"`,
    )
  const contract = contractOf(prefix)
  if (options.ports === undefined) return contract
  const ports = String(options.ports).split(',').map(portOf)
  const [liveness, readiness, startup, healthcheck] = ports
  if (
    ports.length !== 4 ||
    ports.includes(0) ||
    new Set(ports).size !== 4 ||
    !liveness ||
    !readiness ||
    !startup ||
    !healthcheck
  ) {
    throw new InputError(
      `--ports "${options.ports}" is not four different ports: 15901,15902,15903,15904`,
    )
  }
  return { ...contract, ports: { liveness, readiness, startup, healthcheck } }
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
  given: unknown,
  values: readonly Value[],
): Value | undefined => {
  const value = values.find(one => one === given)
  if (given !== undefined && value === undefined)
    throw new InputError(`--${name} "${String(given)}" is unknown: ${values.join(' or ')}`)
  return value
}

/** The helper container with the built script, without the comment above it; without an image it gets the default one. */
export const helperWith = (image: string | undefined): HelperOptions => ({
  image,
  script: readFileSync(distFile('healthcheck.js'), 'utf8').replace(/^\/\/.*\n/, ''),
})
