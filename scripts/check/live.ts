/** `--live`: the Pod's probes, asked as the kubelet would. */
import { probesOf } from '../../src/pod/probes.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { runProbe, type Target } from '../kubelet/probe.ts'
import { isHealthy } from '../kubelet/verdict.ts'
import { codeOf } from './answers.ts'
import { finding, type Finding } from './codes.ts'

/** A finding for each probe that fails now. */
export async function checkLive(template: PodTemplate, target: Target): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { container, kind, probe } of probesOf(template)) {
    const verdict = await runProbe(probe, container, target)
    if (!verdict || isHealthy(verdict)) continue
    const isTcp =
      (probe.httpGet?.httpHeaders ?? []).some(({ name }) => /^original-tcp-port$/i.test(name)) ||
      probe.httpGet?.path?.endsWith('-healthcheck')
    // The port in the message tells the healthcheck's words from an application's.
    const shows = `${kind.name} probe failed: ${verdict.message}`
    findings.push(
      finding(
        codeOf(isTcp ? verdict.message : `:15901 ${verdict.message}`) ?? 'answer-failure',
        { container: container.name, field: kind.field },
        '',
        shows,
      ),
    )
  }
  return findings
}
