/**
 * The annotations that a rewriting leaves on a Pod, and the
 * edits that bring them there and take them away.
 */
import { isEqual } from '../config/values.ts'
import { jsonOf } from './json.ts'
import { ORIGINALS, type Rewritten } from './record.ts'
import { CONFIG } from './sidecar.ts'
import type { Edit, PodTemplate } from './types.ts'

/** Keys and their texts; undefined where there is to be none. */
interface Annotations {
  readonly [key: string]: string | undefined
}

/**
 * From the record that is there to the wanted one; `config`, in
 * JSON, goes with a record that gives it to a container.
 */
export function annotationEdits(
  template: PodTemplate,
  before: Rewritten | undefined,
  wanted: Rewritten | undefined,
  config: string | undefined,
): Edit[] {
  if (!wanted) return before ? removedAnnotations(template, before) : []
  const present: Annotations = template.metadata?.annotations ?? {}
  const texts: Annotations = {
    [ORIGINALS]: isEqual(wanted, before) ? present[ORIGINALS] : jsonOf(wanted),
    [CONFIG]: config ?? (before?.sidecar ? undefined : present[CONFIG]),
  }
  return setAnnotations(template, present, texts)
}

/** What stands in the way of the annotations, and is to be as it was after an undo. */
export function missingIn({ metadata }: PodTemplate): Rewritten['added'] {
  if (metadata === null) return 'null metadata'
  if (metadata === undefined) return 'metadata'
  if (metadata.annotations === null) return 'null annotations'
  return metadata.annotations === undefined ? 'annotations' : 'annotation'
}

const setAnnotations = (
  template: PodTemplate,
  present: Annotations,
  texts: Annotations,
): Edit[] => {
  const changed = Object.keys(texts).filter(key => texts[key] !== present[key])
  if (changed.length === 0) return []
  const added = Object.fromEntries(changed.map(key => [key, texts[key]]))
  if (!isPresent(template.metadata)) return [{ path: ['metadata'], value: { annotations: added } }]
  if (!isPresent(template.metadata?.annotations))
    return [{ path: ['metadata', 'annotations'], value: added }]
  return changed.map(key => ({ path: ['metadata', 'annotations', key], value: texts[key] }))
}

const removedAnnotations = (template: PodTemplate, { added, sidecar }: Rewritten): Edit[] => {
  const keys = Object.keys(template.metadata?.annotations ?? {})
  const ours = sidecar ? [ORIGINALS, CONFIG] : [ORIGINALS]
  const onlyOurs = keys.every(key => ours.includes(key))
  const onlyAnnotations = onlyOurs && Object.keys(template.metadata ?? {}).length === 1
  if (added.endsWith('metadata') && onlyAnnotations)
    return [{ path: ['metadata'], value: added === 'metadata' ? undefined : null }]
  // An API server may have put its own beside what the annotations brought with them.
  if (added !== 'annotation' && onlyOurs)
    return [
      { path: ['metadata', 'annotations'], value: added === 'null annotations' ? null : undefined },
    ]
  return ours
    .filter(key => keys.includes(key))
    .map(key => ({ path: ['metadata', 'annotations', key], value: undefined }))
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null
