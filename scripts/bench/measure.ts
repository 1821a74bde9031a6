/** One round of load on one way, with what the proxy used for it. */
import { setTimeout as pause } from 'node:timers/promises'
import { InputError } from '../error.ts'
import { runLoad } from './client.ts'
import type { Load, Measured } from './load.ts'
import type { Figures } from './results.ts'
import type { Running } from './subjects.ts'
import { cpuOf, memoryOf, socketsOf } from './usage.ts'

/** Sockets of answers on their way are given this long to go, in milliseconds. */
const SETTLING = 2000

/** The round's figures. @throws InputError where no answer was right. */
export async function measure(
  { url, headers, program }: Running,
  load: Pick<Load, 'clients' | 'seconds' | 'count'>,
): Promise<Figures> {
  const sockets = program ? socketsOf(program.pid) : 0
  const before = program ? cpuOf(program.pid) : 0
  const measured = await runLoad({ url, headers, ...load })
  const way = wayFigures(measured)
  if (!program) return way
  const cpu = (cpuOf(program.pid) - before) / measured.probes
  const memory = memoryOf(program.pid)
  return {
    ...way,
    'CPU µs': cpu,
    'RSS MiB': memory,
    'sockets left': await socketsLeft(program.pid, sockets),
  }
}

/** What the client saw. @throws InputError as `measure` does. */
export function wayFigures({ probes, seconds, p50, p99, p999, wrong }: Measured): Figures {
  if (probes <= wrong) throw new InputError('under load no answer is right')
  return { 'probes/s': probes / seconds, 'p50 ms': p50, 'p99 ms': p99, 'p999 ms': p999, wrong }
}

/** How many sockets more than before are still there after some seconds. */
export async function socketsLeft(pid: number, before: number): Promise<number> {
  const deadline = Date.now() + SETTLING
  while (socketsOf(pid) > before && Date.now() < deadline) await pause(20)
  return Math.max(socketsOf(pid) - before, 0)
}
