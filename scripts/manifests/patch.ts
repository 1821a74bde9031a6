/** RFC 6902 patches of edits. */
import { valueAt } from '../../src/pod/edits.ts'
import type { Edit } from '../../src/pod/types.ts'

/** One operation of RFC 6902. */
export interface Operation {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path: string
  readonly value?: unknown
}

/** The operations that make the edits, made against the object as it was. */
export function patchOf(before: unknown, edits: readonly Edit[]): Operation[] {
  return edits.map(({ path, value, isInsertion }) => {
    const pointer = path
      .map(step => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
      .join('')
    if (value === undefined) return { op: 'remove', path: pointer }
    const isNew = isInsertion || valueAt(before, path) === undefined
    return { op: isNew ? 'add' : 'replace', path: pointer, value }
  })
}
