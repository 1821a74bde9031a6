/** The rewritten probes of the guide's bookstore, and the config of its sidecar. */
import { fileURLToPath } from 'node:url'
import { readConfig } from '../../src/config/read.ts'
import type { SidecarConfig } from '../../src/config/types.ts'
import { configOf } from '../../src/pod/config.ts'
import { contractOf } from '../../src/pod/contract.ts'
import { rewriteHandlers } from '../../src/pod/rewrite.ts'
import { readPod } from '../manifests/pod.ts'
import { askedAt, goesTo, routesOf } from '../routes.ts'
import type { Watched } from '../watch/table.ts'

/** What `npm start` serves and watches. */
export interface BookstoreProbes {
  /** Each of them is due every second. */
  readonly watched: readonly Watched[]
  readonly config: SidecarConfig
  /** Those that the probes go to. */
  readonly ports: readonly number[]
}

/** Rewrites `pod.yaml` with the guide's contract; the sidecar answers TCP checks itself. */
export async function bookstoreProbes(): Promise<BookstoreProbes> {
  const pod = fileURLToPath(new URL('pod.yaml', import.meta.url))
  const { template } = await readPod(pod, undefined)
  const contract = contractOf('osm')
  const { probes } = rewriteHandlers(template, contract, {})
  const config = configOf(template, contract, { healthcheck: 'sidecar' })
  const read = readConfig(config)
  const routes = 'error' in read ? [] : routesOf(read.listeners)
  const watched = probes.map(({ declared, original, probe }): Watched => {
    const route = routes.find(
      ({ kind, original: { container } }) =>
        kind === declared.kind.name && container === original.container,
    )
    return {
      declared: { ...declared, probe: { ...probe, periodSeconds: 1 } },
      route: route ? `${askedAt(route)} → ${goesTo(route)}` : '',
    }
  })
  return { watched, config, ports: probes.map(({ probe }) => Number(probe.httpGet?.port)) }
}
