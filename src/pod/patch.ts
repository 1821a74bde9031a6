/** RFC 6902 patches of edits. */
import { valueAt } from './edits.ts'
import type { Edit } from './types.ts'

/** One operation of RFC 6902. */
export interface Operation {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path: string
  readonly value?: unknown
}

/** The operations that make the edits, made against the object as it was. */
export const patchOf = (before: unknown, edits: readonly Edit[]): Operation[] =>
  edits.map(({ path, value }) => {
    const pointer = path.map(step => `/${`${step}`.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    const at = { path: pointer.join('') }
    if (value === undefined) return { op: 'remove', ...at }
    return { op: valueAt(before, path) === undefined ? 'add' : 'replace', ...at, value }
  })
