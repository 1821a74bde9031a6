/** Options that several commands share. */
import { readFileSync } from 'node:fs'
import { recordedChoices, type Choices } from '../../src/pod/choices.ts'
import type { Contract } from '../../src/pod/contract.ts'
import { DEFAULT_IMAGE } from '../../src/pod/helper.ts'
import {
  readChoices,
  readContract,
  readOptions,
  REWRITE_OPTIONS,
  type Refused,
} from '../../src/pod/options.ts'
import { recordOf } from '../../src/pod/record.ts'
import { SIDECARS } from '../../src/pod/start.ts'
import type { TemplateOptions } from '../../src/pod/template.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { InputError } from '../error.ts'
import { distFile } from '../paths.ts'
import type { Options } from './command.ts'

const { image: _image, sidecar: _sidecar, ...contractOptions } = REWRITE_OPTIONS

/** For `parseArgs`: what a rewritten Pod's names, ports and addresses follow from. */
export const CONTRACT_OPTIONS = contractOptions

/** The options above in a command’s help. */
export const CONTRACT_HELP = `\
      --mesh MESH      osm-edge (default) or fsm: the names that probes get
      --prefix NAME    another prefix for /NAME-liveness-probe and the others
      --ports A,B,C,D  other ports for liveness, readiness, startup, healthcheck
      --https HOW      passthrough (default), or terminate: the probe becomes HTTP,
                       and the sidecar asks the application over TLS
      --healthcheck W  container or sidecar: who answers TCP checks (default: a
                       container, but the sidecar in a Pod that ends, as a Job's,
                       or has lifecycle hooks by httpGet); where a mesh has put a
                       helper of its own it is that one
      --target T       127.0.0.1 (default) or POD_IP: where applications are asked
      --hooks WHAT     rewrite (default) lifecycle hooks by httpGet, or keep them

A Pod's annotations pipy-probes/https, pipy-probes/healthcheck, pipy-probes/target
and pipy-probes/hooks come before these options; with .CONTAINER behind its name each
but pipy-probes/healthcheck is for one container.`

/** All of them in a command’s help. */
export const REWRITE_HELP = `\
      --sidecar NAME   the container that is given the sidecar's config, in an annotation
                       and a variable, where the Pod has it; repeatable, the first that
                       is there (default ${SIDECARS.join(', ')})
      --image IMAGE    of the helper container, also of one that is there already
                       (default ${DEFAULT_IMAGE}, for a new one)
${CONTRACT_HELP}`

/** How a Pod is rewritten by these options. @throws InputError for one that cannot be. */
export const rewritingFrom = (options: Options): TemplateOptions =>
  orRefuse(readOptions(options, helperScript()))

/**
 * By the options, else as the Pod was rewritten, else the guide's.
 * @throws InputError for a mesh, prefix or ports that cannot be.
 */
export function contractFrom(options: Options, template?: PodTemplate): Contract {
  const { mesh, prefix, ports } = options
  const isGiven = prefix !== undefined || mesh !== undefined || ports !== undefined
  const rewritten = template && recordOf(template)?.contract
  return !isGiven && rewritten ? rewritten : orRefuse(readContract(options))
}

/** What the options ask for, else as the Pod was rewritten. @throws InputError */
export function choicesFrom(options: Options, template?: PodTemplate): Choices {
  const { https, healthcheck, target, hooks } = orRefuse(readChoices(options))
  const recorded = template ? recordedChoices(template) : {}
  return {
    https: https ?? recorded.https,
    healthcheck: healthcheck ?? recorded.healthcheck,
    target: target ?? recorded.target,
    hooks: hooks ?? recorded.hooks,
  }
}

const orRefuse = <Value extends object>(read: Value | Refused): Value => {
  if ('error' in read) throw new InputError(read.error)
  return read
}

/** The built script of a helper container: a manifest needs no comment of the build's. */
export const helperScript = (): string =>
  readFileSync(distFile('healthcheck.js'), 'utf8').replace(/^\/\/.*\n/, '')

/** The options of the rewriting that are given, as the webhook reads them. */
export const wordsOf = (options: Options): string[] =>
  Object.keys(REWRITE_OPTIONS).flatMap(name =>
    [options[name] ?? []].flat().map((value: string) => `--${name}=${value}`),
  )
