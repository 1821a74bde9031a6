/** `--live`: the Pod's probes, asked as the kubelet would. */
import type { HttpGet, Probe } from '../../src/config/types.ts'
import { ORIGINAL_TCP_PORT } from '../../src/kinds.ts'
import { resolvePort } from '../../src/pod/handlers.ts'
import { probesOf } from '../../src/pod/probes.ts'
import type { Container, PodTemplate } from '../../src/pod/types.ts'
import { runProbe, type Target } from '../kubelet/probe.ts'
import { isHealthy } from '../kubelet/verdict.ts'
import { codeOf } from './answers.ts'
import { finding, type Finding } from './finding.ts'
import { hasHeader } from './httpGet.ts'

/** A finding for each probe that fails now; one after the other, since it is about each alone. */
export async function checkLive(template: PodTemplate, target: Target): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { container, kind, probe } of probesOf(template)) {
    if (!isReached(probe, container, target)) continue
    const verdict = await runProbe(probe, container, target)
    if (!verdict || isHealthy(verdict)) continue
    const place = { container: container.name, field: kind.field }
    const shows = `${kind.name} probe failed: ${verdict.message}`
    const code = codeOf(askedWords(probe) + verdict.message) ?? 'answer-failure'
    findings.push(finding(code, place, '', shows))
  }
  return findings
}

/** Behind a port-forward there are only the ports that it was given. */
const isReached = (probe: Probe, container: Container, { portMap }: Target): boolean => {
  const handler = probe.httpGet ?? probe.tcpSocket ?? probe.grpc
  return !portMap?.size || portMap.has(resolvePort(container, handler?.port))
}

/** The port tells an application's words from the healthcheck's, and the kubelet's have none. */
const askedWords = ({ httpGet }: Probe): string => (httpGet && isTcpCheck(httpGet) ? '' : ':15901 ')

const isTcpCheck = (httpGet: HttpGet): boolean =>
  hasHeader(httpGet, ORIGINAL_TCP_PORT) || (httpGet.path?.endsWith('-healthcheck') ?? false)
