/**
 * The rewriting of a whole Pod, as edits: its probes and hooks, the annotation that keeps
 * their originals, the sidecar's config, and the helper container for TCP checks.
 * Every rewriting begins from the originals, so that doing it twice changes nothing.
 */
import { isEqual } from '../config/values.ts'
import { annotationEdits, missingIn } from './annotations.ts'
import { healthcheckFor } from './choices.ts'
import { configFrom } from './config.ts'
import { contractOf } from './contract.ts'
import { applyEdits, handlerEdits, isRewritten, valueAt } from './edits.ts'
import type { Helper } from './helper.ts'
import { jsonOf } from './json.ts'
import { placedIn, restore } from './originals.ts'
import { recordOf, type Originals, type Rewritten } from './record.ts'
import { mirrorWarning } from './outside.ts'
import { broughtBy, helperEdits, wantedHelper, type PlacementOptions } from './placement.ts'
import { rewriteHandlers, type Rewriting } from './rewrite.ts'
import { excessOf, givenTo, sidecarEdits } from './sidecar.ts'
import type { Edit, Handlers, Path, PodTemplate, Warning } from './types.ts'

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
  const rewriting = rewriteHandlers(originals, options.contract, options)
  const { probes, warnings } = rewriting
  const changes = changesIn(rewriting)
  if (mirror) return { edits: [], warnings: changes.length > 0 ? [mirror] : [] }
  const before = recordOf(template)
  const helper = wantedHelper(template, probes, options)
  const wanted = changes.length === 0 ? undefined : recordFor(template, changes, options, helper)
  const config =
    wanted?.sidecar && jsonOf(configFrom(originals, options.contract, rewriting, options))
  const excess = config === undefined ? undefined : excessOf(config)
  if (excess) return { edits: [], warnings: [excess] }
  const edits = [
    ...changeEdits(template, originals, changes),
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
    ...changeEdits(template, restore(template), []),
    ...sidecarEdits(template, undefined, before.sidecar),
    ...helperEdits(template, undefined),
    ...annotationEdits(template, before, undefined, undefined),
  ]
}

/** A probe or a hook before and after. */
interface Change {
  readonly container: string
  /** Its name among the container's originals. */
  readonly field: string
  readonly path: Path
  readonly before: Handlers
  readonly after: Handlers
}

const changesIn = ({ probes, hooks }: Rewriting): Change[] => [
  ...probes.map(({ declared: { container, kind, path, probe: before }, probe: after }) => ({
    container: container.name,
    field: kind.field,
    path,
    before,
    after,
  })),
  ...hooks.map(({ declared: { container, name, path, hook: before }, hook: after }) => ({
    container: container.name,
    field: name,
    path,
    before,
    after,
  })),
]

/** From each probe or hook as it is now to the wanted one, or to its original. */
const changeEdits = (
  template: PodTemplate,
  originals: PodTemplate,
  changes: readonly Change[],
): Edit[] =>
  placedIn(template).flatMap(({ path, handler }) => {
    const change = changes.find(one => samePath(one.path, path))
    return handlerEdits(path, handler, change?.after ?? (valueAt(originals, path) as Handlers))
  })

const recordFor = (
  template: PodTemplate,
  changes: readonly Change[],
  options: TemplateOptions,
  helper: Helper | undefined,
): Rewritten => {
  const before = recordOf(template)
  const { contract, https, target, hooks, sidecars } = options
  const sidecar = givenTo(template, sidecars, before?.sidecar)
  return {
    originals: originalsFrom(changes, before),
    ...(helper ? { helper: helper.name } : {}),
    ...broughtBy(template, helper),
    ...(isEqual(contract, contractOf('osm')) ? {} : { contract }),
    ...(https === 'terminate' ? { https } : {}),
    ...(target === 'POD_IP' ? { target } : {}),
    ...(hooks === 'keep' ? { hooks } : {}),
    ...askedHealthcheck(template, options),
    ...(sidecar ? { sidecar } : {}),
    added: before?.added ?? missingIn(template),
  }
}

/** Who answers TCP checks, where that has not come about by default. */
const askedHealthcheck = (
  template: PodTemplate,
  options: TemplateOptions,
): Pick<Rewritten, 'healthcheck'> => {
  const healthcheck = healthcheckFor(template, options.contract, options)
  const usual = { ...options, healthcheck: undefined }
  return healthcheck === healthcheckFor(template, options.contract, usual) ? {} : { healthcheck }
}

/** What was recorded once stays as its author wrote it, whatever a cluster has filled in since. */
const originalsFrom = (changes: readonly Change[], before: Rewritten | undefined): Originals =>
  applyEdits(
    {},
    changes.map(({ container, field, before: handler }) => ({
      path: [container, field],
      value: before?.originals[container]?.[field] ?? handlerOf(handler),
    })),
  )

const handlerOf = (handlers: Handlers): object => {
  const { tcpSocket, grpc } = handlers
  if (tcpSocket) return { tcpSocket }
  return grpc ? { grpc } : { httpGet: kept(handlers) }
}

const kept = ({ httpGet }: Handlers): object =>
  Object.fromEntries(Object.entries({ ...httpGet }).filter(entry => isRewritten(entry[0])))

const samePath = (one: Edit['path'], other: Edit['path']): boolean =>
  one.join('/') === other.join('/')
