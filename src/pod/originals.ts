/** The annotations on a Pod: what its probes were, and what is to be left alone. */
import { isObject } from '../config/values.ts'
import type { Probe } from '../config/types.ts'
import type { Contract } from './contract.ts'
import { applyEdits, handlerEdits, isRewritten } from './edits.ts'
import { probesOf } from './probes.ts'
import type { Edit, PodTemplate } from './types.ts'

/** JSON: a `Rewritten`. */
export const ORIGINALS = 'pipy-probes/originals'
/** `"false"` leaves the whole Pod alone; with `.<container>` after it, one container. */
export const REWRITE = 'pipy-probes/rewrite'

/** By container and field, the handler as its author wrote it: of httpGet, what rewriting changes. */
export interface Originals {
  readonly [container: string]: { readonly [field: string]: Pick<Probe, 'httpGet' | 'tcpSocket'> }
}

/** What a rewriting has done to a Pod: all that undoing it needs. */
export interface Rewritten {
  readonly originals: Originals
  /** The name of the container that was added. */
  readonly helper?: string
  /** How it was done, where it was not the guide's way. */
  readonly contract?: Contract
  readonly https?: 'terminate'
  /** The outermost thing that the annotation brought with it. */
  readonly added: 'annotation' | 'annotations' | 'null annotations' | 'metadata' | 'null metadata'
}

/** The record of an earlier rewriting; undefined where there is none, or none that can be read. */
export const recordOf = (template: PodTemplate): Rewritten | undefined => {
  const text = annotation(template, ORIGINALS)
  const record = text.startsWith('{"originals":{') ? JSON.parse(text) : undefined
  return isObject(record) ? (record as unknown as Rewritten) : undefined
}

/** Whether an annotation leaves a container’s probes alone. */
export const isOptedOut = (template: PodTemplate, container: string): boolean =>
  annotation(template, REWRITE) === 'false' || annotation(template, `${REWRITE}.${container}`) === 'false'

/** The edits that give back the probes their author wrote, the annotation aside. */
export const originalEdits = (template: PodTemplate): Edit[] => {
  const originals = recordOf(template)?.originals ?? {}
  return probesOf(template).flatMap(({ container, kind, path, probe }) => {
    const handler = originals[container.name]?.[kind.field]
    // httpGet as it is but for what was changed: its headers and unknown fields stay.
    const original = handler?.httpGet ? { httpGet: { ...withoutChanged(probe), ...handler.httpGet } } : handler
    return original ? handlerEdits(path, probe, original) : []
  })
}

/** The template with the probes its author wrote. */
export const restore = (template: PodTemplate): PodTemplate => applyEdits(template, originalEdits(template))

const withoutChanged = ({ httpGet }: Probe): object =>
  Object.fromEntries(Object.entries({ ...httpGet }).filter(entry => !isRewritten(entry[0])))

const annotation = (template: PodTemplate, key: string): string => template.metadata?.annotations?.[key] ?? ''
