/** The annotation on a Pod that keeps what its probes were. */
import { isObject } from '../config/values.ts'
import type { HttpGet, Probe } from '../config/types.ts'
import type { Choices } from './choices.ts'
import type { Contract } from './contract.ts'
import { HTTP_GET_DEFAULTS, isEmpty } from './defaults.ts'
import { applyEdits, handlerEdits, isRewritten } from './edits.ts'
import { hooksOf } from './lifecycle.ts'
import { probesOf } from './probes.ts'
import type { GivenConfig } from './sidecar.ts'
import type { Container, Edit, Handlers, Path, PodTemplate } from './types.ts'

/** JSON: a `Rewritten`. */
export const ORIGINALS = 'pipy-probes/originals'

/** What a rewriting has in its place another of. */
type Handler = Pick<Probe, 'httpGet' | 'tcpSocket' | 'grpc'>

/** A probe or a hook in its place. */
export interface Placed {
  readonly container: Container
  /** `livenessProbe`, `preStop`: its name among a container's. */
  readonly field: string
  readonly path: Path
  readonly handler: Handlers
}

/** `livenessProbe`, `lifecycle.preStop`: where it stands in its container. */
export const fieldOf = ({ path }: Placed): string => path.slice(3).join('.')

/** All of a Pod that a rewriting may change. */
export const placedIn = (template: PodTemplate): Placed[] => [
  ...probesOf(template).map(({ container, kind, path, probe }) => ({
    container,
    field: kind.field,
    path,
    handler: probe,
  })),
  ...hooksOf(template).map(({ container, name, path, hook }) => ({
    container,
    field: name,
    path,
    handler: hook,
  })),
]

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

/** How a Pod was rewritten, as its record says; nothing where there is none. */
export function recordedChoices(template: PodTemplate): Choices {
  const record = recordOf(template)
  const answers = record && (record.helper === undefined ? 'sidecar' : 'container')
  return {
    https: record?.https,
    healthcheck: answers,
    target: record?.target,
    hooks: record?.hooks,
  }
}

/** The edits that give back what the author wrote, the annotation aside. */
function originalEdits(template: PodTemplate): Edit[] {
  const originals = recordOf(template)?.originals ?? {}
  return placedIn(template).flatMap(({ container, field, path, handler }) => {
    const original = originals[container.name]?.[field]
    if (!original) return []
    return handlerEdits(path, handler, restoredHandler(container, handler, original))
  })
}

/** The template with the probes and hooks its author wrote. */
export const restore = (template: PodTemplate): PodTemplate =>
  applyEdits(template, originalEdits(template))

const restoredHandler = (container: Container, current: Handlers, handler: Handler): Handler => {
  const { httpGet, grpc } = handler
  if (httpGet) return { httpGet: restoredGet(container, current.httpGet, httpGet) }
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
