/** Applications that never answer, beside one that does. */
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Host } from '../../pipy/hosts.ts'
import { ask } from './ask.ts'
import { runLoad } from './client.ts'
import { socketsLeft, wayFigures } from './measure.ts'
import type { Options } from './options.ts'
import type { Figures, Result } from './results.ts'
import { newRow } from './rounds.ts'
import { originalOf, PATH } from './serve.ts'
import type { Running, Surroundings } from './subjects.ts'
import { freePort } from './system.ts'
import { measureInTurn, startMain } from './turns.ts'
import { socketsOf } from './usage.ts'

const MOST_HANGING = 64
/** A probe's time-out and period, in milliseconds. */
const HANGING = 1000

/** A healthy application's probe while those beside it hang: its p99 is to stay where it is. */
export async function measureHanging(
  hosts: readonly Host[],
  { rounds, seconds, short }: Options,
  surroundings: Surroundings,
): Promise<Result> {
  const ports = await Promise.all(
    Array.from({ length: MOST_HANGING }, async () => {
      const port = await freePort()
      createServer(socket => void socket.resume().on('error', () => {}))
        .listen(port, '127.0.0.1')
        .unref()
      return port
    }),
  )
  return measureInTurn(hosts, rounds, async host => {
    const originals = [...ports, surroundings.app.port].map(port => originalOf(port))
    const running = await startMain(host, surroundings, originals)
    return (short ? [0, MOST_HANGING] : [0, 1, 16, MOST_HANGING]).map(number => {
      const subject = number === 0 ? 'none hangs' : `${number} hang`
      const row = newRow(
        'growth',
        'hanging apps beside a healthy one, 1 client',
        host.name,
        subject,
      )
      return { row, running, run: () => whileHanging(running, number, seconds) }
    })
  })
}

/** Those that hang are probed until the load ends, as the kubelet does, spread over a second. */
const whileHanging = async (
  { url, headers, program }: Running,
  number: number,
  seconds: number,
): Promise<Figures> => {
  const sockets = socketsOf(program?.pid ?? 0)
  let isOver = false
  const clients = Array.from({ length: number }, async (_, index) => {
    await pause((index / number) * HANGING)
    while (!isOver) await ask(new URL(`${PATH}/${index}`, url).href, [], HANGING)
  })
  // All of them hang before the first measured probe.
  if (number > 0) await pause(HANGING)
  const measured = await runLoad({ url, headers, clients: 1, seconds })
  isOver = true
  await Promise.all(clients)
  return { ...wayFigures(measured), 'sockets left': await socketsLeft(program?.pid ?? 0, sockets) }
}
