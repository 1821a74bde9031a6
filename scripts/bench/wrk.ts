/** Load by wrk, which is faster than what it measures. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../error.ts'
import { PATIENCE, PROBE_FIELDS, type Fields } from './ask.ts'
import type { Load, Measured } from './load.ts'
import { newFolder, spawnOn } from './programs.ts'

const REPORT = `local thread
setup = function(started) thread = started end
done = function(summary, latency)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    + (thread:get('wrong') or 0)
  print(string.format(
    '{"probes":%d,"seconds":%f,"p50":%f,"p99":%f,"p999":%f,"wrong":%d,"busy":%f}',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency:percentile(99.9) / 1000, wrong, os.clock() * 1e6 / summary.duration))
end
`

/** Probes; `wrk` is its path. @throws InputError with its words when it gave no figures. */
export const runWrk = (wrk: string, { headers, ...load }: Load): Promise<Measured> =>
  runScript(wrk, { ...load, fields: [...PROBE_FIELDS, ...headers], script: '' })

/** What wrk is given: header fields, and Lua of its own that may count in a global `wrong`. */
export interface Script extends Pick<Load, 'url' | 'clients' | 'seconds'> {
  readonly fields: Fields
  readonly script: string
}

/** The same for requests of any kind. @throws InputError as `runWrk` does. */
export function runScript(
  wrk: string,
  { url, clients, seconds, fields, script }: Script,
): Promise<Measured> {
  const file = join(newFolder(), 'load.lua')
  writeFileSync(file, `${script}${REPORT}`)
  const headers = fields.flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const length = ['-t1', `-c${clients}`, `-d${seconds}s`, '--timeout', `${PATIENCE / 1000}s`]
  const args = [...length, ...headers, '-s', file, url]
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
