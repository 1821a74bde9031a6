/** All that can be said of one Pod, worst first. */
import type { Contract } from '../../src/pod/contract.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import type { Workload } from '../../src/pod/workloads.ts'
import type { Target } from '../kubelet/probe.ts'
import { rewriteAnew } from './anew.ts'
import { CODES, type CodeName, type Severity } from './codes.ts'
import { checkConfig } from './config.ts'
import { checkEvents, type Event } from './events.ts'
import type { Finding } from './finding.ts'
import { fixOf, type Fix, type Found } from './fix.ts'
import { checkInterception } from './interception.ts'
import { checkLive } from './live.ts'
import { checkProbes } from './probes.ts'
import { checkStatus, type PodStatus } from './status.ts'

/** What there is beside the Pod to compare it with. */
export interface Evidence {
  readonly contract: Contract
  /** What a helper container runs. */
  readonly script: string
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
  readonly fix: Fix
}

/** Goes through the guide’s three steps. `status` is the Pod’s own, undefined for a manifest. */
export async function checkPod(
  workload: Workload,
  status: unknown,
  evidence: Evidence,
): Promise<Report> {
  const { template, kind, name } = workload
  const { contract, script, config, rules, events, target } = evidence
  const anew = rewriteAnew(template, contract, script)
  const foundIn = (pod: PodTemplate): Found => ({
    own: checkProbes(pod, contract, anew.template),
    beside: [
      ...(config === undefined ? [] : checkConfig(pod, contract, config, anew.template)),
      ...checkInterception(pod, contract, rules),
    ],
  })
  const before = foundIn(template)
  const findings = [
    ...before.own,
    ...before.beside,
    ...checkStatus(template, status as PodStatus | undefined, contract),
    ...checkEvents(events, name),
    ...(target ? await checkLive(template, target) : []),
  ]
  findings.sort((one, other) => rank(one) - rank(other))
  return { kind, name, findings, fix: fixOf(findings, before, foundIn(anew.template), anew.edits) }
}

/** Errors, warnings, notes; each by the guide’s steps: the cause before what it leads to. */
const rank = ({ code }: Finding): number => RANKS[CODES[code].severity] + CODES[code].step

const RANKS: Record<Severity, number> = { error: 0, warning: 10, note: 20 }

/** Whether anything is wrong with a Pod. */
export const isHealthy = ({ findings }: Report): boolean =>
  findings.every(({ code }) => CODES[code].severity === 'note')

/** Why something goes wrong at run time: what step 1 has found of the same probe or container. */
export function causesOf(effect: Finding, all: readonly Finding[]): CodeName[] {
  if (CODES[effect.code].step !== 3) return []
  const isOfSame = ({ container, field }: Finding) =>
    (effect.container === '' || container === effect.container) &&
    (effect.field === '' || field === '' || field.startsWith(effect.field))
  return all.filter(one => CODES[one.code].step === 1 && isOfSame(one)).map(({ code }) => code)
}
