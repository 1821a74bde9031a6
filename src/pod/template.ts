/**
 * The rewriting of a whole Pod, as edits: its probes, the annotation that keeps
 * their originals, the sidecar's config, and the helper container for TCP checks.
 * Every rewriting begins from the originals, so that doing it twice changes nothing.
 */
import type { Probe } from '../config/types.ts'
import { isEqual } from '../config/values.ts'
import { annotationEdits, missingIn } from './annotations.ts'
import { configFrom } from './config.ts'
import { contractOf } from './contract.ts'
import { applyEdits, handlerEdits, isRewritten, valueAt } from './edits.ts'
import type { Helper } from './helper.ts'
import { jsonOf } from './json.ts'
import { recordOf, restore, type Originals, type Rewritten } from './originals.ts'
import { mirrorWarning } from './outside.ts'
import { broughtBy, helperEdits, wantedHelper, type PlacementOptions } from './placement.ts'
import { probesOf } from './probes.ts'
import { rewriteProbes, type RewrittenProbe } from './rewrite.ts'
import { excessOf, givenTo, sidecarEdits } from './sidecar.ts'
import type { Edit, PodTemplate, Warning } from './types.ts'

/** How Pods are rewritten that do not say it themselves. */
export interface TemplateOptions extends PlacementOptions {
  /** Names of the container that is given the sidecar's config: the first that is in the Pod. */
  readonly sidecars: readonly string[]
}

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
  const originals = restore(template)
  const { probes, warnings } = rewriteProbes(originals, options.contract, options)
  if (mirror) return { edits: [], warnings: probes.length > 0 ? [mirror] : [] }
  const before = recordOf(template)
  const helper = wantedHelper(template, probes, options)
  const wanted = probes.length === 0 ? undefined : recordFor(template, probes, options, helper)
  const config = wanted?.sidecar && jsonOf(configFrom(originals, probes, options))
  const excess = config === undefined ? undefined : excessOf(config)
  if (excess) return { edits: [], warnings: [excess] }
  const edits = [
    ...probeEdits(template, originals, probes),
    // Before a container comes or goes, which moves those behind it.
    ...sidecarEdits(template, wanted?.sidecar, before?.sidecar),
    ...helperEdits(template, helper, options.helper.image),
    ...annotationEdits(template, before, wanted, config),
  ]
  return { edits, warnings }
}

/** The edits that give back the Pod as it was. */
export function undoTemplate(template: PodTemplate): Edit[] {
  const before = recordOf(template)
  if (!before) return []
  return [
    ...probeEdits(template, restore(template), []),
    ...sidecarEdits(template, undefined, before.sidecar),
    ...helperEdits(template, undefined),
    ...annotationEdits(template, before, undefined, undefined),
  ]
}

/** From each probe as it is now to the wanted one, or to its original. */
const probeEdits = (
  template: PodTemplate,
  originals: PodTemplate,
  wanted: readonly RewrittenProbe[],
): Edit[] =>
  probesOf(template).flatMap(({ path, probe }) => {
    const rewritten = wanted.find(({ declared }) => samePath(declared.path, path))?.probe
    return handlerEdits(path, probe, rewritten ?? (valueAt(originals, path) as Probe))
  })

const recordFor = (
  template: PodTemplate,
  probes: readonly RewrittenProbe[],
  options: TemplateOptions,
  helper: Helper | undefined,
): Rewritten => {
  const before = recordOf(template)
  const { contract, https, target, sidecars } = options
  const sidecar = givenTo(template, sidecars, before?.sidecar)
  return {
    originals: originalsFrom(probes, before),
    ...(helper ? { helper: helper.name } : {}),
    ...broughtBy(template, helper),
    ...(isEqual(contract, contractOf('osm')) ? {} : { contract }),
    ...(https === 'terminate' ? { https } : {}),
    ...(target === 'POD_IP' ? { target } : {}),
    ...(sidecar ? { sidecar } : {}),
    added: before?.added ?? missingIn(template),
  }
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

const samePath = (one: Edit['path'], other: Edit['path']): boolean =>
  one.join('/') === other.join('/')
