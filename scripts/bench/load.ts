/**
 * Probes as the kubelet makes them, each on a new connection: by wrk, or where
 * there is none by Node. Who closes first holds the port in TIME_WAIT; on
 * loopback Linux gives it out again after a second (tcp_tw_reuse is 2), so that
 * the 28,000 there are last for every rate reached here, however long a round is.
 */
import { writeFileSync } from 'node:fs'
import { connect as connectTcp, type Socket } from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { InputError } from '../error.ts'
import { findProgram, newFolder, spawnOn } from './programs.ts'

/** What is asked, and by how many clients at once. */
export interface Load {
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly clients: number
  /** How long, in whole seconds. */
  readonly seconds: number
  /** How many probes instead; Node makes these. */
  readonly count?: number
}

/** What came of it; times in milliseconds from the request's first byte (wrk) or from the connect (Node). */
export interface Measured {
  readonly probes: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
  readonly p999: number
  /** Answers of another status than 200 to 399, and connections without an answer. */
  readonly wrong: number
}

const PROBE_HEADERS = [
  ['User-Agent', 'kube-probe/1.32'],
  ['Accept', '*/*'],
  ['Connection', 'close'],
] as const
const LATE = 5000

const REPORT = `done = function(summary, latency)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format('{"probes":%d,"seconds":%f,"p50":%f,"p99":%f,"p999":%f,"wrong":%d}',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency:percentile(99.9) / 1000, wrong))
end
`

/** Runs one load. @throws InputError when it could not be run at all. */
export function runLoad(load: Load): Promise<Measured> {
  const wrk = findProgram('wrk')
  return wrk && load.count === undefined ? runWrk(wrk, load) : runNode(load)
}

let report: string | undefined
const reportFile = (): string => {
  if (report === undefined) {
    report = join(newFolder(), 'report.lua')
    writeFileSync(report, REPORT)
  }
  return report
}

const runWrk = (wrk: string, { url, headers, clients, seconds }: Load): Promise<Measured> => {
  const fields = [...PROBE_HEADERS, ...headers].flatMap(([name, value]) => [
    '-H',
    `${name}: ${value}`,
  ])
  const length = ['-t1', `-c${clients}`, `-d${seconds}s`, '--timeout', `${LATE / 1000}s`]
  const args = [...length, ...fields, '-s', reportFile(), url]
  return new Promise((resolve, reject) => {
    // This process is on the clients' core already, and so is what it starts.
    const child = spawnOn(undefined, [wrk, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: (seconds + 20) * 1000,
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => void (output += text))
    }
    child.once('error', reject).once('close', () => {
      const line = output.split('\n').find(text => text.startsWith('{'))
      if (line === undefined) reject(new InputError(`wrk ${url}: ${output.trim()}`))
      else resolve(JSON.parse(line) as Measured)
    })
  })
}

const runNode = async (load: Load): Promise<Measured> => {
  const started = performance.now()
  const times: number[] = []
  let [begun, wrong] = [0, 0]
  const goesOn = () =>
    load.count === undefined
      ? performance.now() - started < load.seconds * 1000
      : begun < load.count
  await Promise.all(
    Array.from({ length: load.clients }, async () => {
      while (goesOn()) {
        begun += 1
        const before = performance.now()
        const status = statusOf(await ask(load.url, load.headers))
        times.push(performance.now() - before)
        if (status < 200 || status > 399) wrong += 1
      }
    }),
  )
  times.sort((one, other) => one - other)
  const at = (share: number) =>
    times[Math.min(Math.floor(times.length * share), times.length - 1)] ?? 0
  const lasted = (performance.now() - started) / 1000
  return {
    probes: times.length,
    seconds: lasted,
    p50: at(0.5),
    p99: at(0.99),
    p999: at(0.999),
    wrong,
  }
}

/** One probe; gives the whole answer, empty where none came within the time. */
export const ask = (address: string, headers: Load['headers'] = [], late = LATE): Promise<string> =>
  new Promise(resolve => {
    const url = new URL(address)
    const target = { host: url.hostname, port: Number(url.port) }
    const lines = [...PROBE_HEADERS, ...headers]
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')
    const isSecure = url.protocol === 'https:'
    const socket: Socket = isSecure
      ? connectTls({ ...target, rejectUnauthorized: false })
      : connectTcp(target)
    let answer = ''
    socket.setTimeout(late, () => socket.destroy()).setEncoding('latin1')
    socket
      .on('data', (text: string) => void (answer += text))
      .on('error', () => {})
      .on('close', () => resolve(answer))
    socket.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n${lines}\r\n`)
  })

/** 0 where there was no answer. */
export const statusOf = (answer: string): number =>
  Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
