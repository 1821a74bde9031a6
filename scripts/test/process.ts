/** A test file in a process of its own, so that a hanging one can be ended and named. */
import { spawn } from 'node:child_process'
import { signalGroup } from '../signal.ts'

/** In milliseconds. */
export interface Times {
  /** In all. */
  readonly limit: number
  /** After its last test. */
  readonly grace: number
  /** To end in order, once it is told to. */
  readonly order: number
}

/** What a file is given. */
export const TIMES: Times = { limit: 300_000, grace: 5000, order: 3000 }

const groups = new Set<number>()
// An interrupted run leaves nothing behind.
process.on('exit', () => groups.forEach(pid => signalGroup(pid, 'SIGTERM')))
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => process.exit(130))

/** What it printed, and what is wrong with how it ended; `''` for nothing. */
export function runProcess(
  file: string,
  env: Readonly<Record<string, string>>,
  { limit, grace, order }: Times,
): Promise<{ output: string; wrong: string }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const pid = child.pid ?? 0
    groups.add(pid)
    let [output, late, hasEnded] = ['', '', false]
    const timers: NodeJS.Timeout[] = []
    const endIn = (wait: number, why: string) => {
      const end = () => {
        late ||= why
        signalGroup(pid, 'SIGTERM')
        timers.push(setTimeout(signalGroup, order, pid, 'SIGKILL'))
      }
      timers.push(setTimeout(end, wait))
    }
    endIn(limit, `it did not end within ${limit / 1000} s, and was ended`)
    const read = (text: string) => {
      output += text
      if (hasEnded || !/^ +Duration:/m.test(output)) return
      hasEnded = true
      endIn(grace, LEFT_OPEN)
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read)
    // What it has started in its group does not outlive it, and so lets the pipes go.
    child.on('exit', () => signalGroup(pid, 'SIGKILL'))
    child.on('close', (code, by) => {
      timers.forEach(clearTimeout)
      groups.delete(pid)
      const ended = code === 0 ? '' : `it ended with ${by ?? `exit code ${code}`}`
      resolve({ output, wrong: late || ended })
    })
  })
}

const LEFT_OPEN = 'its tests ended and its process did not: something was left open; it was ended'
