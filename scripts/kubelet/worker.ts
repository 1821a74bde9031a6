/** What a verdict does to a container: the kubelet's loop (pkg/kubelet/prober/worker.go). */
import type { Probe } from '../../src/config/types.ts'
import type { KindName } from '../../src/kinds.ts'
import { isHealthy, type Verdict } from './verdict.ts'

/** What the kubelet knows of one probe between two runs. */
export interface State {
  /** What the kubelet holds to be so. */
  readonly result: 'success' | 'failure' | 'unknown'
  /** Whether the last run was healthy; undefined before the first. */
  readonly last: boolean | undefined
  /** How many runs in a row have been like the last. */
  readonly run: number
  /** A liveness or startup probe that has failed stops until the container is new. */
  readonly stopped: boolean
}

/** What it holds to be so before it knows. */
const INITIAL: Record<KindName, State['result']> = {
  readiness: 'failure',
  liveness: 'success',
  startup: 'unknown',
}

/** Before the first run. */
export const initialState = (kind: KindName): State => ({
  result: INITIAL[kind],
  last: undefined,
  run: 0,
  stopped: false,
})

/** The state after one more verdict; an error of the prober's own moves nothing. */
export function nextState(state: State, kind: KindName, probe: Probe, verdict: Verdict): State {
  if (state.stopped || verdict.result === 'unknown') return state
  const healthy = isHealthy(verdict)
  const run = state.last === healthy ? state.run + 1 : 1
  const threshold = healthy ? probe.successThreshold || 1 : probe.failureThreshold || 3
  if (run < threshold) return { ...state, last: healthy, run }
  const result = healthy ? 'success' : 'failure'
  // Startup ends with its first success; both it and liveness end with the container.
  const stopped = kind === 'startup' || (kind === 'liveness' && !healthy)
  return { result, last: healthy, run, stopped }
}

/** `2 of 3 failures`, and what the kubelet does at the end of the count. */
export function outlook({ last, run, stopped }: State, kind: KindName, probe: Probe): string {
  if (last === undefined) return ''
  const threshold = last ? probe.successThreshold || 1 : probe.failureThreshold || 3
  const count = `${Math.min(run, threshold)} of ${threshold} ${last ? 'successes' : 'failures'}`
  const reached = run >= threshold
  if (last) return reached ? (kind === 'startup' ? 'started' : '') : count
  const end = kind === 'readiness' ? 'not ready' : 'restart'
  return stopped || reached ? `${count}: ${end}` : `${count}, then ${end}`
}

/** Whether this probe waits: liveness and readiness begin when startup has succeeded. */
export const waitsForStartup = (kind: KindName, startup: State | undefined): boolean =>
  kind !== 'startup' && startup !== undefined && startup.result !== 'success'
