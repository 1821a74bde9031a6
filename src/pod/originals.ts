/** The annotation on a Pod that keeps what its probes were. */
import { isObject } from '../config/values.ts'
import type { HttpGet, Probe } from '../config/types.ts'
import type { Contract } from './contract.ts'
import { HTTP_GET_DEFAULTS, isEmpty } from './defaults.ts'
import { applyEdits, handlerEdits, isRewritten } from './edits.ts'
import { probesOf } from './probes.ts'
import type { GivenConfig } from './sidecar.ts'
import type { Container, Edit, PodTemplate } from './types.ts'

/** JSON: a `Rewritten`. */
export const ORIGINALS = 'pipy-probes/originals'

/** What a rewriting has in its place another of. */
type Handler = Pick<Probe, 'httpGet' | 'tcpSocket' | 'grpc'>

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
  /** The container that was given the sidecar's config. */
  readonly sidecar?: GivenConfig
  /** The outermost thing that the annotation brought with it. */
  readonly added: 'annotation' | 'annotations' | 'null annotations' | 'metadata' | 'null metadata'
}

/** The record of an earlier rewriting; undefined where there is none, or none that can be read. */
export function recordOf(template: PodTemplate): Rewritten | undefined {
  const text = template.metadata?.annotations?.[ORIGINALS] ?? ''
  const record = text.startsWith('{"originals":{') ? JSON.parse(text) : undefined
  return isObject(record) ? (record as unknown as Rewritten) : undefined
}

/** The edits that give back the probes their author wrote, the annotation aside. */
function originalEdits(template: PodTemplate): Edit[] {
  const originals = recordOf(template)?.originals ?? {}
  return probesOf(template).flatMap(({ container, kind, path, probe }) => {
    const handler = originals[container.name]?.[kind.field]
    if (!handler) return []
    return handlerEdits(path, probe, restoredHandler(container, probe, handler))
  })
}

/** The template with the probes its author wrote. */
export const restore = (template: PodTemplate): PodTemplate =>
  applyEdits(template, originalEdits(template))

const restoredHandler = (container: Container, probe: Probe, handler: Handler): Handler => {
  const { httpGet, grpc } = handler
  if (httpGet) return { httpGet: restoredGet(container, probe.httpGet, httpGet) }
  return grpc && isStored(container) ? { grpc: { ...grpc, service: grpc.service ?? '' } } : handler
}

/** Whether an API server has filled in defaults. */
const isStored = (container: Container): boolean => !isEmpty(container.terminationMessagePath)

/**
 * httpGet as it is but for what was changed: its headers and unknown fields
 * stay, and so do the values that an API server has filled in since, which the
 * record does not have. A scheme that is not recorded was never ours. A path of
 * ours hides whether one would have been filled in; but the API server fills in
 * all at once, so the scheme or the container tells.
 */
const restoredGet = (
  container: Container,
  current: HttpGet | undefined,
  recorded: HttpGet,
): HttpGet => {
  const kept = Object.fromEntries(
    Object.entries({ ...current }).filter(entry => !isRewritten(entry[0])),
  )
  const scheme = isEmpty(recorded.scheme) && !isEmpty(current?.scheme) ? current?.scheme : undefined
  const isFilledIn = scheme !== undefined || isStored(container)
  return {
    ...kept,
    ...recorded,
    ...(scheme === undefined ? {} : { scheme }),
    ...(isEmpty(recorded.path) && isFilledIn ? { path: HTTP_GET_DEFAULTS.path } : {}),
  }
}
