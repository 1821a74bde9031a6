/** The annotation of an earlier rewriting, which anyone may have edited. */
import { ORIGINALS, recordOf } from '../../src/pod/record.ts'
import type { Workload } from '../../src/pod/workloads.ts'
import { InputError } from '../error.ts'
import type { ManifestDocument } from './documents.ts'

/** @throws InputError where the annotation is none of ours. */
export function refuseBrokenRecord(workload: Workload, source: ManifestDocument): void {
  if (workload.template.metadata?.annotations?.[ORIGINALS] === undefined) return
  try {
    if (recordOf(workload.template)) return
  } catch {
    // Said below.
  }
  throw new InputError(
    `${placeOf(source, workload)}: annotation "${ORIGINALS}" is not one of ours: ` +
      'remove it, or give back the manifest from before the rewriting',
  )
}

/** `shop.yaml: document 2 (Deployment "cart")`. */
export const placeOf = (
  { file, number }: ManifestDocument,
  workload: Workload | undefined,
): string =>
  `${file}: document ${number}${workload ? ` ${inParentheses(workload.kind, workload.name)}` : ''}`

/** `(Deployment "cart")`. */
export const inParentheses = (kind: string, name: string): string =>
  name === '' ? `(${kind})` : `(${kind} "${name}")`
