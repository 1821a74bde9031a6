/** What the commands that serve have in common: free ports, and an end in order. */
import { SidecarError, type Sidecar } from '../../pipy/sidecar.ts'
import { InputError } from '../error.ts'
import { isFree } from '../ports.ts'

/** A host would say less of it, and a Pipy end. @throws InputError */
export async function refuseBusy(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    if (!(await isFree(port)))
      throw new InputError(`port ${port} is in use: end what listens there (ss -ltnp says what)`)
  }
}

/** Aborted by Ctrl-C, by SIGTERM, and where nobody reads on. */
export function endingOf(): AbortSignal {
  const ending = new AbortController()
  const end = () => ending.abort()
  process.once('SIGINT', end).once('SIGTERM', end)
  process.stdout.on('error', end)
  return ending.signal
}

/**
 * Ends at once at Ctrl-C and SIGTERM, by way of `exit`, which ends what was started; gives what
 * lets it be.
 */
export function endOnSignal(): () => void {
  const interrupted = () => process.exit(130)
  const terminated = () => process.exit(143)
  process.once('SIGINT', interrupted).once('SIGTERM', terminated)
  return () => void process.off('SIGINT', interrupted).off('SIGTERM', terminated)
}

/**
 * Waits for what is being started. @throws InputError where it did not start, with what it said.
 */
export const started = (starting: Promise<Sidecar>): Promise<Sidecar> =>
  starting.catch(error => {
    throw error instanceof SidecarError ? new InputError(error.message) : error
  })

/** Serves until it is told to end; gives the exit code, 1 where the host ended by itself. */
export async function untilEnded(sidecar: Sidecar, ending: AbortSignal): Promise<number> {
  const drain = () => void sidecar.drain()
  ending.addEventListener('abort', drain)
  if (ending.aborted) drain()
  await sidecar.ended()
  await sidecar.stop()
  if (ending.aborted) return 0
  console.error('pipy-probes: the host ended by itself; its last lines are above')
  return 1
}
