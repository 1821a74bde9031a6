/**
 * Redirects as Go's client follows them (net/http, Client.do):
 * shared by the sidecar and the test kubelet.
 */
import { hostName, parseReference, resolve, type Url } from './url.ts'

/** One request on the way that redirects take. */
export interface Hop {
  readonly url: Url
  readonly host: string
  /**
   * What the kubelet's client would send: the URL it comes from,
   * `''` for none, undefined before any redirect.
   */
  readonly referer: string | undefined
}

/** Where a Location leads; undefined where it is no URL that can be asked. */
export function nextHop(hop: Hop, location: string): Hop | undefined {
  const url = resolve(hop.url, location)
  const reference = parseReference(location)
  if (!url || !reference) return undefined
  // A Host of the probe's own is kept on a Location without a scheme alone.
  const keepsHost = hop.host !== hop.url.authority && reference.scheme === ''
  return {
    url,
    host: keepsHost ? hop.host : url.authority,
    referer:
      hop.url.scheme === 'https' && url.scheme === 'http'
        ? ''
        : `${hop.url.scheme}://${hop.url.authority}${hop.url.target}`,
  }
}

/** The kubelet follows while the host's name is the same; scheme and port may change. */
export const staysOnHost = (one: Hop, other: Hop): boolean =>
  hostName(one.url.authority) === hostName(other.url.authority)
