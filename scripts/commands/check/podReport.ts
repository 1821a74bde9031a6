/** One Pod of a cluster, checked by what was gathered of it. */
import { resolvePort } from '../../../src/pod/handlers.ts'
import { probesOf } from '../../../src/pod/probes.ts'
import { flawOf, workloadsOf, type Workload } from '../../../src/pod/workloads.ts'
import type { Event } from '../../check/events.ts'
import type { Finding } from '../../check/finding.ts'
import { checkPod, type Evidence, type Report } from '../../check/pod.ts'
import { InputError } from '../../error.ts'
import type { Forward } from '../../kubectl/forward.ts'
import type { Gathered } from '../../kubectl/gather.ts'
import type { ClusterPod } from '../../kubectl/pod.ts'
import { refuseBrokenRecord } from '../../manifests/record.ts'
import type { Options } from '../command.ts'
import { contractFrom } from '../options.ts'
import { configFrom } from './evidence.ts'

/** A Pod, what was found of it, and what it was found by. */
export interface PodReport {
  readonly pod: ClusterPod
  readonly workload: Workload
  readonly report: Report
  readonly gathered: Gathered
}

/** `given` is what the user has of it already, which comes before what the cluster says. */
export type Given = Omit<Evidence, 'contract'>

/**
 * Lets go of what was gathered.
 * @throws InputError for a Pod that cannot be understood: an annotation that was edited.
 */
export async function reportOf(
  pod: ClusterPod,
  gathered: Gathered,
  events: readonly Event[],
  given: Given,
  options: Options,
): Promise<PodReport> {
  const { forward } = gathered
  try {
    const workload = workloadOf(pod)
    const contract = contractFrom(options, workload.template)
    const status = workload.kind === 'Pod' ? pod.status : undefined
    const evidence = { ...evidenceOf(gathered, events, given), contract }
    const report = await checkPod(workload, status, evidence)
    // What kubectl says of a connection has been read in whole when it has ended.
    await forward?.close()
    const known = (one: Finding) => refusedIn(one, workload, forward)
    const fix = { ...report.fix, left: report.fix.left.map(known) }
    const findings = report.findings.map(known)
    return { pod, workload, gathered, report: { ...report, findings, fix } }
  } finally {
    await forward?.close()
  }
}

const evidenceOf = (gathered: Gathered, events: readonly Event[], given: Given): Given => ({
  ...given,
  config: given.config ?? (gathered.config === undefined ? undefined : configFrom(gathered.config)),
  rules: given.rules ?? gathered.rules,
  events: [...given.events, ...events],
  target:
    given.target ?? (gathered.forward && { podIP: '127.0.0.1', portMap: gathered.forward.portMap }),
})

const workloadOf = (object: ClusterPod): Workload => {
  const { name } = object.metadata
  const flaw = flawOf(object, false)
  const [workload] = workloadsOf(object, false)
  if (flaw || !workload)
    throw new InputError(`"${name}": ${flaw?.path.join('.') ?? ''} ${flaw?.message ?? 'is no Pod'}`)
  refuseBrokenRecord(workload, { file: 'the cluster', number: 1, line: 0, text: '' })
  return workload
}

/** A port-forward accepts every connection, and closes it where the Pod refuses it. */
const refusedIn = (one: Finding, { template }: Workload, forward: Forward | undefined): Finding => {
  const asked = probesOf(template).find(
    ({ container, kind }) => container.name === one.container && kind.field === one.field,
  )
  const isLive = asked !== undefined && one.shows.startsWith(asked.kind.name)
  if (one.code !== 'answer-reset' || !isLive) return one
  const port = resolvePort(asked.container, (asked.probe.httpGet ?? asked.probe.grpc)?.port)
  return forward?.refused.has(port)
    ? { ...one, code: 'answer-refused', shows: refusedWords(one, port) }
    : one
}

const refusedWords = ({ shows }: Finding, port: number): string =>
  `${shows.split(': ')[0]}: connect to port ${port} of the Pod: connection refused`
