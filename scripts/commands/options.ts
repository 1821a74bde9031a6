/** Options that several commands share. */
import { readFileSync } from 'node:fs'
import type { Contract } from '../../src/pod/contract.ts'
import { DEFAULT_IMAGE } from '../../src/pod/helper.ts'
import {
  readContract,
  readHealthcheck,
  readHttps,
  readOptions,
  REWRITE_OPTIONS,
  type Refused,
} from '../../src/pod/options.ts'
import { recordOf } from '../../src/pod/originals.ts'
import type { Https } from '../../src/pod/rewrite.ts'
import { SIDECARS } from '../../src/pod/sidecar.ts'
import type { TemplateOptions } from '../../src/pod/template.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { InputError } from '../error.ts'
import { distFile } from '../paths.ts'
import type { Options } from './command.ts'

const { image: _image, sidecar: _sidecar, ...contractOptions } = REWRITE_OPTIONS

/** For `parseArgs`: what a rewritten Pod's names and ports follow from. */
export const CONTRACT_OPTIONS = contractOptions

/** The options above in a command’s help. */
export const CONTRACT_HELP = `      --mesh MESH      osm-edge (default) or fsm: the names that probes get
      --prefix NAME    another prefix for /NAME-liveness-probe and the others
      --ports A,B,C,D  other ports for liveness, readiness, startup, healthcheck
      --https HOW      passthrough (default), or terminate: the probe becomes HTTP,
                       and the sidecar asks the application over TLS
      --healthcheck W  container (default) or sidecar: who answers TCP checks`

/** All of them in a command’s help. */
export const REWRITE_HELP = `${CONTRACT_HELP}
      --sidecar NAME   the container that is given the sidecar's config, in an annotation
                       and a variable, where the Pod has it; repeatable, the first that
                       is there (default ${SIDECARS.join(', ')})
      --image IMAGE    of the helper container, also of one that is there already
                       (default ${DEFAULT_IMAGE}, for a new one)`

/** How a Pod is rewritten by these options. @throws InputError */
export const rewritingFrom = (options: Options): TemplateOptions =>
  orRefuse(readOptions(options, helperScript()))

/** By the options, else as the Pod was rewritten, else the guide's. @throws InputError */
export function contractFrom(options: Options, template?: PodTemplate): Contract {
  const isGiven =
    options.prefix !== undefined || options.mesh !== undefined || options.ports !== undefined
  const rewritten = template && recordOf(template)?.contract
  return !isGiven && rewritten ? rewritten : orRefuse(readContract(options))
}

/** By the option, else as the Pod was rewritten, else passed through. @throws InputError */
export const httpsFrom = ({ https }: Options, template?: PodTemplate): Https =>
  orRefuse(readHttps(https ?? (template && recordOf(template)?.https) ?? 'passthrough'))

/** By the option, else as the Pod was rewritten, else a container of its own. @throws InputError */
export function healthcheckFrom(
  { healthcheck }: Options,
  template?: PodTemplate,
): 'container' | 'sidecar' {
  const record = template && recordOf(template)
  const before = record && record.helper === undefined ? 'sidecar' : 'container'
  return orRefuse(readHealthcheck(healthcheck ?? before))
}

function orRefuse<Value>(read: Value | Refused): Value {
  if (typeof read === 'object' && read !== null && 'error' in read) throw new InputError(read.error)
  return read as Value
}

/** The built script of a helper container, without the comment above it. */
const helperScript = (): string =>
  readFileSync(distFile('healthcheck.js'), 'utf8').replace(/^\/\/.*\n/, '')
