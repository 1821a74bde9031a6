/** Two probes that no request can tell apart: one is answered for the other (OSM issue 3773). */
import type { HttpGet } from '../../src/config/types.ts'
import { KINDS } from '../../src/kinds.ts'
import { probePath, type Contract } from '../../src/pod/contract.ts'
import type { DeclaredProbe, PodTemplate } from '../../src/pod/types.ts'
import { getAnew } from './anew.ts'
import { wrongValue, type Finding } from './finding.ts'
import { isHttps } from './httpGet.ts'

/** A finding for each probe on the kinds' ports that is asked for like an earlier one. */
export function checkCollisions(
  declared: readonly DeclaredProbe[],
  contract: Contract,
  anew: PodTemplate,
): Finding[] {
  const seen = new Set<string>()
  const findings: Finding[] = []
  for (const { probe, container, kind } of declared) {
    const { httpGet } = probe
    if (!httpGet || !KINDS.some(({ name }) => contract.ports[name] === httpGet.port)) continue
    const request = requestOf(httpGet)
    const place = { container: container.name, field: `${kind.field}.httpGet.path` }
    if (seen.has(request)) {
      const wanted = getAnew(anew, { container, field: kind.field, handler: probe })
      // Without a record rewriting lets it be, and TLS has no path that is ours.
      const own = isHttps(httpGet) ? '' : probePath(contract, kind.name, container.name)
      const right = wanted?.path ?? own
      findings.push(wrongValue('containers-collide', place, httpGet.path ?? '/', right))
    }
    seen.add(request)
  }
  return findings
}

/** All by which the sidecar may tell it from others: of TLS that is the port alone. */
const requestOf = (httpGet: HttpGet): string => {
  if (isHttps(httpGet)) return `tls ${httpGet.port}`
  const headers = (httpGet.httpHeaders ?? [])
    .filter(({ name }) => /^original-/i.test(name))
    .map(({ name, value }) => `${name}=${value}`)
  return [httpGet.port, httpGet.path, ...headers].join(' ')
}
