/** The addresses at which applications are reached, and the one they are reached from. */
import type { Probes } from '../config/read.ts'
import type { Target } from '../config/types.ts'

/** By what a config calls them. */
export type Addresses = { readonly [target in Target]: string }

/** An error where the Pod's IP is asked for and unknown. */
export function addressesOf(probes: Probes): Addresses | { error: string } {
  const podIP = os.env.POD_IP ?? ''
  return probes.needsPodIP && podIP === ''
    ? {
        error:
          'Target "POD_IP" is asked for, ' +
          'but the environment has no POD_IP: set it from status.podIP',
      }
    : { POD_IP: podIP, '127.0.0.1': '127.0.0.1' }
}

/**
 * What a connection to an address is bound to; `''` for nothing. A mesh sends
 * what its sidecar's user sends to the Pod's own IP through the inbound proxy,
 * so that an application which calls itself is served; a probe is told from
 * that by where it comes from. See `outboundRule` in ../pod/iptables.ts.
 */
export function sourceFor(address: string): string {
  if (address === '127.0.0.1') return ''
  return address.includes(':') ? IPV6_LOOPBACK : '127.0.0.1'
}

/** Pipy would take the last digits of `::1` for a port, and takes no `[::1]`. */
const IPV6_LOOPBACK = '::0.0.0.1'
