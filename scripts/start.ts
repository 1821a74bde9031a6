/** `npm start`: the guide's bookstore behind a sidecar, probed as the kubelet does it. */
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { parseArgs } from 'node:util'
import pc from 'picocolors'
import { Sidecar, SidecarError } from '../pipy/sidecar.ts'
import { readConfig } from '../src/config/read.ts'
import { configOf } from '../src/pod/config.ts'
import { contractOf } from '../src/pod/contract.ts'
import { rewriteProbes, type RewrittenProbe } from '../src/pod/rewrite.ts'
import { startBookstore } from './bookstore/app.ts'
import { chooseHost, hostNote } from './commands/hosts.ts'
import { InputError } from './error.ts'
import { runProbe } from './kubelet/probe.ts'
import { isHealthy, type Verdict } from './kubelet/verdict.ts'
import { readPod } from './manifests/pod.ts'
import { distFile } from './paths.ts'
import { askedAt, goesTo, routesOf } from './routes.ts'

const HELP = `npm start -- [--once] [--break] [--host auto|pipy|embedded]

  --once   one round, and an exit code: 0 when all probes succeed, else 1
  --break  stop the bookstore after some rounds
`
const BREAK_AFTER = 3

const { template } = await readPod(new URL('bookstore/pod.yaml', import.meta.url).pathname, undefined)
const contract = contractOf('osm')
const { probes } = rewriteProbes(template, contract, 'passthrough')
const config = configOf(template, contract, { https: 'passthrough', healthcheck: 'sidecar' })

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { once: { type: 'boolean' }, break: { type: 'boolean' }, host: { type: 'string', default: 'auto' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const host = chooseHost(values.host, undefined)
  const app = await startBookstore().catch(() => {
    throw new InputError('port 14001 is in use, where the bookstore is to listen')
  })
  const sidecar = await Sidecar.start({
    host,
    scripts: { 'main.js': distFile('main.js') },
    files: { 'config.json': JSON.stringify(config) },
    ports: probes.map(({ probe }) => Number(probe.httpGet?.port)),
  })
  const ending = new AbortController()
  process.once('SIGINT', () => ending.abort()).once('SIGTERM', () => ending.abort())
  try {
    console.log(`The bookstore's sidecar runs ${hostNote(host)}.\n`)
    if (values.once || !process.stdout.isTTY) console.log(await showCurl())
    return await watch(app, { once: values.once ?? false, breaks: values.break ?? false, ending: ending.signal })
  } finally {
    app.close()
    app.closeAllConnections()
    await sidecar.stop()
  }
}

const watch = async (app: Server, { once, breaks, ending }: { once: boolean; breaks: boolean; ending: AbortSignal }): Promise<number> => {
  const curl = process.stdout.isTTY && !once ? await showCurl() : ''
  for (let round = 1; ; round += 1) {
    if (breaks && round === BREAK_AFTER + 1) {
      app.close()
      app.closeAllConnections()
    }
    const verdicts = await Promise.all(probes.map(({ probe, declared }) => runProbe(probe, declared.container, { podIP: '127.0.0.1' })))
    const lines = probes.map((probe, index) => lineOf(probe, verdicts[index]))
    const heading = pc.bold('CONTAINER    KIND       ROUTE                                                   STATUS       LATENCY')
    const refresh = process.stdout.isTTY && !once
    console.log(refresh ? `\x1b[2J\x1b[H${curl}\n${heading}\n${lines.join('\n')}\n\nCtrl-C ends it` : `${round === 1 ? `${heading}\n` : ''}${lines.join('\n')}`)
    const healthy = verdicts.every(verdict => verdict && isHealthy(verdict))
    if (once || ending.aborted) return healthy ? 0 : 1
    await pause(1000, ending)
    if (ending.aborted) return 0
  }
}

const routes = (() => {
  const read = readConfig(config)
  return 'error' in read ? [] : routesOf(read.listeners)
})()

const lineOf = ({ original, declared }: RewrittenProbe, verdict: Verdict | undefined): string => {
  const route = routes.find(one => one.kind === declared.kind.name && one.original.container === original.container)
  const way = route ? `${askedAt(route)} → ${goesTo(route)}` : ''
  const status = !verdict ? '' : verdict.status > 0 ? `${verdict.status}` : verdict.message
  const colour = verdict && isHealthy(verdict) ? pc.green : pc.red
  return `${original.container.padEnd(13)}${declared.kind.name.padEnd(11)}${way.padEnd(56)}${colour(status.padEnd(13))}${verdict?.duration ?? '-'} ms`
}

/** What `curl -i localhost:15901/osm-liveness-probe` gives, curl or not. */
const showCurl = (): Promise<string> =>
  new Promise(resolve => {
    let text = ''
    const socket = connect(15901, '127.0.0.1')
    socket.setEncoding('utf8').on('data', (part: string) => void (text += part))
    socket.on('close', () => resolve(`${pc.dim('$ curl -i localhost:15901/osm-liveness-probe')}\n${text.replaceAll('\r', '')}`))
    socket.on('error', () => {})
    socket.write('GET /osm-liveness-probe HTTP/1.1\r\nHost: localhost:15901\r\nUser-Agent: curl/8\r\nAccept: */*\r\n\r\n')
  })

const pause = (milliseconds: number, ending: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds)
    ending.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    }, { once: true })
  })

process.stdout.on('error', () => process.exit(0))
try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof InputError || error instanceof SidecarError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
