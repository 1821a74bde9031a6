/** Rewriting of objects in one step, and what holds for it whatever the Pod. */
import fc from 'fast-check'
import { stringify } from 'yaml'
import type { ManifestDocument } from '../../scripts/manifests/documents.ts'
import { applyEdits } from '../../src/pod/edits.ts'
import { rewriteTemplate, undoTemplate, type TemplateOptions } from '../../src/pod/template.ts'
import type { Edit } from '../../src/pod/types.ts'
import type { Suite } from '../suite.ts'
import { options, pod } from './generated.ts'

/** An object as a manifest has it: tests reach into it freely. */
export type Json = any

export const editsOf = (object: Json, chosen: TemplateOptions): readonly Edit[] =>
  rewriteTemplate(object, chosen).edits
export const rewritten = (object: Json, chosen: TemplateOptions): Json =>
  applyEdits(object, editsOf(object, chosen))
export const undone = (object: Json): Json => applyEdits(object, undoTemplate(object))

/** The containers of a Pod that have probes, those that begin it first. */
export const containersOf = ({ spec }: Json): Json[] => [
  ...(spec.initContainers ?? []),
  ...(spec.containers ?? []),
]
export const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const

/** A manifest of one document. */
export const documentOf = (text: string): ManifestDocument => ({
  file: 'pod',
  number: 1,
  line: 0,
  text,
})

/** An object's text, as YAML or JSON. */
export const asYaml = (value: unknown): string => stringify(value)
export const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Adds a test that checks generated Pods, and options to rewrite them with. */
export type Holds = (
  name: string,
  check: (object: Json, chosen: TemplateOptions) => void,
  runs?: number,
) => void
export const holdsIn =
  (test: Suite): Holds =>
  (name, check, runs = 500) =>
    test(name, () => fc.assert(fc.property(pod, options, check), { numRuns: runs }))
