/** `npm start`: the guide's bookstore behind a sidecar, probed as the kubelet does it. */
import type { Server } from 'node:http'
import { parseArgs } from 'node:util'
import { Sidecar, SidecarError } from '../pipy/sidecar.ts'
import { startBookstore } from './bookstore/app.ts'
import { answerText } from './bookstore/curl.ts'
import { bookstoreProbes } from './bookstore/probes.ts'
import { chooseHost, hostNote } from './commands/hosts.ts'
import { InputError } from './error.ts'
import { runProbe } from './kubelet/probe.ts'
import { isHealthy } from './kubelet/verdict.ts'
import { initialState, nextState } from './kubelet/worker.ts'
import { apisOf, scriptFile } from './pipy/fits.ts'
import { probeTable, type ProbeRow, type Watched } from './watch/table.ts'
import { watchProbes } from './watch/watch.ts'

const HELP = `npm start -- [--once] [--break] [--host auto|pipy|embedded]

  --once   one round, and an exit code: 0 when all probes succeed, else 1
  --break  stop the bookstore after some seconds
`
/** The round before which `--break` does it; a round is a second. */
const BREAK_ROUND = 4
const TARGET = { podIP: '127.0.0.1' }
/** Characters; one round is mostly read in a file or a page. */
const TABLE_WIDTH = 160
/** What the sidecar logs when a probe's outcome changes, behind what a Pipy puts before it. */
const CHANGE = /\bprobe \S+ \S+ -> .+/

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
  const { watched, config, ports } = await bookstoreProbes()
  const host = await chooseHost(values.host, undefined)
  const app = await startBookstore().catch(() => {
    throw new InputError('port 14001 is in use, where the bookstore is to listen')
  })
  const ending = endingSignal()
  const changes: string[] = []
  const noteChange = (line: string) => {
    const [change] = CHANGE.exec(line) ?? []
    if (change === undefined) return
    changes.push(change)
    if (!process.stdout.isTTY && !values.once) console.log(change)
  }
  let sidecar: Sidecar | undefined
  try {
    sidecar = await Sidecar.start({
      host,
      scripts: { 'main.js': scriptFile('main.js', apisOf(host.version)[0]) },
      files: { 'config.json': JSON.stringify(config) },
      ports,
      onLine: noteChange,
    })
    const above = `The bookstore's sidecar runs ${hostNote(host)}.\n\n${await answerText()}\n`
    if (values.once || !process.stdout.isTTY) console.log(above)
    if (values.once) return await probeOnce(watched)
    await watchProbes(watched, TARGET, ending, {
      onRound: round => void (values.break && round === BREAK_ROUND && stop(app)),
      above: `${above}\n`,
      below: () =>
        changes
          .slice(-watched.length)
          .map(change => `${change}\n`)
          .join(''),
    })
    return 0
  } finally {
    stop(app)
    await sidecar?.stop()
  }
}

const endingSignal = (): AbortSignal => {
  const ending = new AbortController()
  const end = () => ending.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end)
  // A reader that has enough (head, less) is no error.
  process.stdout.on('error', end)
  return ending.signal
}

const probeOnce = async (watched: readonly Watched[]): Promise<number> => {
  const rows = await Promise.all(watched.map(rowOf))
  console.log(probeTable(rows, TABLE_WIDTH))
  return rows.every(({ last }) => last && isHealthy(last)) ? 0 : 1
}

const rowOf = async (watched: Watched): Promise<ProbeRow> => {
  const { kind, probe, container } = watched.declared
  const last = await runProbe(probe, container, TARGET)
  const state = initialState(kind.name)
  const next = last ? nextState(state, kind.name, probe, last) : state
  return { ...watched, last, state: next, timeline: [] }
}

const stop = (app: Server): void => {
  app.close()
  app.closeAllConnections()
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof InputError || error instanceof SidecarError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
