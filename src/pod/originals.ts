/** The annotations on a Pod: what its probes were, and what is to be left alone. */
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
/** `"false"` leaves the whole Pod alone; with `.<container>` after it, one container. */
const REWRITE = 'pipy-probes/rewrite'

/**
 * By container and field, the handler as its author wrote it: of httpGet, what rewriting changes.
 */
export interface Originals {
  readonly [container: string]: { readonly [field: string]: Pick<Probe, 'httpGet' | 'tcpSocket'> }
}

/** What a rewriting has done to a Pod: all that undoing it needs. */
export interface Rewritten {
  readonly originals: Originals
  /** The name of the container that was added. */
  readonly helper?: string
  /** The container that was given the sidecar's config. */
  readonly sidecar?: GivenConfig
  /** How it was done, where it was not the guide's way. */
  readonly contract?: Contract
  readonly https?: 'terminate'
  /** The outermost thing that the annotation brought with it. */
  readonly added: 'annotation' | 'annotations' | 'null annotations' | 'metadata' | 'null metadata'
}

/** The record of an earlier rewriting; undefined where there is none, or none that can be read. */
export function recordOf(template: PodTemplate): Rewritten | undefined {
  const text = annotation(template, ORIGINALS)
  const record = text.startsWith('{"originals":{') ? JSON.parse(text) : undefined
  return isObject(record) ? (record as unknown as Rewritten) : undefined
}

/** Whether an annotation leaves a container’s probes alone. */
export const isOptedOut = (template: PodTemplate, container: string): boolean =>
  annotation(template, REWRITE) === 'false' ||
  annotation(template, `${REWRITE}.${container}`) === 'false'

/** The edits that give back the probes their author wrote, the annotation aside. */
function originalEdits(template: PodTemplate): Edit[] {
  const originals = recordOf(template)?.originals ?? {}
  return probesOf(template).flatMap(({ container, kind, path, probe }) => {
    const handler = originals[container.name]?.[kind.field]
    if (!handler) return []
    return handlerEdits(
      path,
      probe,
      handler.httpGet
        ? { httpGet: restoredGet(container, probe.httpGet, handler.httpGet) }
        : handler,
    )
  })
}

/** The template with the probes its author wrote. */
export const restore = (template: PodTemplate): PodTemplate =>
  applyEdits(template, originalEdits(template))

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
  const isFilledIn = scheme !== undefined || !isEmpty(container.terminationMessagePath)
  return {
    ...kept,
    ...recorded,
    ...(scheme === undefined ? {} : { scheme }),
    ...(isEmpty(recorded.path) && isFilledIn ? { path: HTTP_GET_DEFAULTS.path } : {}),
  }
}

const annotation = (template: PodTemplate, key: string): string =>
  template.metadata?.annotations?.[key] ?? ''
