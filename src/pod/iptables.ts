/** The rules by which the kubelet's connections to the probe ports bypass the proxy. */

/** The names that a mesh gives its chains. */
export interface Chains {
  /** The chain that takes inbound connections to the proxy: `OSM_PROXY_INBOUND`. */
  readonly inbound: string
}

/** `multiport` takes no more, and iptables-restore refuses the whole document over one rule. */
const MOST_PORTS = 15

/** The arguments of each rule, without the command: `-t nat -I CHAIN … -j RETURN`. */
export function bypassRules(chains: Chains, ports: readonly number[]): string[] {
  const groups = ports.reduce<number[][]>((all, port) => {
    const last = all[all.length - 1]
    if (!last || last.length === MOST_PORTS) return [...all, [port]]
    return [...all.slice(0, all.length - 1), [...last, port]]
  }, [])
  return groups.map(
    group => `-I ${chains.inbound} -p tcp -m multiport --dports ${group.join(',')} -j RETURN`,
  )
}

/** A document for `iptables-restore --noflush` or `ip6tables-restore --noflush`. */
export const restoreDocument = (chains: Chains, ports: readonly number[]): string =>
  ['*nat', ...bypassRules(chains, ports), 'COMMIT', ''].join('\n')
