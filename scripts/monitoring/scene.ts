/** A Pod whose applications fall ill and get well again, probed as the kubelet does it. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Host } from '../../pipy/hosts.ts'
import { Sidecar } from '../../pipy/sidecar.ts'
import type { Entry, SidecarConfig } from '../../src/config/types.ts'
import { probeHttp } from '../kubelet/http.ts'
import { apisOf, scriptFile } from '../pipy/fits.ts'
import type { Range } from './prometheus.ts'

/** The sidecar's own ports, and that of its metrics. */
const [LIVENESS, READINESS] = [15901, 15902]
/** In milliseconds. */
const PERIOD = 500

/** What an application does while a part of the scene lasts: it answers, after a while. */
interface State {
  /** The status it answers with; 0 where it closes without a word, -1 where nobody listens. */
  readonly status: number
  /** In milliseconds. */
  readonly delay: number
}
const WELL: State = { status: 200, delay: 8 }

/** What happens, with the second from which on it does. */
const SCENE: readonly (readonly [second: number, container: string, state: State])[] = [
  [15, 'bookstore', { status: 503, delay: 5 }],
  [27, 'bookstore', WELL],
  [35, 'bookbuyer', { status: 200, delay: 450 }],
  [48, 'bookbuyer', WELL],
  [40, 'warehouse', { status: -1, delay: 0 }],
  [52, 'warehouse', WELL],
  [62, 'bookstore', { status: 0, delay: 0 }],
  [66, 'bookstore', WELL],
]
/** How long it is, in seconds. */
const LENGTH = 75

interface App {
  readonly port: number
  become(state: State): Promise<void>
}

const startApp = async (): Promise<App> => {
  let state = WELL
  const answer: RequestListener = (request, response) => {
    const reply = () => {
      if (state.status <= 0) request.socket.destroy()
      else response.writeHead(state.status, { connection: 'close' }).end()
    }
    setTimeout(reply, state.delay * (0.7 + Math.random() * 0.6))
  }
  let server = await listen(answer, 0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    become: async next => {
      if (next.status < 0) await close(server)
      else if (state.status < 0) server = await listen(answer, port)
      state = next
    },
  }
}

const listen = (answer: RequestListener, port: number): Promise<Server> => {
  const server = createServer(answer)
  return new Promise(resolve => server.listen(port, '127.0.0.1', () => resolve(server)))
}
const close = (server: Server): Promise<void> =>
  new Promise(resolve => void server.close(() => resolve()).closeAllConnections())

/** Plays it on a host that shows its metrics at a port: from when to when it was probed. */
export async function playScene(host: Host, adminPort: number): Promise<Range> {
  const containers = ['bookstore', 'bookbuyer', 'warehouse']
  const apps = await Promise.all(containers.map(startApp))
  const entriesOf = (kind: string, port: number): Entry[] =>
    containers.map((container, index) => ({
      httpGet: { path: `/osm-${kind}-probe/${container}`, port, scheme: 'HTTP' },
      timeoutSeconds: 1,
      original: { container, scheme: 'HTTP', port: apps[index]?.port ?? 0, path: '/health' },
    }))
  const liveness = entriesOf('liveness', LIVENESS)
  const readiness = entriesOf('readiness', READINESS).slice(0, 2)
  const config: SidecarConfig = {
    Spec: {
      Probes: { LivenessProbes: liveness, ReadinessProbes: readiness, StartupProbes: null },
    },
  }
  const sidecar = await Sidecar.start({
    host,
    scripts: { 'main.js': scriptFile('main.js', apisOf(host.version)[0]) },
    files: { 'config.json': JSON.stringify(config) },
    ports: [LIVENESS, READINESS],
    args: [`--admin-port=${adminPort}`],
  })
  try {
    const start = Date.now() / 1000
    await probeFor([...liveness, ...readiness], second => {
      for (const [from, container, state] of SCENE)
        if (from === second) void apps[containers.indexOf(container)]?.become(state)
    })
    return { start, end: Date.now() / 1000 }
  } finally {
    await sidecar.stop()
  }
}

/** Probes each entry in its period, and says which second it is. */
const probeFor = async (
  entries: readonly Entry[],
  tick: (second: number) => void,
): Promise<void> => {
  const started = Date.now()
  for (let round = 0; round * PERIOD < LENGTH * 1000; round += 1) {
    await pause(started + round * PERIOD - Date.now())
    if ((round * PERIOD) % 1000 === 0) tick((round * PERIOD) / 1000)
    for (const { httpGet } of entries) {
      const { path = '/', port = 0 } = httpGet ?? {}
      void probeHttp({ path, port: Number(port), host: '127.0.0.1' }, 1000)
    }
    // Somebody asks for what no probe declares.
    if (round >= 60 && round < 70)
      void probeHttp({ path: '/admin', port: LIVENESS, host: '127.0.0.1' }, 1000)
  }
}
