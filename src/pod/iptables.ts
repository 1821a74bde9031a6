/** The rules by which probes bypass the proxy: the kubelet's, and the sidecar's own. */

/** The names that a mesh gives its chains. */
export interface Chains {
  /** The chain that takes inbound connections to the proxy: `OSM_PROXY_INBOUND`. */
  readonly inbound: string
  /** The chain that takes outbound connections to the proxy: `OSM_PROXY_OUTBOUND`. */
  readonly outbound: string
}

/** A mesh's own, by its prefix. */
export function chainsOf(prefix: string): Chains {
  const mesh = prefix.toUpperCase().split('-').join('_')
  return { inbound: `${mesh}_PROXY_INBOUND`, outbound: `${mesh}_PROXY_OUTBOUND` }
}

/** What is to bypass the proxy. */
export interface Bypass {
  /** The ports that the kubelet asks. */
  readonly ports: readonly number[]
  /** Whether the sidecar asks an application at the Pod's own IP. */
  readonly podIP: boolean
}

/** `multiport` takes no more, and iptables-restore refuses the whole document over one rule. */
const MOST_PORTS = 15

/** The arguments of each rule of IPv4 or IPv6, without the command: `-I CHAIN … -j RETURN`. */
export const bypassRules = (chains: Chains, family: Family, bypass: Bypass): string[] => [
  ...inboundRules(chains, bypass.ports),
  ...(bypass.podIP ? [outboundRule(chains, family)] : []),
]

/** IPv4 or IPv6, as an option of both commands. */
export type Family = '-4' | '-6'

const FAMILIES: readonly Family[] = ['-4', '-6']

const LOOPBACKS: { readonly [family in Family]: string } = { '-4': '127.0.0.1/32', '-6': '::1/128' }

/**
 * A mesh takes what its sidecar's user sends to the Pod's own IP for a call of
 * the application to itself, and sends it through the inbound proxy. A probe is
 * told from that by its source, which the sidecar chooses for it.
 */
const outboundRule = ({ outbound }: Chains, family: Family): string =>
  `-I ${outbound} -o lo -s ${LOOPBACKS[family]} -p tcp -j RETURN`

const inboundRules = (chains: Chains, ports: readonly number[]): string[] => {
  const groups = ports.reduce<number[][]>((all, port) => {
    const last = all[all.length - 1]
    if (!last || last.length === MOST_PORTS) return [...all, [port]]
    return [...all.slice(0, all.length - 1), [...last, port]]
  }, [])
  return groups.map(
    group => `-I ${chains.inbound} -p tcp -m multiport --dports ${group.join(',')} -j RETURN`,
  )
}

/**
 * A document for both of `iptables-restore --noflush` and `ip6tables-restore
 * --noflush`; what begins with the other's family each of them passes over.
 */
export function restoreDocument(chains: Chains, { ports, podIP }: Bypass): string {
  const outbound = FAMILIES.map(family => `${family} ${outboundRule(chains, family)}`)
  return ['*nat', ...inboundRules(chains, ports), ...(podIP ? outbound : []), 'COMMIT', ''].join(
    '\n',
  )
}
