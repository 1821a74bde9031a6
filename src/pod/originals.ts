/** The annotations on a Pod: what its probes were, and what is to be left alone. */
import type { Probe } from '../config/types.ts'
import { applyEdits, handlerEdits } from './edits.ts'
import { probesOf } from './probes.ts'
import type { Edit, PodTemplate } from './types.ts'

/** JSON: by container and field, the handler as its author wrote it. */
export const ORIGINALS = 'pipy-probes/originals'
/** `"false"` leaves the whole Pod alone; with `.<container>` after it, one container. */
export const REWRITE = 'pipy-probes/rewrite'

export interface Originals {
  readonly [container: string]: { readonly [field: string]: Pick<Probe, 'httpGet' | 'tcpSocket'> }
}

/** The annotation's content; `{}` where there is none, undefined where it is no JSON of ours. */
export const originalsOf = (template: PodTemplate): Originals => {
  const text = annotation(template, ORIGINALS)
  return text === '' ? {} : (JSON.parse(text) as Originals)
}

export const isOptedOut = (template: PodTemplate, container: string): boolean =>
  annotation(template, REWRITE) === 'false' || annotation(template, `${REWRITE}.${container}`) === 'false'

/** The edits that give back the probes their author wrote, the annotation aside. */
export const originalEdits = (template: PodTemplate): Edit[] => {
  const originals = originalsOf(template)
  return probesOf(template).flatMap(({ container, kind, path, probe }) => {
    const handler = originals[container.name]?.[kind.field]
    return handler ? handlerEdits(path, probe, handler) : []
  })
}

/** The template with the probes its author wrote. */
export const restore = (template: PodTemplate): PodTemplate => applyEdits(template, originalEdits(template))

export const annotation = (template: PodTemplate, key: string): string => template.metadata?.annotations?.[key] ?? ''
