/** One round of load on one way, with what the proxy used for it. */
import { runLoad, type Load } from './load.ts'
import type { Figures, Row } from './results.ts'
import type { Running } from './subjects.ts'
import { cpuOf, memoryOf, socketsOf } from './usage.ts'

/** Sockets of answers on their way are given this long to go. */
const SETTLING = 2000

/** The round's figures; answers that were not right become a note of the row. */
export const measure = async (row: Row, { url, headers, program }: Running, load: Pick<Load, 'clients' | 'seconds' | 'count'>): Promise<Figures> => {
  const sockets = program ? socketsOf(program.pid) : 0
  const before = program ? cpuOf(program.pid) : 0
  const { probes, seconds, p50, p99, p999, wrong } = await runLoad({ url, headers, ...load })
  if (wrong > 0) row.notes.push(`${wrong} of ${probes} answers were wrong or missing`)
  const way = { 'probes/s': probes / seconds, 'p50 ms': p50, 'p99 ms': p99, 'p999 ms': p999 }
  if (!program) return way
  const cpu = (cpuOf(program.pid) - before) / probes
  return { ...way, 'CPU µs': cpu, 'RSS MiB': memoryOf(program.pid), 'sockets left': await socketsLeft(program.pid, sockets) }
}

/** How many sockets more than before are still there after some seconds. */
export const socketsLeft = async (pid: number, before: number): Promise<number> => {
  const deadline = Date.now() + SETTLING
  while (socketsOf(pid) > before && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 20))
  return Math.max(socketsOf(pid) - before, 0)
}
