/**
 * The rewriting of a whole Pod, as edits: its probes, the annotation that keeps
 * their originals, and the helper container for TCP checks. Every rewriting
 * begins from the originals, so that doing it twice changes nothing.
 */
import type { Probe } from '../config/types.ts'
import { contractOf } from './contract.ts'
import { isEqual } from '../config/values.ts'
import { applyEdits, handlerEdits, isRewritten, valueAt } from './edits.ts'
import type { Helper } from './helper.ts'
import { ORIGINALS, recordOf, restore, type Originals, type Rewritten } from './originals.ts'
import { mirrorWarning } from './outside.ts'
import { broughtBy, helperEdits, wantedHelper, type PlacementOptions } from './placement.ts'
import { probesOf } from './probes.ts'
import { rewriteProbes, type RewrittenProbe } from './rewrite.ts'
import type { Edit, PodTemplate, Warning } from './types.ts'

/** How Pods are rewritten that do not say it themselves. */
export type TemplateOptions = PlacementOptions

/** The edits of a rewriting, and what was left alone. */
export interface TemplateRewriting {
  readonly edits: readonly Edit[]
  readonly warnings: readonly Warning[]
}

/** The edits that make a Pod, rewritten before or not, one whose probes reach through the mesh. */
export function rewriteTemplate(
  template: PodTemplate,
  options: TemplateOptions,
): TemplateRewriting {
  const mirror = mirrorWarning(template)
  const { probes, warnings } = rewriteProbes(restore(template), options.contract, options)
  if (mirror) return { edits: [], warnings: probes.length > 0 ? [mirror] : [] }
  const helper = wantedHelper(template, probes, options)
  const edits = [
    ...probeEdits(
      template,
      path => probes.find(({ declared }) => samePath(declared.path, path))?.probe,
    ),
    ...helperEdits(template, helper, options.helper.image),
    ...annotationEdits(template, probes, options, helper),
  ]
  return { edits, warnings }
}

/** The edits that give back the Pod as it was. */
export function undoTemplate(template: PodTemplate): Edit[] {
  const record = recordOf(template)
  if (!record) return []
  return [
    ...probeEdits(template, () => undefined),
    ...helperEdits(template, undefined),
    ...removedAnnotation(template, record),
  ]
}

/** From each probe as it is now to the wanted one, or to its original. */
const probeEdits = (
  template: PodTemplate,
  wanted: (path: Edit['path']) => Probe | undefined,
): Edit[] => {
  const originals = restore(template)
  return probesOf(template).flatMap(({ path, probe }) =>
    handlerEdits(path, probe, wanted(path) ?? (valueAt(originals, path) as Probe)),
  )
}

const annotationEdits = (
  template: PodTemplate,
  probes: readonly RewrittenProbe[],
  options: TemplateOptions,
  helper: Helper | undefined,
): Edit[] => {
  const before = recordOf(template)
  if (probes.length === 0) return before ? removedAnnotation(template, before) : []
  const record: Rewritten = {
    originals: originalsFrom(probes, before),
    ...(helper ? { helper: helper.name } : {}),
    ...broughtBy(template, helper),
    ...(JSON.stringify(options.contract) === JSON.stringify(contractOf('osm'))
      ? {}
      : { contract: options.contract }),
    ...(options.https === 'terminate' ? { https: options.https } : {}),
    ...(options.target === 'POD_IP' ? { target: options.target } : {}),
    added: before?.added ?? missingIn(template),
  }
  return isEqual(record, before) ? [] : annotationEdit(template, JSON.stringify(record))
}

const annotationEdit = (template: PodTemplate, value: string): Edit[] => {
  if (!isPresent(template.metadata))
    return [{ path: ['metadata'], value: { annotations: { [ORIGINALS]: value } } }]
  if (!isPresent(template.metadata?.annotations))
    return [{ path: ['metadata', 'annotations'], value: { [ORIGINALS]: value } }]
  return [{ path: ['metadata', 'annotations', ORIGINALS], value }]
}

/** What stands in the way of the annotation, and is to be as it was after an undo. */
const missingIn = (template: PodTemplate): Rewritten['added'] => {
  if (template.metadata === null) return 'null metadata'
  if (template.metadata === undefined) return 'metadata'
  if (template.metadata.annotations === null) return 'null annotations'
  return template.metadata.annotations === undefined ? 'annotations' : 'annotation'
}

const removedAnnotation = (template: PodTemplate, { added }: Rewritten): Edit[] => {
  const onlyAnnotation = Object.keys(template.metadata?.annotations ?? {}).length === 1
  const onlyAnnotations = onlyAnnotation && Object.keys(template.metadata ?? {}).length === 1
  if (added.endsWith('metadata') && onlyAnnotations)
    return [{ path: ['metadata'], value: added === 'metadata' ? undefined : null }]
  // An API server may have put its own beside what the annotation brought with it.
  if (added !== 'annotation' && onlyAnnotation)
    return [
      { path: ['metadata', 'annotations'], value: added === 'null annotations' ? null : undefined },
    ]
  return [{ path: ['metadata', 'annotations', ORIGINALS], value: undefined }]
}

/** What was recorded once stays as its author wrote it, whatever a cluster has filled in since. */
const originalsFrom = (
  probes: readonly RewrittenProbe[],
  before: Rewritten | undefined,
): Originals =>
  applyEdits(
    {},
    probes.map(({ declared: { container, kind, probe } }) => ({
      path: [container.name, kind.field],
      value: before?.originals[container.name]?.[kind.field] ?? handlerOf(probe),
    })),
  )

const handlerOf = (probe: Probe): object => {
  if (probe.tcpSocket) return { tcpSocket: probe.tcpSocket }
  return probe.grpc ? { grpc: probe.grpc } : { httpGet: kept(probe) }
}

const kept = ({ httpGet }: Probe): object =>
  Object.fromEntries(Object.entries({ ...httpGet }).filter(entry => isRewritten(entry[0])))

const isPresent = (value: unknown): boolean => value !== undefined && value !== null

const samePath = (one: Edit['path'], other: Edit['path']): boolean =>
  one.join('/') === other.join('/')
