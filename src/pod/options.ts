/** The options of a rewriting in words, as the command line and the webhook's OPTIONS have them. */
import { TARGETS } from '../config/types.ts'
import { unique } from '../config/values.ts'
import { portOf } from '../text.ts'
import type { Choices } from './choices.ts'
import { contractOf, type Contract } from './contract.ts'
import { SIDECARS } from './start.ts'
import type { TemplateOptions } from './template.ts'

/** By name, in the form of Node's `parseArgs`. */
export const REWRITE_OPTIONS = {
  mesh: { type: 'string' },
  prefix: { type: 'string' },
  ports: { type: 'string' },
  https: { type: 'string' },
  healthcheck: { type: 'string' },
  target: { type: 'string' },
  hooks: { type: 'string' },
  sidecar: { type: 'string', multiple: true },
  image: { type: 'string' },
} as const

/** What is given of them. */
export interface RewriteWords {
  readonly mesh?: string | undefined
  readonly prefix?: string | undefined
  readonly ports?: string | undefined
  readonly https?: string | undefined
  readonly healthcheck?: string | undefined
  readonly target?: string | undefined
  readonly hooks?: string | undefined
  readonly sidecar?: readonly string[] | undefined
  readonly image?: string | undefined
}

/** Why a word is refused, and what to write instead. */
export interface Refused {
  readonly error: string
}

/** What all of the words mean; `script` is what a helper container runs. */
export function readOptions(words: RewriteWords, script: string): TemplateOptions | Refused {
  const contract = readContract(words)
  if ('error' in contract) return contract
  const choices = readChoices(words)
  if ('error' in choices) return choices
  const sidecars = words.sidecar ?? SIDECARS
  const stray = sidecars.find(name => !isName(name, 63))
  if (stray !== undefined)
    return {
      error: `--sidecar "${stray}" is no container's name: lower-case letters, digits and "-"`,
    }
  const { image } = words
  if (image !== undefined && (image === '' || image.includes(' ')))
    return { error: `--image "${image}" is no image's name` }
  return { contract, ...choices, helper: { image, script }, sidecars }
}

/** What is chosen of `https`, `healthcheck`, `target` and `hooks`. */
export function readChoices({
  https,
  healthcheck,
  target,
  hooks,
}: RewriteWords): Choices | Refused {
  const wrong = [
    refusalOf('https', https, HTTPS),
    refusalOf('healthcheck', healthcheck, HEALTHCHECKS),
    refusalOf('target', target, TARGETS),
    refusalOf('hooks', hooks, HOOKS),
  ].find(error => error !== '')
  if (wrong !== undefined) return { error: wrong }
  return {
    https: HTTPS.find(one => one === https),
    healthcheck: HEALTHCHECKS.find(one => one === healthcheck),
    target: TARGETS.find(one => one === target),
    hooks: HOOKS.find(one => one === hooks),
  }
}

const HTTPS = ['passthrough', 'terminate'] as const
const HOOKS = ['rewrite', 'keep'] as const
const HEALTHCHECKS = ['container', 'sidecar'] as const

const refusalOf = (name: string, given: string | undefined, values: readonly string[]): string =>
  given === undefined || values.includes(given)
    ? ''
    : `--${name} "${given}" is unknown: ${values.join(' or ')}`

const PREFIXES: { readonly [mesh: string]: string } = { 'osm-edge': 'osm', osm: 'osm', fsm: 'fsm' }

/** By `mesh`, `prefix` and `ports`, else the guide's. */
export function readContract({ mesh, prefix: own, ports }: RewriteWords): Contract | Refused {
  const prefix =
    own ?? Object.entries(PREFIXES).find(entry => entry[0] === (mesh ?? 'osm-edge'))?.[1]
  if (prefix === undefined)
    return { error: `--mesh "${mesh}" is unknown: osm-edge or fsm, or give --prefix` }
  if (!isName(prefix, 42))
    return {
      error:
        `--prefix "${prefix}" cannot be part of a container's name: ` +
        'lower-case letters, digits and "-"',
    }
  const contract = contractOf(prefix)
  if (ports === undefined) return contract
  const numbers = ports.split(',').map(portOf)
  const [liveness, readiness, startup, healthcheck] = numbers
  if (numbers.length !== 4 || numbers.includes(0) || unique(numbers).length !== 4)
    return { error: `--ports "${ports}" is not four different ports: 15901,15902,15903,15904` }
  // The sidecar takes a port of the guide's for its kind's, whoever names it.
  const usual = Object.values(contract.ports)
  const stray = numbers.find((port, index) => usual.includes(port) && usual[index] !== port)
  if (stray !== undefined)
    return {
      error: `--ports "${ports}" gives ${stray} to another kind than 15901,15902,15903,15904 do`,
    }
  return {
    ...contract,
    ports: {
      liveness: liveness ?? 0,
      readiness: readiness ?? 0,
      startup: startup ?? 0,
      healthcheck: healthcheck ?? 0,
    },
  }
}

/** RFC 1123's label, of at most so many characters. */
const isName = (text: string, longest: number): boolean =>
  text.length <= longest && new RegExp('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$').test(text)
