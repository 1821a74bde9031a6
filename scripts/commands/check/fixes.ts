/** What `check --fix` prints, by the name of its form. */
import { valueAt } from '../../../src/pod/edits.ts'
import type { Edit, Path } from '../../../src/pod/types.ts'
import type { Workload } from '../../../src/pod/workloads.ts'
import { guardedPatch } from '../../check/fix.ts'
import type { KubernetesObject } from '../../check/owner.ts'
import type { Report } from '../../check/pod.ts'
import { scriptOf, type ObjectFix } from '../../check/script.ts'
import { InputError } from '../../error.ts'
import type { ManifestDocument } from '../../manifests/documents.ts'
import type { ParsedDocument } from '../../manifests/parse.ts'
import { editDocument } from '../../manifests/rewrite.ts'
import { diffOf } from '../rewrite/diff.ts'

/** A Pod, or what has its template, with where it stands and what was found of it. */
export interface Checked {
  readonly source: ManifestDocument
  readonly parsed: ParsedDocument
  /** Whether it is the only document of its file. */
  readonly isAlone: boolean
  readonly workload: Workload
  readonly report: Report
}

/** By the form’s name. @throws InputError for what the form cannot say. */
export const FIX_FORMS: ReadonlyMap<string, (all: readonly Checked[]) => string> = new Map([
  ['text', all => scriptOf(all.map(objectFix))],
  ['patch', all => JSON.stringify(patchOfOne(all), null, 2)],
  ['diff', all => documentsIn(all).map(diffOfDocument).join('').trimEnd()],
])

const objectFix = ({ source, parsed, isAlone, workload, report: { fix } }: Checked): ObjectFix => {
  const root = rootOf(workload.path)
  const own = valueAt(parsed.object, root) as KubernetesObject
  return {
    // kubectl leaves the kind of a list's items out.
    object: { ...own, kind: workload.kind },
    file: source.file,
    isAlone: isAlone && root.length === 0,
    mended: fix.mended,
    left: fix.left,
    patch: guardedPatch(own, workload.template, fix.edits, workload.path.slice(root.length)),
  }
}

/** From a list to the object in it. */
const rootOf = (path: Path): Path => {
  const depth = path.findIndex((step, index) => index % 2 === 0 && step !== 'items')
  return path.slice(0, depth < 0 ? path.length : depth)
}

const patchOfOne = (all: readonly Checked[]): unknown => {
  const [document, second] = documentsIn(all)
  if (second)
    throw new InputError('-o patch is for one object, and there are more: give one at a time')
  return (document ?? []).flatMap(({ parsed, workload, report }) =>
    guardedPatch(parsed.object, workload.template, report.fix.edits, workload.path),
  )
}

/** What was found, a document each. */
const documentsIn = (all: readonly Checked[]): Checked[][] =>
  [...new Set(all.map(({ parsed }) => parsed))].map(parsed =>
    all.filter(one => one.parsed === parsed),
  )

const diffOfDocument = (all: readonly Checked[]): string => {
  const edits = all.flatMap(({ workload: { path }, report }): Edit[] =>
    report.fix.edits.map(edit => ({ ...edit, path: [...path, ...edit.path] })),
  )
  const [first] = all
  if (!first || edits.length === 0) return ''
  const { source, parsed, workload } = first
  return diffOf(source, editDocument(source, parsed, edits, workload))
}
