/** What each rewritten document adds to the output, by the name of the form. */
import { InputError } from '../../error.ts'
import type { ManifestDocument } from '../../manifests/documents.ts'
import { patchOf } from '../../../src/pod/patch.ts'
import type { RewrittenDocument } from '../../manifests/rewrite.ts'
import { diffOf } from './diff.ts'

/** A document and its place in the run, from 0; `''` where it adds nothing. @throws InputError */
export type Format = (
  document: RewrittenDocument & { readonly source: ManifestDocument },
  index: number,
) => string

/** The forms of `-o`. */
export const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['yaml', ({ text }) => text()],
  ['json', ({ after }) => (after === undefined ? '' : asJson(after))],
  [
    'patch',
    ({ before, edits, source }, index) => {
      if (index === 0 || before === undefined) return asJson(patchOf(before, edits))
      throw new InputError(
        `-o patch is for one object, and "${source.file}" holds more: give one at a time`,
      )
    },
  ],
  ['diff', ({ source, text }) => diffOf(source, text())],
])

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
