/** The annotations by which a Pod's author decides how it is rewritten. */
import { TARGETS } from '../config/types.ts'
import { isObject } from '../config/values.ts'
import type { Path, PodTemplate, Warning } from './types.ts'

/** What all of them begin with. */
const PREFIX = 'pipy-probes/'

/**
 * What an annotation may say, and whether `.<container>` behind its name makes it one container's.
 */
interface Setting {
  readonly values: readonly string[]
  readonly isByContainer: boolean
}

/** By the name behind the prefix. */
const SETTINGS = {
  rewrite: { values: ['true', 'false'], isByContainer: true },
  https: { values: ['passthrough', 'terminate'], isByContainer: true },
  target: { values: TARGETS, isByContainer: true },
  hooks: { values: ['rewrite', 'keep'], isByContainer: true },
  healthcheck: { values: ['container', 'sidecar'], isByContainer: false },
}

/** The annotations that are written by this project itself. */
const RECORDS: readonly string[] = ['originals', 'config']

/** What an annotation says for a container, or for the whole Pod; undefined where there is none. */
export function settingOf(
  template: PodTemplate,
  name: keyof typeof SETTINGS,
  container?: string,
): string | undefined {
  const annotations = template.metadata?.annotations ?? {}
  const own = container === undefined ? undefined : annotations[`${PREFIX}${name}.${container}`]
  return own ?? annotations[PREFIX + name]
}

/** Whether an annotation leaves a container’s probes alone. */
export const isOptedOut = (template: PodTemplate, container: string): boolean =>
  settingOf(template, 'rewrite', container) === 'false'

/**
 * The annotations that say nothing, or what is none of their values; in `metadata` of a template.
 */
export function settingFlaws(metadata: unknown): { path: Path; message: string }[] {
  const annotations = isObject(metadata) ? metadata.annotations : undefined
  if (!isObject(annotations)) return []
  return namesIn(annotations).flatMap(name => {
    if (RECORDS.includes(name)) return []
    const path = ['metadata', 'annotations', PREFIX + name]
    const setting = settingNamed(name)
    if (!setting) return [{ path, message: `is no annotation that is known: ${KNOWN}` }]
    const value = annotations[PREFIX + name]
    if (setting.values.some(one => one === value)) return []
    const wanted = setting.values.map(one => `"${one}"`).join(' or ')
    return [{ path, message: `is ${JSON.stringify(value)}, and ${wanted} is needed` }]
  })
}

/** Annotations for a container that is not in the Pod, or not yet. */
export function straySettings(template: PodTemplate): Warning[] {
  const { containers, initContainers } = template.spec
  const all = [...(initContainers ?? []), ...containers]
  return namesIn(template.metadata?.annotations ?? {}).flatMap(name => {
    const container = containerIn(name)
    if (container === '' || all.some(one => one.name === container)) return []
    return [
      {
        field: `metadata.annotations.${PREFIX}${name}`,
        message: `is for container "${container}", which is not in the Pod`,
      },
    ]
  })
}

const namesIn = (annotations: object): string[] =>
  Object.keys(annotations)
    .filter(key => key.startsWith(PREFIX))
    .map(key => key.substring(PREFIX.length))

/** A container's name has no dot: what is behind the first one is it. */
const containerIn = (name: string): string => name.split('.').slice(1).join('.')

const settingNamed = (name: string): Setting | undefined => {
  const key = Object.keys(SETTINGS).find(one => one === name.split('.')[0])
  const setting = key === undefined ? undefined : SETTINGS[key as keyof typeof SETTINGS]
  return setting && (!name.includes('.') || setting.isByContainer) ? setting : undefined
}

const KNOWN = Object.keys(SETTINGS)
  .map(name => PREFIX + name)
  .join(', ')
