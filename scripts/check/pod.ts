/** All that can be said of one Pod, worst first. */
import type { Contract } from '../../src/pod/contract.ts'
import type { Workload } from '../../src/pod/workloads.ts'
import type { Target } from '../kubelet/probe.ts'
import { CODES, type CodeName, type Finding } from './codes.ts'
import { checkConfig } from './config.ts'
import { checkEvents, type Event } from './events.ts'
import { checkInterception } from './interception.ts'
import { checkLive } from './live.ts'
import { checkProbes } from './probes.ts'
import { checkStatus, type PodStatus } from './status.ts'

/** What there is beside the Pod to compare it with. */
export interface Evidence {
  readonly contract: Contract
  /** Undefined where none was given; anything else is looked at. */
  readonly config: unknown
  readonly rules: string | undefined
  readonly events: readonly Event[]
  readonly target: Target | undefined
}

/** What was found of one Pod, worst first. */
export interface Report {
  readonly kind: string
  readonly name: string
  readonly findings: readonly Finding[]
}

/** Goes through the guide’s three steps. `status` is the Pod’s own, undefined for a manifest. */
export async function checkPod(
  workload: Workload,
  status: unknown,
  evidence: Evidence,
): Promise<Report> {
  const { template, kind, name } = workload
  const found = [
    ...checkProbes(template, evidence.contract),
    ...(evidence.config === undefined
      ? []
      : checkConfig(template, evidence.contract, evidence.config)),
    ...checkInterception(template, evidence.contract, evidence.rules),
    ...checkStatus(template, status as PodStatus | undefined, evidence.contract),
    ...checkEvents(evidence.events, name),
    ...(evidence.target ? await checkLive(template, evidence.target) : []),
  ]
  return { kind, name, findings: found.sort((one, other) => rank(one) - rank(other)) }
}

/** Errors before warnings, then by the guide's steps: the cause before what it leads to. */
const rank = ({ code }: Finding): number =>
  (CODES[code].severity === 'error' ? 0 : 10) + CODES[code].step

/** Why an answer was what it was, by the findings of the same probe in the guide's first step. */
export const causesOf = (finding: Finding, all: readonly Finding[]): CodeName[] =>
  CODES[finding.code].step !== 3
    ? []
    : all
        .filter(
          other =>
            CODES[other.code].step === 1 &&
            (finding.container === '' || other.container === finding.container) &&
            (finding.field === '' || other.field.startsWith(finding.field) || other.field === ''),
        )
        .map(other => other.code)
