/** `npm start`: the guide's bookstore behind a sidecar, probed as the kubelet does it. */
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { parseArgs } from 'node:util'
import pc from 'picocolors'
import { Sidecar, SidecarError } from '../pipy/sidecar.ts'
import { readConfig } from '../src/config/read.ts'
import { configOf } from '../src/pod/config.ts'
import { contractOf } from '../src/pod/contract.ts'
import { rewriteProbes } from '../src/pod/rewrite.ts'
import { startBookstore } from './bookstore/app.ts'
import { chooseHost, hostNote } from './commands/hosts.ts'
import { InputError } from './error.ts'
import { runProbe } from './kubelet/probe.ts'
import { isHealthy } from './kubelet/verdict.ts'
import { initialState, nextState } from './kubelet/worker.ts'
import { readPod } from './manifests/pod.ts'
import { distFile } from './paths.ts'
import { askedAt, goesTo, routesOf } from './routes.ts'
import { tableOf, watchProbes, type Watched } from './watch.ts'

const HELP = `npm start -- [--once] [--break] [--host auto|pipy|embedded]

  --once   one round, and an exit code: 0 when all probes succeed, else 1
  --break  stop the bookstore after some seconds
`
const BREAK_AFTER = 4
const TARGET = { podIP: '127.0.0.1' }

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean' },
      break: { type: 'boolean' },
      host: { type: 'string', default: 'auto' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const { watched, config, ports } = await bookstore()
  const host = await chooseHost(values.host, undefined)
  const app = await startBookstore().catch(() => {
    throw new InputError('port 14001 is in use, where the bookstore is to listen')
  })
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => ending.abort())
  // A reader that has enough (head, less) is no error.
  process.stdout.on('error', () => ending.abort())
  let sidecar: Sidecar | undefined
  try {
    sidecar = await Sidecar.start({
      host,
      scripts: { 'main.js': distFile('main.js') },
      files: { 'config.json': JSON.stringify(config) },
      ports,
    })
    const above = `The bookstore's sidecar runs ${hostNote(host)}.\n\n${await showCurl()}\n`
    if (values.once || !process.stdout.isTTY) console.log(above)
    if (values.once) return await once(watched)
    await watchProbes(watched, TARGET, ending.signal, round => {
      if (values.break && round === BREAK_AFTER) stop(app)
      return `${above}\n`
    })
    return 0
  } finally {
    stop(app)
    await sidecar?.stop()
  }
}

/** The rewritten probes of the guide's Pod, asked each second, and their sidecar's config. */
const bookstore = async () => {
  const { template } = await readPod(
    new URL('bookstore/pod.yaml', import.meta.url).pathname,
    undefined,
  )
  const contract = contractOf('osm')
  const { probes } = rewriteProbes(template, contract, {})
  const config = configOf(template, contract, { healthcheck: 'sidecar' })
  const read = readConfig(config)
  const routes = 'error' in read ? [] : routesOf(read.listeners)
  const watched = probes.map(({ declared, original, probe }): Watched => {
    const route = routes.find(
      one => one.kind === declared.kind.name && one.original.container === original.container,
    )
    return {
      declared: { ...declared, probe: { ...probe, periodSeconds: 1 } },
      route: route ? `${askedAt(route)} → ${goesTo(route)}` : '',
    }
  })
  return { watched, config, ports: probes.map(({ probe }) => Number(probe.httpGet?.port)) }
}

const once = async (watched: readonly Watched[]): Promise<number> => {
  const rows = await Promise.all(
    watched.map(async one => {
      const { kind, probe, container } = one.declared
      const last = await runProbe(probe, container, TARGET)
      const state = initialState(kind.name)
      return {
        ...one,
        last,
        state: last ? nextState(state, kind.name, probe, last) : state,
        timeline: [],
      }
    }),
  )
  console.log(tableOf(rows, 160))
  return rows.every(({ last }) => last && isHealthy(last)) ? 0 : 1
}

const stop = (app: Server): void => {
  app.close()
  app.closeAllConnections()
}

/** What `curl -i localhost:15901/osm-liveness-probe` gives, curl or not. */
const showCurl = (): Promise<string> =>
  new Promise(resolve => {
    let text = ''
    const socket = connect(15901, '127.0.0.1')
    socket.setEncoding('utf8').on('data', (part: string) => void (text += part))
    socket.on('close', () =>
      resolve(
        `${pc.dim('$ curl -i localhost:15901/osm-liveness-probe')}\n${text.replaceAll('\r', '')}`,
      ),
    )
    socket.on('error', () => {})
    socket.write(
      'GET /osm-liveness-probe HTTP/1.1\r\nHost: localhost:15901\r\nUser-Agent: curl/8\r\nAccept: */*\r\n\r\n',
    )
  })

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof InputError || error instanceof SidecarError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
