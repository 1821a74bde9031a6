/** The Pods whose probes no mesh gets in the way of, and those that nobody can change. */
import type { PodTemplate, Warning } from './types.ts'

/** Why a Pod is in no mesh of Pipy's; undefined where it may be. */
export function outsideMesh({ spec }: PodTemplate): Warning | undefined {
  if (spec.hostNetwork === true)
    return {
      field: 'spec.hostNetwork',
      message: 'is true, so that no mesh is in the way: the probes stay as they are',
    }
  if (spec.os?.name === 'windows') return onWindows('spec.os.name')
  const label = OS_LABELS.find(one => spec.nodeSelector?.[one] === 'windows')
  return label === undefined ? undefined : onWindows(`spec.nodeSelector.${label}`)
}

const OS_LABELS = ['kubernetes.io/os', 'beta.kubernetes.io/os']

const onWindows = (field: string): Warning => ({
  field,
  message: 'is windows, where no mesh of Pipy’s is in the way: the probes stay as they are',
})

/** What the API server shows of a static Pod: only its file on the node can be changed. */
export const mirrorWarning = ({ metadata }: PodTemplate): Warning | undefined =>
  (metadata?.annotations ?? {})[MIRROR] === undefined
    ? undefined
    : {
        field: `metadata.annotations.${MIRROR}`,
        message:
          'says that this is the mirror of a static Pod, which stays as it is: ' +
          'rewrite its file on the node',
      }

const MIRROR = 'kubernetes.io/config.mirror'
