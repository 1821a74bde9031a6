/** The processor's cores, parted so that what is measured has one for itself. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { findProgram } from './system.ts'

/** Where proxies run, and where clients and applications do; undefined where nothing is pinned. */
export interface Cores {
  readonly proxy: number | undefined
  readonly client: number | undefined
  /** All that this process may use: `0,1`. */
  readonly all: string | undefined
}

/** The last one for the proxies; this process goes to the first, and with it what it starts. */
export function divideCores(): Cores {
  const allowed = allowedCores()
  const [client, proxy] = [allowed[0], allowed.at(-1)]
  if (allowed.length < 2 || !findProgram('taskset'))
    return { proxy: undefined, client: undefined, all: undefined }
  execFileSync('taskset', ['-acp', `${client}`, `${process.pid}`], { stdio: 'ignore' })
  return { proxy, client, all: allowed.join(',') }
}

/** By the kernel's `Cpus_allowed_list: 0,2-3`. */
const allowedCores = (): number[] => {
  const status = readFileSync('/proc/self/status', 'utf8')
  const list = /^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1] ?? '0'
  return list.split(',').flatMap(range => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}
