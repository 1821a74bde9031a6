/** One run of a Node program to its end: how long it took, and the most memory it held. */
import { InputError } from '../error.ts'
import { spawnOn } from './programs.ts'

/** What one run took; the time on a core is Node's own, without that of its children. */
export interface Run {
  readonly milliseconds: number
  /** In milliseconds. */
  readonly cpu: number
  /** MiB. */
  readonly peak: number
}

// Nobody can ask a process once it is gone, so it says it itself, on a channel of its own.
const SAY = `import { writeSync } from 'node:fs'
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, peak: maxRSS / 1024 }))
})`
/** In milliseconds. */
const PATIENCE = 300_000

/** Runs Node on the cores given. @throws InputError with its last words where it fails. */
export function runNode(
  cores: string | undefined,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const command = [
      process.execPath,
      '--import',
      `data:text/javascript,${encodeURIComponent(SAY)}`,
      ...args,
    ]
    const child = spawnOn(cores, command, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      timeout: PATIENCE,
      ...options,
    })
    let [words, said] = ['', '']
    child.stderr?.on('data', (data: Buffer) => void (words = `${words}${data}`.slice(-500)))
    child.stdio[3]?.on('data', (data: Buffer) => void (said += `${data}`))
    child.once('error', reject).once('close', code => {
      const milliseconds = performance.now() - started
      if (code === 0) {
        resolve({ milliseconds, ...(JSON.parse(said) as Omit<Run, 'milliseconds'>) })
      } else {
        const what = `"${args.slice(-3).join(' ')}" ended with ${code ?? 'a signal'}`
        reject(new InputError(`${what}: ${words.trim()}`))
      }
    })
  })
}
