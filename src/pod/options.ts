/** The options of a rewriting in words, as the command line and the webhook's OPTIONS have them. */
import { unique } from '../config/values.ts'
import { portOf } from '../text.ts'
import { contractOf, type Contract } from './contract.ts'
import type { HelperOptions } from './helper.ts'
import type { Https } from './rewrite.ts'
import { SIDECARS } from './sidecar.ts'
import type { TemplateOptions } from './template.ts'

/** By name, in the form of Node's `parseArgs`. */
export const REWRITE_OPTIONS = {
  mesh: { type: 'string' },
  prefix: { type: 'string' },
  ports: { type: 'string' },
  https: { type: 'string' },
  healthcheck: { type: 'string' },
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
  const https = readHttps(words.https ?? 'passthrough')
  const helper = readHelper(words, script)
  const sidecars = readSidecars(words.sidecar)
  if ('error' in contract) return contract
  if (typeof https !== 'string') return https
  if (helper && 'error' in helper) return helper
  if ('error' in sidecars) return sidecars
  return { contract, https, helper, sidecars: sidecars.names }
}

const PREFIXES: { readonly [mesh: string]: string } = { 'osm-edge': 'osm', osm: 'osm', fsm: 'fsm' }

/** By `mesh`, `prefix` and `ports`, else the guide's. */
export function readContract({ mesh, prefix: own, ports }: RewriteWords): Contract | Refused {
  const prefix = own ?? PREFIXES[mesh ?? 'osm-edge']
  if (prefix === undefined)
    return { error: `--mesh "${mesh}" is unknown: osm-edge or fsm, or give --prefix` }
  if (!isName(prefix, 42))
    return {
      error: `--prefix "${prefix}" cannot be part of a container's name: lower-case letters, digits and "-"`,
    }
  const contract = contractOf(prefix)
  if (ports === undefined) return contract
  const numbers = ports.split(',').map(portOf)
  const [liveness, readiness, startup, healthcheck] = numbers
  if (numbers.length !== 4 || numbers.includes(0) || unique(numbers).length !== 4)
    return { error: `--ports "${ports}" is not four different ports: 15901,15902,15903,15904` }
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

/** How HTTPS probes are served. */
export const readHttps = (https: string): Https | Refused =>
  https === 'passthrough' || https === 'terminate'
    ? https
    : { error: `--https "${https}" is unknown: passthrough or terminate` }

/** Who answers TCP checks. */
export const readHealthcheck = (healthcheck: string): 'container' | 'sidecar' | Refused =>
  healthcheck === 'container' || healthcheck === 'sidecar'
    ? healthcheck
    : { error: `--healthcheck "${healthcheck}" is unknown: container or sidecar` }

const readHelper = (
  { healthcheck, image }: RewriteWords,
  script: string,
): HelperOptions | Refused | undefined => {
  const chosen = readHealthcheck(healthcheck ?? 'container')
  if (typeof chosen !== 'string') return chosen
  if (image !== undefined && (image === '' || image.includes(' ')))
    return { error: `--image "${image}" is no image's name` }
  return chosen === 'container' ? { image, script } : undefined
}

/** The names that the sidecar's container may have. */
const readSidecars = (
  names: readonly string[] | undefined,
): { names: readonly string[] } | Refused => {
  const wrong = (names ?? []).find(name => !isName(name, 63))
  if (wrong === undefined) return { names: names ?? SIDECARS }
  return {
    error: `--sidecar "${wrong}" is no container's name: lower-case letters, digits and "-"`,
  }
}

/** RFC 1123's label, of at most so many characters. */
const isName = (text: string, longest: number): boolean =>
  text.length <= longest && new RegExp('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$').test(text)
