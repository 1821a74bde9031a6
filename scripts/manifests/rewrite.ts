/** One document of a manifest, rewritten or undone, with every other byte as it was. */
import { isDeepStrictEqual } from 'node:util'
import { applyEdits } from '../../src/pod/edits.ts'
import { rewriteTemplate, undoTemplate, type TemplateOptions } from '../../src/pod/template.ts'
import type { Edit } from '../../src/pod/types.ts'
import { wordsOf } from '../../src/pod/warnings.ts'
import type { Workload } from '../../src/pod/workloads.ts'
import { InputError } from '../error.ts'
import { documentsOf, type Manifest, type ManifestDocument } from './documents.ts'
import { editText } from './edit.ts'
import { parseDocument, workloadsIn, type ParsedDocument } from './parse.ts'
import { placeOf } from './record.ts'

/** How documents are rewritten, or that they are given back. */
export interface RewriteOptions extends TemplateOptions {
  readonly undo: boolean
  /** Take Pod templates of kinds that are not known, too. */
  readonly anyKind: boolean
}

/** A document before and after. */
export interface RewrittenDocument {
  /** Its text. @throws InputError where its layout is beyond editing, which no other form minds. */
  readonly text: () => string
  /** The object before, undefined for an empty document. */
  readonly before: unknown
  readonly after: unknown
  readonly edits: readonly Edit[]
  /** In words, with their place. */
  readonly warnings: readonly string[]
}

/** Every document of the files, or texts, one at a time. @throws InputError as `rewriteDocument` does. */
export async function* rewriteFiles(
  files: readonly (string | Manifest)[],
  options: RewriteOptions,
): AsyncGenerator<RewrittenDocument & { readonly source: ManifestDocument }> {
  for (const file of files) {
    for await (const source of documentsOf(file))
      yield { ...rewriteDocument(source, options), source }
  }
}

/** @throws InputError with the place, for what cannot be read. */
export function rewriteDocument(
  source: ManifestDocument,
  options: RewriteOptions,
): RewrittenDocument {
  const parsed = parseDocument(source)
  const unchanged = () => source.text
  if (!parsed)
    return { text: unchanged, before: undefined, after: undefined, edits: [], warnings: [] }
  const { object: before } = parsed
  const workloads = workloadsIn(source, parsed, options.anyKind)
  const rewritings = workloads.map(workload => rewriteWorkload(workload, source, options))
  const edits = rewritings.flatMap(rewriting => rewriting.edits)
  const warnings = rewritings.flatMap(rewriting => rewriting.warnings)
  if (edits.length === 0) return { text: unchanged, before, after: before, edits, warnings }
  const text = () => editDocument(source, parsed, edits, workloads[0])
  return { text, before, after: applyEdits(before, edits), edits, warnings }
}

/** The text with the edits made. @throws InputError where its layout is beyond that. */
export function editDocument(
  source: ManifestDocument,
  { document, object }: ParsedDocument,
  edits: readonly Edit[],
  workload: Workload | undefined,
): string {
  const text = editText(source.text, document, edits)
  if (isDeepStrictEqual(objectIn({ ...source, text }), applyEdits(object, edits))) return text
  throw new InputError(
    `${placeOf(source, workload)}: this document's layout cannot be edited in place: ` +
      'pass it through "kubectl apply --dry-run=client -o yaml" first, or use -o json',
  )
}

/** What an edited text says; undefined where it is no YAML any more. */
const objectIn = (source: ManifestDocument): unknown => {
  try {
    return parseDocument(source)?.object
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}

const rewriteWorkload = (
  workload: Workload,
  source: ManifestDocument,
  options: RewriteOptions,
): { edits: Edit[]; warnings: string[] } => {
  const { template, path } = workload
  const { edits, warnings } = options.undo
    ? { edits: undoTemplate(template), warnings: [] }
    : rewriteTemplate(template, options)
  return {
    edits: edits.map(edit => ({ ...edit, path: [...path, ...edit.path] })),
    warnings: warnings.map(warning => `${placeOf(source, workload)}: ${wordsOf(warning)}`),
  }
}
