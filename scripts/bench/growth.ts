/** What more probes, more of them in a row, hanging applications and larger bodies change. */
import { createServer } from 'node:net'
import type { Host } from '../../pipy/hosts.ts'
import type { Original } from '../../src/config/types.ts'
import { InputError } from '../error.ts'
import { ask, runLoad } from './load.ts'
import { measure, socketsLeft, wayFigures } from './measure.ts'
import type { Options } from './options.ts'
import { MEASURES } from './probe.ts'
import { freePort } from './programs.ts'
import { compare, type Figures, type Result, type Row } from './results.ts'
import { alternate, newRow, type Task } from './rounds.ts'
import { floorScript } from './scripts.ts'
import { configWith, entry, PATH, proveAnswers, startMain, startScript, type Running, type Surroundings } from './subjects.ts'
import { memoryOf, socketsOf } from './usage.ts'

const IN_A_ROW = 10_000
const MOST_HANGING = 64
/** A probe's time-out and period, in milliseconds. */
const HANGING = 1000
const HTTP = { container: 'app', scheme: 'HTTP' } as const

/** Measures each host's main.js by itself, from one load to another. */
export const benchGrowth = async (options: Options, surroundings: Surroundings): Promise<Result> => {
  const pipys = options.hosts.filter(host => host.isPipy)
  const results: Result[] = []
  for (const part of [declared, inARow, hanging, bodies]) {
    results.push(await part(pipys.length > 0 ? pipys : options.hosts, options, surroundings))
  }
  return { rows: results.flatMap(({ rows }) => rows), comparisons: results.flatMap(({ comparisons }) => comparisons) }
}

type Part = (hosts: readonly Host[], options: Options, surroundings: Surroundings) => Promise<Result>

/** The 200th of many declared probes beside one that is alone. */
const declared: Part = (hosts, { rounds, seconds, short }, surroundings) => inTurn(hosts, rounds, async host => {
  const original: Original = { ...HTTP, port: surroundings.app.port, path: '/' }
  const sizes = short ? [1, 200] : [1, 10, 200]
  const ways = await Promise.all(sizes.map(async size => ({ size, running: await open(host, surroundings, Array(size).fill(original)) })))
  return ways.map(({ size, running }) => {
    const row = newRow('growth', 'probes declared, 16 clients', host.name, size === 1 ? 'one alone' : `the last of ${size}`)
    return { row, running, run: () => measure(running, { clients: 16, seconds }) }
  })
})

/** Memory after many probes, one after the other. */
const inARow: Part = (hosts, { short }, surroundings) => inTurn(hosts, 1, async host => {
  const running = await open(host, surroundings, [{ ...HTTP, port: surroundings.app.port, path: '/' }])
  const total = short ? IN_A_ROW / 10 : IN_A_ROW
  const row = newRow('growth', `${total.toLocaleString('en')} probes in a row`, host.name, 'main')
  return [{
    row, running, run: async () => {
      // The first of them fill pools and heaps.
      await measure(running, { clients: 1, seconds: 0, count: total / 10 })
      const before = memoryOf(running.program?.pid ?? 0)
      const { 'RSS MiB': after = NaN, 'sockets left': sockets = NaN } = await measure(running, { clients: 1, seconds: 0, count: total })
      return { 'RSS MiB before': before, 'RSS MiB after': after, 'sockets left': sockets }
    },
  }]
})

/** A healthy application's probe while those beside it hang. */
const hanging: Part = async (hosts, { rounds, seconds, short }, surroundings) => {
  const servers = await Promise.all(Array.from({ length: MOST_HANGING }, async () => {
    const port = await freePort()
    const server = createServer(socket => void socket.resume().on('error', () => {})).listen(port, '127.0.0.1').unref()
    return { port, server }
  }))
  return inTurn(hosts, rounds, async host => {
    const originals = [...servers.map(({ port }) => port), surroundings.app.port].map((port): Original => ({ ...HTTP, port, path: '/' }))
    const running = await open(host, surroundings, originals)
    return (short ? [0, MOST_HANGING] : [0, 1, 16, MOST_HANGING]).map(number => {
      const row = newRow('growth', 'hanging apps beside a healthy one, 1 client', host.name, number === 0 ? 'none hangs' : `${number} hang`)
      return { row, running, run: () => whileHanging(running, number, seconds) }
    })
  })
}

/** Probes of hanging applications go on as the kubelet's do, a second each and spread over it, until the load ends. */
const whileHanging = async ({ url, headers, program }: Running, number: number, seconds: number): Promise<Figures> => {
  const sockets = socketsOf(program?.pid ?? 0)
  let isOver = false
  const clients = Array.from({ length: number }, async (_, index) => {
    await new Promise(resolve => setTimeout(resolve, index / number * HANGING))
    while (!isOver) await ask(new URL(`${PATH}/${index}`, url).href, [], HANGING)
  })
  // All of them hang before the first measured probe.
  if (number > 0) await new Promise(resolve => setTimeout(resolve, HANGING))
  const measured = await runLoad({ url, headers, clients: 1, seconds })
  isOver = true
  await Promise.all(clients)
  return { ...wayFigures(measured), 'sockets left': await socketsLeft(program?.pid ?? 0, sockets) }
}

/** Bodies beside the floor's and the direct way. */
const bodies: Part = async (hosts, { rounds, seconds, short }, surroundings) => {
  const parts = [['no body', '/0'], ['a body of 10 KiB', '/10KiB'], ['a body of 10 MiB', '/10MiB']].filter(([, path]) => !short || path === '/10KiB')
  const results: Result[] = []
  for (const [words, path = ''] of parts) {
    results.push(await inTurn(hosts, rounds, async host => {
      const { app, cores } = surroundings
      const port = await freePort()
      const ways: [string, Running][] = [
        ['floor', { url: `http://127.0.0.1:${port}${path}`, headers: [], program: await startScript(host, cores.proxy, { 'main.js': floorScript(port, app.port) }, port) }],
        ['main', await open(host, surroundings, [{ ...HTTP, port: app.port, path }])],
      ]
      return ways.map(([subject, running]) => {
        const row = newRow('growth', `${words}, 1 client`, host.name, subject)
        return { row, running, run: () => measure(running, { clients: 1, seconds }) }
      })
    }))
  }
  return { rows: results.flatMap(({ rows }) => rows), comparisons: results.flatMap(({ comparisons }) => comparisons) }
}

interface Step extends Task {
  readonly running: Running
}

/** Opens every host's ways, measures them in turn, and holds each row against its host's first. */
const inTurn = async (hosts: readonly Host[], rounds: number, open: (host: Host) => Promise<Step[]>): Promise<Result> => {
  const steps: Step[] = []
  const failed: Row[] = []
  for (const host of hosts) {
    try {
      const opened = await open(host)
      for (const { running } of opened) await proveAnswers(running)
      steps.push(...opened)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      failed.push({ ...newRow('growth', '', host.name, 'main'), notes: [error.message] })
    }
  }
  await alternate(steps, rounds)
  for (const program of new Set(steps.map(({ running }) => running.program))) await program?.stop()
  const rows = [...failed, ...steps.map(({ row }) => row)]
  const comparisons = rows.flatMap(row => {
    const base = rows.find(other => other.host === row.host)
    return base && base !== row ? compare(row, base, MEASURES) ?? [] : []
  })
  return { rows, comparisons }
}

/** main.js with a probe for each original; the last one is asked. */
const open = async (host: Host, surroundings: Surroundings, originals: readonly Original[]): Promise<Running> => {
  const port = await freePort()
  const entries = originals.map((original, index) => entry(port, { ...original, container: `app${index}` }, `${PATH}/${index}`))
  return { url: `http://127.0.0.1:${port}${PATH}/${originals.length - 1}`, headers: [], program: await startMain(host, surroundings, configWith(entries), port) }
}
