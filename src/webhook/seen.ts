/**
 * What the rewriting of a Pod looks at. It is given nothing else: so two Pods
 * that are alike in this are rewritten alike, as all those of a controller are.
 * Their names, their tokens' volumes and what is beside differ, Pod by Pod.
 */
import { isList, isObject, type Fields } from '../config/values.ts'
import { recordOf } from '../pod/originals.ts'
import type { PodTemplate } from '../pod/types.ts'

const SPEC = ['hostNetwork', 'os', 'nodeSelector', 'restartPolicy']
const CONTAINER = [
  'name',
  'image',
  'ports',
  'env',
  'restartPolicy',
  'terminationMessagePath',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
]

/** The same of any object: what is of no Pod's form stays as it is, for others to refuse. */
export function seenOf(pod: Fields): Fields {
  const { metadata, spec } = pod
  // What an earlier rewriting has added may move, and then goes as a whole.
  const helper = helperIn(metadata)
  return {
    ...(metadata === undefined ? {} : { metadata: seenMetadata(metadata) }),
    ...(isObject(spec)
      ? {
          spec: {
            ...only(spec, SPEC),
            ...seenContainers(spec, 'initContainers', helper),
            ...seenContainers(spec, 'containers', helper),
          },
        }
      : { spec }),
  }
}

const helperIn = (metadata: unknown): string | undefined => {
  const template = { metadata } as PodTemplate
  const record =
    isObject(metadata) && isObject(metadata.annotations) ? recordOf(template) : undefined
  return record ? record.helper : undefined
}

/** Whether there is more than annotations decides what an undo leaves. */
const seenMetadata = (metadata: unknown): unknown => {
  if (!isObject(metadata)) return metadata
  const others = Object.keys(metadata).some(name => name !== 'annotations')
  return { ...only(metadata, ['annotations']), ...(others ? { name: '' } : {}) }
}

const seenContainers = (spec: Fields, list: string, helper: string | undefined): Fields => {
  const containers = spec[list]
  if (!isList(containers)) return only(spec, [list])
  return {
    [list]: containers.map(container =>
      isObject(container) && (helper === undefined || container.name !== helper)
        ? only(container, CONTAINER)
        : container,
    ),
  }
}

const only = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(
    names.filter(name => fields[name] !== undefined).map(name => [name, fields[name]]),
  )
