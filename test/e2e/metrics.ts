/** The series that a sidecar shows, as a scrape reads them. */
import { accepts, type Sidecar } from '../../pipy/sidecar.ts'
import { freePort } from '../ports.ts'
import { until } from '../suite.ts'
import type { Lists } from './entries.ts'
import { serve } from './sidecar.ts'

/** A sidecar that serves lists of entries, and its metrics. */
export interface Watched {
  readonly sidecar: Sidecar
  /** Where its metrics are. */
  readonly adminPort: number
  /** What it shows of probes: values by series, those aside that Pipy 0.90 adds. */
  readonly series: () => Promise<Readonly<Record<string, number>>>
}

/** Starts a sidecar with an admin port; Pipy 0.50 takes no address for it. */
export async function watch(lists: Lists, more: object = {}): Promise<Watched> {
  const adminPort = await freePort()
  const sidecar = await serve(lists, more, [`--admin-port=${adminPort}`])
  await until('the admin port', () => accepts(adminPort))
  return { sidecar, adminPort, series: async () => seriesIn(await scrape(adminPort)) }
}

/** What `/metrics` gives. */
export async function scrape(adminPort: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${adminPort}/metrics`)
  return response.text()
}

/** Each series of probes once: what has all of its labels, or has none to have. */
const seriesIn = (text: string): Record<string, number> => {
  const lines = text.split('\n').filter(line => line.startsWith('pipy_probe_'))
  return Object.fromEntries(
    lines
      .map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))] as const)
      .filter(([name]) => isWhole(name)),
  )
}

const isWhole = (name: string): boolean =>
  name.startsWith('pipy_probe_requests_total')
    ? name.includes('result=')
    : name.startsWith('pipy_probe_refused') || name.includes('kind=')
