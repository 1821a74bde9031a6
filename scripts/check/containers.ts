/** What a container's status tells: whether it could start, how it ended, whether it runs. */
import { finding, type Finding } from './finding.ts'

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

/** An init container that ends: it must have ended well. */
export function checkInit(status: ContainerStatus): Finding[] {
  const start = checkStart(status)
  if (start.length > 0) return start
  const ended = status.state?.terminated ?? status.lastState?.terminated
  if (!ended || ended.exitCode === 0) return []
  const shows = status.state?.waiting?.reason ?? ended.reason ?? ''
  return [finding('init-failed', { container: status.name }, `exit code ${ended.exitCode}`, shows)]
}

/** A container that stays; `helper` is the name of the one that answers TCP checks. */
export function checkContainer(status: ContainerStatus, helper: string): Finding[] {
  const start = checkStart(status)
  return start.length > 0 ? start : [...checkEnd(status), ...checkRunning(status, helper)]
}

/** How its last run ended. */
const checkEnd = (status: ContainerStatus): Finding[] => {
  const place = { container: status.name }
  const isLooping = status.state?.waiting?.reason === 'CrashLoopBackOff'
  return [
    ...(lastEnd(status)?.reason === 'OOMKilled'
      ? [finding('out-of-memory', place, endWords(status))]
      : []),
    ...(isLooping ? [finding('crash-loop', place, endWords(status), 'CrashLoopBackOff')] : []),
  ]
}

const checkRunning = (status: ContainerStatus, helper: string): Finding[] => {
  const { name, state, ready, restartCount = 0 } = status
  const place = { container: name }
  if (state?.running === undefined) return checkStopped(status, helper)
  return [
    ...(restartCount > 0
      ? [finding('container-restarted', place, `${restartCount} times, last ${endWords(status)}`)]
      : []),
    ...(ready === false ? [finding('container-not-ready', place, '', 'Running, READY false')] : []),
  ]
}

/** Only those that answer probes are missed while they do not run. */
const checkStopped = (status: ContainerStatus, helper: string): Finding[] => {
  const { name, state, image = '' } = status
  if (BEFORE_START.includes(state?.waiting?.reason ?? '')) return []
  const found = endWords(status)
  if (name === helper) return [finding('helper-not-running', { container: name }, found)]
  return image.includes('pipy') ? [finding('sidecar-not-running', { container: name }, found)] : []
}

const lastEnd = ({ state, lastState }: ContainerStatus): ContainerState['terminated'] =>
  lastState?.terminated ?? state?.terminated

/** `exit code 137, OOMKilled`; `''` for a container that has not ended yet. */
const endWords = (status: ContainerStatus): string => {
  const end = lastEnd(status)
  if (!end) return ''
  return `exit code ${end.exitCode}${end.reason ? `, ${end.reason}` : ''}`
}

const BEFORE_START = ['PodInitializing', 'ContainerCreating']
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
