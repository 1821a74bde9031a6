/** A row's two sides: the probe directly, and through the sidecar; and how they differ. */
import { runProbe } from '../../scripts/kubelet/probe.ts'
import type { Entry, Probe } from '../../src/config/types.ts'
import { startApp, startHttp2App, startTlsApp, type App } from '../e2e/app.ts'
import { entry } from '../e2e/entries.ts'
import type { Row } from './rows/index.ts'

export interface Sides {
  readonly row: Row
  readonly app: App | undefined
  readonly direct: Probe
  readonly through: Entry
}

/** Starts a row's app; undefined where nothing listens. */
export async function startAppOf({ app, tls, expired }: Row): Promise<App | undefined> {
  if (app === 'none') return undefined
  if (app === 'HTTP/2' || app === 'HTTP/2 and 1.1') return startHttp2App(app === 'HTTP/2')
  return tls ? startTlsApp(app, [...tls], expired) : startApp(app)
}

/** Whether TLS goes through unread, and needs a port of its own. */
export const isPassedThrough = ({ scheme, terminated }: Row): boolean =>
  scheme === 'HTTPS' && !terminated

/** The sides of a row, whose app listens on `target`, and the sidecar on `port`. */
export function sidesOf(
  row: Row,
  index: number,
  app: App | undefined,
  target: number,
  port: number,
): Sides {
  const { scheme = 'HTTP', path = '/health', httpHeaders = [] } = row
  const original = { container: `row-${index}`, scheme, port: target }
  if (scheme === 'TCP') {
    const through = entry(port, { ...original, path: '' })
    return { row, app, direct: { tcpSocket: { port: target } }, through }
  }
  const asked = isPassedThrough(row)
    ? { path, scheme: 'HTTPS' }
    : { path: `/osm-liveness-probe/row-${index}`, scheme: 'HTTP' }
  return {
    row,
    app,
    direct: { httpGet: { path, port: target, scheme, httpHeaders }, timeoutSeconds: 1 },
    through: entry(port, { ...original, path }, { ...asked, httpHeaders }),
  }
}

/** What the kubelet and the app saw. */
interface Seen {
  readonly results: readonly string[]
  readonly requests: readonly string[]
  readonly connections: number
}

/** Probes as often as the row says. */
const see = async (probe: Probe, { row, app }: Sides): Promise<Seen> => {
  const results: string[] = []
  const before = { requests: app?.requests.length ?? 0, connections: app?.connections ?? 0 }
  for (let time = 0; time < (row.times ?? 1); time += 1) {
    const verdict = await runProbe(probe, { name: 'app' }, { podIP: '127.0.0.1' })
    results.push(verdict?.result ?? 'not run')
  }
  return {
    results,
    requests: (app?.requests.slice(before.requests) ?? []).map(request => comparable(request, row)),
    connections: (app?.connections ?? 0) - before.connections,
  }
}

/**
 * Names of header fields do not regard case. Inside TLS that is passed through, Host and Referer
 * name the port that was asked.
 */
export function comparable(request: string, row: Row): string {
  const lower = request.replace(/^[^:\r\n]+(?=:)/gm, name => name.toLowerCase())
  return isPassedThrough(row)
    ? lower.replace(/^((?:host|referer): (?:https:\/\/)?127\.0\.0\.1):\d+/gm, '$1:PORT')
    : lower
}

/** What the kubelet or the app sees otherwise through the sidecar than directly. */
export async function differencesOf(sides: Sides): Promise<string[]> {
  const direct = await see(sides.direct, sides)
  if (sides.app) sides.app.connections = 0
  const through = await see(sides.through, sides)
  const seen = (what: keyof Seen): string[] => {
    const [before, after] = [JSON.stringify(direct[what]), JSON.stringify(through[what])]
    return before === after ? [] : [`${what} ${before} directly, ${after} through the sidecar`]
  }
  // A TCP check sends nothing, which the app may see as a request or not.
  const isTcp = sides.row.scheme === 'TCP'
  return [...seen('results'), ...(isTcp ? [] : seen('requests')), ...seen('connections')]
}
