/** The guide's steps 2 and 3 from a Pod's status: scheduling, then each container. */
import { healthcheckPath, type Contract } from '../../src/pod/contract.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { checkContainer, checkInit, type ContainerStatus } from './containers.ts'
import { finding, type Finding } from './finding.ts'

/** A Pod’s status as the API gives it, as far as it is read here. */
export interface PodStatus {
  readonly phase?: string
  readonly conditions?: readonly {
    readonly type: string
    readonly status: string
    readonly reason?: string
    readonly message?: string
  }[]
  readonly containerStatuses?: readonly ContainerStatus[]
  readonly initContainerStatuses?: readonly ContainerStatus[]
}

/** Findings of a Pod's status; none where it has none yet. */
export function checkStatus(
  template: PodTemplate,
  status: PodStatus | undefined,
  contract: Contract,
): Finding[] {
  if (!status) return []
  const unscheduled = status.conditions?.find(
    condition => condition.type === 'PodScheduled' && condition.status === 'False',
  )
  if (unscheduled) {
    const { reason = '', message = '' } = unscheduled
    return [finding('pod-unschedulable', {}, reason, message)]
  }
  const inits = status.initContainerStatuses ?? []
  const staying = inits.filter(({ name }) => staysOf(template).includes(name))
  const helper = healthcheckPath(contract).slice(1)
  return [
    ...inits.filter(one => !staying.includes(one)).flatMap(checkInit),
    ...[...staying, ...(status.containerStatuses ?? [])].flatMap(one =>
      checkContainer(one, helper),
    ),
  ]
}

/** Init containers that are sidecars: they go on running. */
const staysOf = (template: PodTemplate): string[] =>
  (template.spec.initContainers ?? [])
    .filter(({ restartPolicy }) => restartPolicy === 'Always')
    .map(({ name }) => name)
