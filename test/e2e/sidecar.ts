/** A sidecar for a test, on the host that the suite runs on. */
import { connect } from 'node:net'
import { embeddedAt, pipyAt, pipyNamed, type Host } from '../../pipy/hosts.ts'
import { Sidecar } from '../../pipy/sidecar.ts'
import { probeHttp } from '../../scripts/kubelet/http.ts'
import type { Verdict } from '../../scripts/kubelet/verdict.ts'
import { distFile } from '../../scripts/paths.ts'
import type { Entry, Header, Original } from '../../src/config/types.ts'
import { stopApps } from './app.ts'

export { freePort, freePorts } from '../ports.ts'

// `npm test` ends a file that stays so, and its sidecars with it.
process.once('SIGTERM', () => process.exit(1))

const { PIPY_PROBES_HOST: path = 'embedded', PIPY_PROBES_HOST_NAME: name } = process.env

/**
 * The host of this run, by the variable PIPY_PROBES_HOST: a path to a pipy, or
 * `embedded`. `npm test` asks each for its version once, and gives it in
 * PIPY_PROBES_HOST_NAME.
 */
export const host: Host =
  path === 'embedded'
    ? embeddedAt(distFile('embedded.js'))
    : name !== undefined
      ? pipyNamed(name, path)
      : ((await pipyAt(path)) ?? fail(path))

function fail(command: string): never {
  throw new Error(`PIPY_PROBES_HOST "${command}" does not run`)
}

export interface Lists {
  readonly liveness?: readonly Entry[]
  readonly readiness?: readonly Entry[]
  readonly startup?: readonly Entry[]
}

const running = new Set<Sidecar>()

export const configWith = ({ liveness, readiness, startup }: Lists, more: object = {}): string =>
  JSON.stringify({
    Spec: {
      Probes: {
        LivenessProbes: liveness ?? null,
        ReadinessProbes: readiness ?? null,
        StartupProbes: startup ?? null,
        ...more,
      },
    },
  })

/** Starts main.js with a config's text. `ports` are those to wait for. */
export async function startSidecar(
  config: string,
  ports: readonly number[],
  env: Record<string, string> = {},
  args: readonly string[] = [],
): Promise<Sidecar> {
  const sidecar = await Sidecar.start({
    host,
    scripts: { 'main.js': distFile('main.js') },
    files: { 'config.json': config },
    ports,
    env,
    args,
  })
  running.add(sidecar)
  return sidecar
}

/** Serves lists of entries on the ports they name. */
export const serve = (lists: Lists, more: object = {}): Promise<Sidecar> =>
  startSidecar(
    configWith(lists, more),
    Object.values(lists)
      .flat()
      .map((entry: Entry) => Number(entry.httpGet?.port)),
  )

/** Starts the helper container's script for the ports it may connect to. */
export async function startHelper(port: number, declared: readonly number[]): Promise<Sidecar> {
  const env = { HEALTHCHECK_PORT: `${port}`, DECLARED_PORTS: declared.join(',') }
  const helper = await Sidecar.start({
    host,
    scripts: { 'healthcheck.js': distFile('healthcheck.js') },
    files: {},
    ports: [port],
    env,
  })
  running.add(helper)
  return helper
}

/** Stops what a test has left. */
export async function cleanUp(): Promise<void> {
  await Promise.all([...running].map(sidecar => sidecar.stop()))
  running.clear()
  await stopApps()
}

/** An entry for an app's path, asked for on a port. */
export function entry(
  port: number,
  original: Partial<Original> & { port: number },
  more: Partial<Entry> & { path?: string; httpHeaders?: Header[]; scheme?: string } = {},
): Entry {
  const { path: asked, httpHeaders, scheme, ...fields } = more
  const name = original.scheme === 'TCP' ? '/osm-healthcheck' : '/osm-liveness-probe'
  const headers =
    original.scheme === 'TCP'
      ? [{ name: 'Original-Tcp-Port', value: `${original.port}` }]
      : httpHeaders
  return {
    httpGet: {
      path: asked ?? name,
      port,
      scheme: scheme ?? 'HTTP',
      ...(headers ? { httpHeaders: headers } : {}),
    },
    timeoutSeconds: 1,
    ...fields,
    original: { container: 'app', scheme: 'HTTP', path: '/health', ...original },
  }
}

/** Probes an entry as the kubelet does. */
export function probe(entry: Entry, podIP = '127.0.0.1'): Promise<Verdict> {
  const httpGet = entry.httpGet
  if (!httpGet) throw new Error('the entry has no httpGet')
  return probeHttp(
    { ...httpGet, host: podIP, port: Number(httpGet.port) },
    (entry.timeoutSeconds ?? 1) * 1000,
  )
}

/** The kubelet's probe of the app itself, as the user wrote it. */
export function probeDirectly(entry: Entry, podIP = '127.0.0.1'): Promise<Verdict> {
  const { scheme = 'HTTP', port = 0, path: original = '/' } = entry.original ?? {}
  return probeHttp(
    { ...entry.httpGet, scheme, path: original, host: podIP, port },
    (entry.timeoutSeconds ?? 1) * 1000,
  )
}

/** Sends bytes to a port, and gives what comes back until the end. */
export const exchange = (
  port: number,
  bytes: string | Buffer,
  address = '127.0.0.1',
): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, allowHalfOpen: true })
    let received = ''
    socket.setEncoding('latin1').on('data', (text: string) => void (received += text))
    socket.on('end', () => {
      socket.destroy()
      resolve(received)
    })
    socket.on('error', error => (received === '' ? reject(error) : resolve(received)))
    socket.on('connect', () => bytes.length > 0 && socket.write(bytes))
  })

/** A GET as the kubelet writes it. */
export const get = (target: string, ...fields: string[]): string =>
  [
    `GET ${target} HTTP/1.1`,
    'Host: 127.0.0.1',
    'User-Agent: kube-probe/1.32',
    'Accept: */*',
    'Connection: close',
    ...fields,
    '',
    '',
  ].join('\r\n')

export const statusOf = (response: string): number => Number(response.slice(9, 12))
