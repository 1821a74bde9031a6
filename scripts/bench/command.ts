/** One run of a command to its end: how long it took, and the most memory it held. */
import { InputError } from '../error.ts'
import { spawnOn } from './programs.ts'

/** A Node script says itself what it held at most: nobody can ask once it is gone. */
const SAY_PEAK = `import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)))`
/** As arguments of node. */
export const SAYING_PEAK = ['--import', `data:text/javascript,${encodeURIComponent(SAY_PEAK)}`]

/** @throws InputError where it does not end with 0; the message holds its last words. */
export const runCommand = (core: number | undefined, command: readonly string[], { cwd, env }: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<{ milliseconds: number; peak: number }> =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawnOn(core, command, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], ...(cwd ? { cwd } : {}), ...(env ? { env } : {}), timeout: 120_000 })
    let [words, peak] = ['', '']
    child.stderr?.on('data', (data: Buffer) => void (words = `${words}${data}`.slice(-500)))
    child.stdio[3]?.on('data', (data: Buffer) => void (peak += `${data}`))
    child.once('error', reject).once('close', code => {
      if (code === 0) resolve({ milliseconds: performance.now() - started, peak: Number(peak) / 1024 })
      else reject(new InputError(`"${command.slice(-3).join(' ')}" ended with ${code ?? 'a signal'}: ${words.trim()}`))
    })
  })

