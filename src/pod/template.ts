/**
 * The rewriting of a whole Pod, as edits: its probes, the annotation that keeps
 * their originals, the sidecar's config, and the helper container for TCP checks.
 * Every rewriting begins from the originals, so that doing it twice changes nothing.
 */
import type { Probe } from '../config/types.ts'
import { isEqual, unique } from '../config/values.ts'
import { annotationEdits, missingIn } from './annotations.ts'
import { configFrom } from './config.ts'
import { contractOf, healthcheckPath, type Contract } from './contract.ts'
import { applyEdits, handlerEdits, isRewritten, valueAt } from './edits.ts'
import { helperChanges, helperContainer, type Helper, type HelperOptions } from './helper.ts'
import { recordOf, restore, type Originals, type Rewritten } from './originals.ts'
import { probesOf } from './probes.ts'
import { rewriteProbes, type Https, type RewrittenProbe } from './rewrite.ts'
import { givenTo, sidecarEdits } from './sidecar.ts'
import type { Edit, PodTemplate, Warning } from './types.ts'

/** How a Pod is rewritten. */
export interface TemplateOptions {
  readonly contract: Contract
  readonly https: Https
  /** Undefined where the sidecar answers TCP checks itself. */
  readonly helper: HelperOptions | undefined
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
  const before = recordOf(template)
  const originals = restore(template)
  const { probes, warnings } = rewriteProbes(originals, options.contract, options.https)
  const helper = wantedHelper(template, before, probes, options)
  const wanted =
    probes.length === 0 ? undefined : recordFor(template, before, probes, options, helper)
  const edits = [
    ...probeEdits(template, originals, probes),
    // Before a container is taken away, which moves those behind it.
    ...sidecarEdits(template, wanted?.sidecar, before?.sidecar),
    ...helperEdits(template, before, helper, options.helper?.image),
    ...annotationEdits(
      template,
      before,
      wanted,
      wanted?.sidecar && configFrom(probes, options.helper ? 'container' : 'sidecar'),
    ),
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
    ...helperEdits(template, before, undefined),
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

/**
 * The container that is to answer TCP checks; undefined where
 * none is needed, or a mesh has put its own there.
 */
const wantedHelper = (
  template: PodTemplate,
  before: Rewritten | undefined,
  probes: readonly RewrittenProbe[],
  { contract, helper }: TemplateOptions,
): Helper | undefined => {
  const name = healthcheckPath(contract).substring(1)
  const ports = unique(
    probes.filter(({ original }) => original.scheme === 'TCP').map(({ original }) => original.port),
  )
  const isTaken =
    template.spec.containers.some(container => container.name === name) && before?.helper !== name
  return helper && ports.length > 0 && !isTaken
    ? helperContainer(name, ports, contract, helper)
    : undefined
}

/** From the container that an earlier rewriting added, whatever its name was, to the wanted one. */
const helperEdits = (
  template: PodTemplate,
  before: Rewritten | undefined,
  wanted: Helper | undefined,
  image?: string,
): Edit[] => {
  const { containers } = template.spec
  const index =
    before?.helper === undefined ? -1 : containers.findIndex(({ name }) => name === before.helper)
  const present = containers[index]
  if (!present)
    return wanted ? [{ path: ['spec', 'containers', containers.length], value: wanted }] : []
  const path = ['spec', 'containers', index]
  const contract = before?.contract ?? contractOf('osm')
  return wanted
    ? helperChanges(path, present, wanted, contract.ports.healthcheck, image)
    : [{ path, value: undefined }]
}

const recordFor = (
  template: PodTemplate,
  before: Rewritten | undefined,
  probes: readonly RewrittenProbe[],
  { contract, https, sidecars }: TemplateOptions,
  helper: Helper | undefined,
): Rewritten => {
  const sidecar = givenTo(template, sidecars, before?.sidecar)
  return {
    originals: originalsFrom(probes, before),
    ...(helper ? { helper: helper.name } : {}),
    ...(sidecar ? { sidecar } : {}),
    ...(isEqual(contract, contractOf('osm')) ? {} : { contract }),
    ...(https === 'terminate' ? { https } : {}),
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
      value:
        before?.originals[container.name]?.[kind.field] ??
        (probe.tcpSocket ? { tcpSocket: probe.tcpSocket } : { httpGet: kept(probe) }),
    })),
  )

const kept = ({ httpGet }: Probe): object =>
  Object.fromEntries(Object.entries({ ...httpGet }).filter(entry => isRewritten(entry[0])))

const samePath = (one: Edit['path'], other: Edit['path']): boolean =>
  one.join('/') === other.join('/')
