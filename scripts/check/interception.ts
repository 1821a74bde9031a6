/** Do the probe ports bypass the proxy, by the rules given or by an init container's command? */
import { targetFor } from '../../src/pod/choices.ts'
import type { Contract } from '../../src/pod/contract.ts'
import { bypassRules, chainsOf, type Bypass } from '../../src/pod/iptables.ts'
import { fieldOf, placedIn } from '../../src/pod/originals.ts'
import { recordOf } from '../../src/pod/record.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { wrongValue, type Finding } from './finding.ts'

/**
 * `rules` is what `iptables-save` or `pipy-probes iptables` prints; undefined to
 * look into the init containers. Nothing is found where neither says anything.
 */
export function checkInterception(
  template: PodTemplate,
  contract: Contract,
  rules: string | undefined,
): Finding[] {
  const text = rules ?? initCommands(template)
  if (text === undefined) return []
  const bypassing = new Set(portsThatBypass(text))
  const ports = Object.values(contract.ports)
  const toPodIP = { target: recordOf(template)?.target }
  const chains = chainsOf(contract.prefix)
  const ruleFor = (bypass: Bypass) => bypassRules(chains, '-4', bypass).join()
  return placedIn(template).flatMap(placed => {
    const { container, handler } = placed
    const port = Number(handler.httpGet?.port)
    if (!ports.includes(port)) return []
    const place = { container: container.name, field: `${fieldOf(placed)}.httpGet.port` }
    // A helper container is no user whose connections the mesh takes.
    const isSidecar = port !== contract.ports.healthcheck || !recordOf(template)?.helper
    const isTaken =
      isSidecar &&
      targetFor(template, container.name, toPodIP) === 'POD_IP' &&
      !OUTBOUND_BYPASS.test(text)
    return [
      ...(bypassing.has(port)
        ? []
        : [
            wrongValue(
              'port-intercepted',
              place,
              `${port}`,
              ruleFor({ ports: [port], podIP: false }),
            ),
          ]),
      ...(isTaken
        ? [wrongValue('target-intercepted', place, '', ruleFor({ ports: [], podIP: true }))]
        : []),
    ]
  })
}

/** The rule that lets the sidecar ask at the Pod's IP: `-s 127.0.0.1/32 -o lo … -j RETURN`. */
const OUTBOUND_BYPASS =
  /^(?!.*! )(?=.*-s (?:127\.0\.0\.1|::1)\b)(?=.*-o lo\b).*-j (?:RETURN|ACCEPT)/m

/** The init containers that set up the interception, a command a line; undefined for none. */
const initCommands = (template: PodTemplate): string | undefined => {
  const texts = (template.spec.initContainers ?? [])
    .map(container => JSON.stringify(container))
    .filter(text => text.includes('iptables') && text.includes('REDIRECT'))
  return texts.length > 0 ? texts.join('\n').replaceAll('\\n', '\n') : undefined
}

/** Rules that let ports pass: `--dport 15901 -j RETURN`, `--dports 15901,15903:15904 -j ACCEPT`. */
const BYPASS = /--(?:dports?|destination-ports?)\s+([\d,:]+)[^\n]*?-j\s+(?:RETURN|ACCEPT)/g

const portsThatBypass = (text: string): number[] =>
  [...text.matchAll(BYPASS)]
    .flatMap(([, ports = '']) => ports.split(','))
    .flatMap(part => {
      const [first = 0, last = first] = part.split(':').map(Number)
      return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    })
