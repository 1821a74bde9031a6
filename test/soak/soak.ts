/**
 * Load and faults, bounded in count and time, on loopback alone. The short form
 * is part of `npm test`; `npm run soak` sets SOAK=full and prints the figures.
 */
import { startApp } from '../e2e/app.ts'
import { configWith, entry } from '../e2e/entries.ts'
import { host, sidecarSuite, startSidecar, type Served } from '../e2e/sidecar.ts'
import { freePort } from '../ports.ts'
import type { Suite } from '../suite.ts'

const isFull = process.env.SOAK === 'full'

/** Where the liveness probe of `serveBounded` is asked for. */
export const PATH = '/osm-liveness-probe'
export const IS_050 = host.name.startsWith('pipy 0.50')
export const IS_2 = host.name.startsWith('pipy 2')

export const soakSuite = (name: string): Suite => sidecarSuite(name, isFull ? 600_000 : 60_000)

/** How often something is done in the full form and in the short one. */
export const times = (full: number, short: number): number => (isFull ? full : short)

/** An app behind a sidecar whose heap is bounded: what grows is a leak, not a lazy collector. */
export async function serveBounded(starting = startApp()): Promise<Served> {
  const [app, port] = [await starting, await freePort()]
  const declared = entry(port, { port: app.port })
  const sidecar = await startSidecar(configWith({ liveness: [declared] }), [port], {
    NODE_OPTIONS: '--max-old-space-size=64',
  })
  return { app, port, declared, sidecar }
}
