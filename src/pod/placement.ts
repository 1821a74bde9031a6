/**
 * Where the helper container stands. Usually it is the last of the containers.
 * In a Pod that ends by itself it has to be a native sidecar, which nobody
 * waits for; and where there are native sidecars it is the first of them, since
 * their startupProbes are asked for before any regular container runs.
 */
import { hasMeshHelper, healthcheckFor, type Choices } from './choices.ts'
import { contractOf, helperName, type Contract } from './contract.ts'
import { applyEdits } from './edits.ts'
import { helperChanges, helperContainer, type Helper, type HelperOptions } from './helper.ts'
import { recordOf, type Rewritten } from './record.ts'
import type { RewrittenProbe } from './rewrite.ts'
import { endsByItself, isNative } from './start.ts'
import type { Container, Edit, Path, PodTemplate } from './types.ts'

/** What decides on the helper. */
export interface PlacementOptions extends Choices {
  readonly contract: Contract
  readonly helper: HelperOptions
}

/**
 * The container that is to answer TCP checks; undefined where
 * none is needed, or a mesh has put its own there.
 */
export function wantedHelper(
  template: PodTemplate,
  probes: readonly RewrittenProbe[],
  options: PlacementOptions,
): Helper | undefined {
  const name = helperName(options.contract)
  const checks = probes
    .filter(({ original }) => original.scheme === 'TCP')
    .map(({ original, target }) => ({ port: original.port, target }))
  const isOurs = !hasMeshHelper(template, options.contract)
  if (
    checks.length === 0 ||
    !isOurs ||
    healthcheckFor(template, options.contract, options) === 'sidecar'
  )
    return undefined
  return helperContainer(name, checks, options.contract, options.helper, isAmongNatives(template))
}

const isAmongNatives = (template: PodTemplate): boolean =>
  endsByItself(template) ||
  (template.spec.initContainers ?? []).some(
    container => isNative(container) && container.name !== recordOf(template)?.helper,
  )

/** From the container that an earlier rewriting added, whatever its name was, to the wanted one. */
export function helperEdits(
  template: PodTemplate,
  wanted: Helper | undefined,
  image?: string,
): Edit[] {
  const record = recordOf(template)
  const present = locate(template, record?.helper)
  if (!present) return wanted ? addition(template, wanted) : []
  if (!wanted) return removal(template, present.path, record?.brought)
  const port = (record?.contract ?? contractOf('osm')).ports.healthcheck
  const changes = (path: Path) => helperChanges(path, present.container, wanted, port, image)
  if (isInitial(present.path) === isInitial(placeOf(wanted))) return changes(present.path)
  // What an operator has changed in it goes with it.
  return [
    ...removal(template, present.path, record?.brought),
    ...addition(
      template,
      applyEdits(present.container, [
        ...changes([]),
        { path: ['restartPolicy'], value: wanted.restartPolicy },
      ]),
    ),
  ]
}

/** What the helper brings with it beside itself, and is to be as it was after an undo. */
export function broughtBy(
  template: PodTemplate,
  wanted: Helper | undefined,
): Pick<Rewritten, 'brought'> {
  const record = recordOf(template)
  const present = locate(template, record?.helper)
  if (!wanted || !isInitial(placeOf(wanted))) return {}
  if (present && isInitial(present.path))
    return record?.brought === undefined ? {} : { brought: record.brought }
  const { initContainers } = template.spec
  if (initContainers === undefined) return { brought: 'initContainers' }
  return initContainers === null ? { brought: 'null initContainers' } : {}
}

const placeOf = ({ restartPolicy }: Container): Path => [
  'spec',
  restartPolicy === 'Always' ? 'initContainers' : 'containers',
]

const isInitial = (path: Path): boolean => path[1] === 'initContainers'

const locate = (
  { spec }: PodTemplate,
  name: string | undefined,
): { container: Container; path: Path } | undefined =>
  LISTS.flatMap(list =>
    (spec[list] ?? []).map((container, index) => ({ container, path: ['spec', list, index] })),
  ).find(({ container }) => name !== undefined && container.name === name)

const LISTS = ['initContainers', 'containers'] as const

const addition = ({ spec }: PodTemplate, container: Container): Edit[] => {
  const path = placeOf(container)
  if (!isInitial(path)) return [{ path: [...path, spec.containers.length], value: container }]
  const count = (spec.initContainers ?? []).length
  if (!spec.initContainers) return [{ path, value: [container] }]
  return [{ path: [...path, 0], value: container, ...(count > 0 ? { isInsertion: true } : {}) }]
}

const removal = ({ spec }: PodTemplate, path: Path, brought: Rewritten['brought']): Edit[] => {
  if (!isInitial(path) || (spec.initContainers ?? []).length > 1)
    return [{ path, value: undefined }]
  const before = brought === undefined ? [] : null
  return [
    {
      path: ['spec', 'initContainers'],
      value: brought === 'initContainers' ? undefined : before,
    },
  ]
}
