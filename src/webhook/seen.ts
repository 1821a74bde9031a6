/**
 * What the rewriting of a Pod looks at. It is given nothing else: so two Pods
 * that are alike in this are rewritten alike, as all those of a controller are.
 * Their names, their tokens' volumes and what is beside differ, Pod by Pod.
 */
import { isList, isObject, type Fields } from '../config/values.ts'
import { recordOf } from '../pod/record.ts'
import type { PodTemplate } from '../pod/types.ts'

/** The same of any object: what is of no Pod's form stays as it is, for others to refuse. */
export function seenOf({ metadata, spec }: Fields): Fields {
  if (!isObject(spec)) return { metadata: seenMetadata(metadata), spec }
  // What an earlier rewriting has added may move, and then goes as a whole.
  const helper = helperIn(metadata)
  return {
    metadata: seenMetadata(metadata),
    spec: {
      hostNetwork: spec.hostNetwork,
      os: spec.os,
      nodeSelector: spec.nodeSelector,
      restartPolicy: spec.restartPolicy,
      terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds,
      initContainers: seenContainers(spec.initContainers, helper),
      containers: seenContainers(spec.containers, helper),
    },
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
  const { annotations } = metadata
  const others = Object.keys(metadata).some(name => name !== 'annotations')
  if (annotations === undefined) return others ? { name: '' } : {}
  return others ? { name: '', annotations } : { annotations }
}

const seenContainers = (containers: unknown, helper: string | undefined): unknown =>
  isList(containers)
    ? containers.map(container =>
        isObject(container) && (helper === undefined || container.name !== helper)
          ? seenContainer(container)
          : container,
      )
    : containers

const seenContainer = (container: Fields): Fields => ({
  name: container.name,
  image: container.image,
  ports: container.ports,
  env: container.env,
  restartPolicy: container.restartPolicy,
  terminationMessagePath: container.terminationMessagePath,
  livenessProbe: container.livenessProbe,
  readinessProbe: container.readinessProbe,
  startupProbe: container.startupProbe,
  lifecycle: container.lifecycle,
})
