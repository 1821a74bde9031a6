/**
 * Probes as the kubelet makes them, each on a new connection: by wrk, or where
 * there is none by Node. Who closes first holds the port in TIME_WAIT; on
 * loopback Linux gives it out again after a second (tcp_tw_reuse is 2), so that
 * the 28,000 there are last for every rate reached here, however long a round is.
 */
import { ask, statusOf } from './ask.ts'
import type { Load, Measured } from './load.ts'
import { findProgram } from './system.ts'
import { runWrk } from './wrk.ts'

/** Runs one load. @throws InputError when it could not be run at all. */
export function runLoad(load: Load): Promise<Measured> {
  const wrk = findProgram('wrk')
  return wrk && load.count === undefined
    ? runWrk(wrk, load)
    : runNode(load, async () => {
        const status = statusOf(await ask(load.url, load.headers))
        return status >= 200 && status <= 399
      })
}

/** Asks by Node; `isRight` asks once, and gives whether the answer was right. */
export async function runNode(
  { clients, seconds, count }: Pick<Load, 'clients' | 'seconds' | 'count'>,
  isRight: () => Promise<boolean>,
): Promise<Measured> {
  const [started, used] = [performance.now(), process.cpuUsage()]
  const times: number[] = []
  let [begun, wrong] = [0, 0]
  const goesOn = () =>
    count === undefined ? performance.now() - started < seconds * 1000 : begun < count
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (goesOn()) {
        begun += 1
        const before = performance.now()
        if (!(await isRight())) wrong += 1
        times.push(performance.now() - before)
      }
    }),
  )
  times.sort((one, other) => one - other)
  const at = (share: number) =>
    times[Math.min(Math.floor(times.length * share), times.length - 1)] ?? 0
  const lasted = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(used)
  const [p50, p99, p999, busy] = [at(0.5), at(0.99), at(0.999), (user + system) / 1e6 / lasted]
  return { probes: times.length, seconds: lasted, p50, p99, p999, wrong, busy }
}
