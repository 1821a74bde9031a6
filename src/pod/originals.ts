/** What probes and hooks were before they were rewritten, and how they are again. */
import type { HttpGet } from '../config/types.ts'
import { HTTP_GET_DEFAULTS, isEmpty } from './defaults.ts'
import { applyEdits, handlerEdits, isRewritten } from './edits.ts'
import { hooksOf } from './lifecycle.ts'
import { probesOf } from './probes.ts'
import { recordOf, type Handler } from './record.ts'
import type { Container, Edit, Handlers, Path, PodTemplate } from './types.ts'

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
