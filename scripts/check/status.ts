/** The guide's steps 2 and 3 from a Pod's status: scheduling, start, restarts. */
import { healthcheckPath, type Contract } from '../../src/pod/contract.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { finding, type Finding } from './codes.ts'

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string }
  readonly running?: object
  readonly terminated?: {
    readonly exitCode?: number
    readonly reason?: string
    readonly message?: string
  }
}

/** A container’s status as the API gives it, as far as it is read here. */
export interface ContainerStatus {
  readonly name: string
  readonly ready?: boolean
  readonly restartCount?: number
  readonly image?: string
  readonly state?: ContainerState
  readonly lastState?: ContainerState
}

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
  const unschedulable = status.conditions?.find(
    ({ type, status: state }) => type === 'PodScheduled' && state === 'False',
  )
  if (unschedulable)
    return [
      finding('pod-unschedulable', {}, unschedulable.reason ?? '', unschedulable.message ?? ''),
    ]
  const staying = new Set(
    (template.spec.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  )
  const inits = status.initContainerStatuses ?? []
  return [
    ...inits.filter(({ name }) => !staying.has(name)).flatMap(checkInit),
    ...[
      ...inits.filter(({ name }) => staying.has(name)),
      ...(status.containerStatuses ?? []),
    ].flatMap(one => checkContainer(one, healthcheckPath(contract).slice(1))),
  ]
}

const checkInit = (status: ContainerStatus): Finding[] => {
  const start = checkStart(status)
  if (start.length > 0) return start
  const ended = status.state?.terminated ?? status.lastState?.terminated
  if (!ended || ended.exitCode === 0) return []
  return [
    finding(
      'init-failed',
      { container: status.name },
      `exit code ${ended.exitCode}`,
      status.state?.waiting?.reason ?? ended.reason ?? '',
    ),
  ]
}

const checkContainer = (status: ContainerStatus, helper: string): Finding[] => {
  const { name, state, lastState, restartCount = 0 } = status
  const start = checkStart(status)
  if (start.length > 0) return start
  const running = state?.running !== undefined
  const last = lastState?.terminated ?? state?.terminated
  const ended = last ? `exit code ${last.exitCode}${last.reason ? `, ${last.reason}` : ''}` : ''
  const place = { container: name }
  const isSidecar = (status.image ?? '').includes('pipy') && name !== helper
  const waits =
    state?.waiting?.reason === 'PodInitializing' || state?.waiting?.reason === 'ContainerCreating'
  return [
    ...(last?.reason === 'OOMKilled' ? [finding('out-of-memory', place, ended)] : []),
    ...(state?.waiting?.reason === 'CrashLoopBackOff'
      ? [finding('crash-loop', place, ended, 'CrashLoopBackOff')]
      : []),
    ...(!running && !waits && name === helper ? [finding('helper-not-running', place, ended)] : []),
    ...(!running && !waits && isSidecar ? [finding('sidecar-not-running', place, ended)] : []),
    ...(running && restartCount > 0
      ? [finding('container-restarted', place, `${restartCount} times, last ${ended}`)]
      : []),
    ...(running && status.ready === false
      ? [finding('container-not-ready', place, '', 'Running, READY false')]
      : []),
  ]
}

const IMAGE_REASONS = [
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
]
const CREATE_REASONS = [
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PreCreateHookError',
  'PostStartHookError',
]

const checkStart = ({ name, state }: ContainerStatus): Finding[] => {
  const { reason = '', message = '' } = state?.waiting ?? {}
  if (IMAGE_REASONS.includes(reason))
    return [finding('image-not-pulled', { container: name }, reason, message)]
  return CREATE_REASONS.includes(reason)
    ? [finding('container-not-created', { container: name }, reason, message)]
    : []
}
