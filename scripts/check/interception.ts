/** Do the probe ports bypass the proxy, by the rules that are given or by the init container's command? */
import type { Contract } from '../../src/pod/contract.ts'
import { probesOf } from '../../src/pod/probes.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { finding, type Finding } from './codes.ts'

/** `rules` is what `iptables-save` or `pipy-probes iptables` prints; undefined to look into the init containers. */
export function checkInterception(
  template: PodTemplate,
  contract: Contract,
  rules: string | undefined,
): Finding[] {
  const text = rules ?? initCommands(template)
  if (text === undefined) return []
  const excluded = new Set(excludedPorts(text))
  const ports = Object.values(contract.ports)
  return probesOf(template).flatMap(({ probe, container, kind }) => {
    const port = Number(probe.httpGet?.port)
    const place = { container: container.name, field: `${kind.field}.httpGet.port` }
    return ports.includes(port) && !excluded.has(port)
      ? [finding('port-intercepted', place, `${port}`)]
      : []
  })
}

/** The command of an init container that sets up the interception; undefined where there is none. */
const initCommands = (template: PodTemplate): string | undefined => {
  const texts = (template.spec.initContainers ?? [])
    .map(container => JSON.stringify(container))
    .filter(text => text.includes('iptables') && text.includes('REDIRECT'))
  return texts.length > 0 ? texts.join('\n').replaceAll('\\n', '\n') : undefined
}

/** Ports of rules that let them pass: `--dport 15901 -j RETURN`, `--dports 15901,15902 -j ACCEPT`, `15901:15904`. */
const excludedPorts = (text: string): number[] =>
  [
    ...text.matchAll(/--(?:dports?|destination-ports?)\s+([\d,:]+)[^\n]*?-j\s+(?:RETURN|ACCEPT)/g),
  ].flatMap(([, ports = '']) =>
    ports.split(',').flatMap(part => {
      const [first = 0, last = first] = part.split(':').map(Number)
      return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    }),
  )
