/** Load by wrk, which is faster than what it measures. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../error.ts'
import { PATIENCE, PROBE_FIELDS } from './ask.ts'
import type { Load, Measured } from './load.ts'
import { newFolder, spawnOn } from './programs.ts'

const REPORT = `done = function(summary, latency)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format('{"probes":%d,"seconds":%f,"p50":%f,"p99":%f,"p999":%f,"wrong":%d}',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency:percentile(99.9) / 1000, wrong))
end
`

let report: string | undefined
const reportFile = (): string => {
  if (report === undefined) {
    report = join(newFolder(), 'report.lua')
    writeFileSync(report, REPORT)
  }
  return report
}

/** `wrk` is its path. @throws InputError with its words when it gave no figures. */
export function runWrk(wrk: string, { url, headers, clients, seconds }: Load): Promise<Measured> {
  const fields = [...PROBE_FIELDS, ...headers].flatMap(([name, value]) => [
    '-H',
    `${name}: ${value}`,
  ])
  const length = ['-t1', `-c${clients}`, `-d${seconds}s`, '--timeout', `${PATIENCE / 1000}s`]
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
