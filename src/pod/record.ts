/** The annotation on a Pod that says what a rewriting has done to it. */
import type { Probe } from '../config/types.ts'
import { isObject, portFrom, type Fields } from '../config/values.ts'
import type { Healthcheck } from './choices.ts'
import type { Contract } from './contract.ts'
import type { GivenConfig } from './sidecar.ts'
import type { PodTemplate } from './types.ts'

/** JSON: a `Rewritten`. */
export const ORIGINALS = 'pipy-probes/originals'

/** What a rewriting has in its place another of. */
export type Handler = Pick<Probe, 'httpGet' | 'tcpSocket' | 'grpc'>

/**
 * By container and field, the handler as its author wrote it: of httpGet, what rewriting changes.
 */
export interface Originals {
  readonly [container: string]: { readonly [field: string]: Handler }
}

/** What a rewriting has done to a Pod: all that undoing it needs. */
export interface Rewritten {
  readonly originals: Originals
  /** The name of the container that was added. */
  readonly helper?: string
  /** Set where it is the first of init containers, and there was no list of them. */
  readonly brought?: 'initContainers' | 'null initContainers'
  /** How it was done, where it was not the guide's way. */
  readonly contract?: Contract
  readonly https?: 'terminate'
  readonly target?: 'POD_IP'
  readonly hooks?: 'keep'
  readonly healthcheck?: Healthcheck
  /** The container that was given the sidecar's config. */
  readonly sidecar?: GivenConfig
  /** The outermost thing that the annotation brought with it. */
  readonly added: 'annotation' | 'annotations' | 'null annotations' | 'metadata' | 'null metadata'
}

/** The record of an earlier rewriting; undefined where there is none, or none that can be read. */
export function recordOf(template: PodTemplate): Rewritten | undefined {
  const text = template.metadata?.annotations?.[ORIGINALS] ?? ''
  const record = text.startsWith('{"originals":{') ? JSON.parse(text) : undefined
  return isRecord(record) ? record : undefined
}

/** Whether what is read from an annotation, which anyone may have edited, has our form. */
const isRecord = (record: unknown): record is Rewritten => {
  if (!isObject(record)) return false
  const { originals, helper, contract, healthcheck, sidecar, added } = record
  return (
    isObject(originals) &&
    Object.values(originals).every(fields => isObject(fields) && hasObjects(fields)) &&
    (helper === undefined || typeof helper === 'string') &&
    (contract === undefined || isContract(contract)) &&
    [undefined, 'container', 'sidecar'].some(one => one === healthcheck) &&
    (sidecar === undefined || isGiven(sidecar)) &&
    ADDED.some(one => one === added)
  )
}

const ADDED = ['annotation', 'annotations', 'null annotations', 'metadata', 'null metadata']

const hasObjects = (fields: Fields): boolean => Object.values(fields).every(isObject)

const isContract = (contract: unknown): boolean =>
  isObject(contract) &&
  typeof contract.prefix === 'string' &&
  isObject(contract.ports) &&
  ['liveness', 'readiness', 'startup', 'healthcheck'].every(
    name => portFrom((contract.ports as Fields)[name]) > 0,
  )

const isGiven = (sidecar: unknown): boolean =>
  isObject(sidecar) && typeof sidecar.container === 'string' && typeof sidecar.added === 'string'
