/** What more probes, more of them in a row, hanging applications and larger bodies change. */
import { measureHanging } from './hanging.ts'
import { measure } from './measure.ts'
import type { Options } from './options.ts'
import type { Result } from './results.ts'
import { newRow } from './rounds.ts'
import { floorScript } from './scripts.ts'
import { originalOf, startScript } from './serve.ts'
import type { Running, Surroundings } from './subjects.ts'
import { freePort } from './system.ts'
import { measureInTurn, startMain, type Part } from './turns.ts'
import { memoryOf } from './usage.ts'

const IN_A_ROW = 10_000
const BODIES = [
  ['no body', '/0'],
  ['a body of 10 KiB', '/10KiB'],
  ['a body of 10 MiB', '/10MiB'],
] as const

/** Measures each host's main.js by itself, from one load to another. */
export async function benchGrowth(options: Options, surroundings: Surroundings): Promise<Result> {
  const pipys = options.hosts.filter(host => host.isPipy)
  const results: Result[] = []
  for (const part of [measureDeclared, measureInARow, measureHanging, measureBodies]) {
    results.push(await part(pipys.length > 0 ? pipys : options.hosts, options, surroundings))
  }
  return {
    rows: results.flatMap(({ rows }) => rows),
    comparisons: results.flatMap(({ comparisons }) => comparisons),
  }
}

/** The 200th of many declared probes beside one that is alone. */
const measureDeclared: Part = (hosts, { rounds, seconds, short }, surroundings) =>
  measureInTurn(hosts, rounds, async host => {
    const original = originalOf(surroundings.app.port)
    const sizes = short ? [1, 200] : [1, 10, 200]
    const ways = await Promise.all(
      sizes.map(async size => {
        const running = await startMain(
          host,
          surroundings,
          Array.from({ length: size }, () => original),
        )
        return { size, running }
      }),
    )
    return ways.map(({ size, running }) => {
      const subject = size === 1 ? 'one alone' : `the last of ${size}`
      const row = newRow('growth', 'probes declared, 16 clients', host.name, subject)
      return { row, running, run: () => measure(running, { clients: 16, seconds }) }
    })
  })

/** Memory after many probes, one after the other. */
const measureInARow: Part = (hosts, { short }, surroundings) =>
  measureInTurn(hosts, 1, async host => {
    const running = await startMain(host, surroundings, [originalOf(surroundings.app.port)])
    const total = short ? IN_A_ROW / 10 : IN_A_ROW
    const row = newRow('growth', `${total.toLocaleString('en')} probes in a row`, host.name, 'main')
    return [
      {
        row,
        running,
        run: async () => {
          // The first half fills pools and heaps; from then on nothing is to grow.
          const half = { clients: 1, seconds: 0, count: total / 2 }
          const before = memoryOf(running.program?.pid ?? 0)
          const { 'RSS MiB': middle = NaN } = await measure(running, half)
          const {
            'RSS MiB': after = NaN,
            'sockets left': sockets = NaN,
            wrong = NaN,
          } = await measure(running, half)
          return {
            'RSS MiB before': before,
            'after half': middle,
            'after all': after,
            'sockets left': sockets,
            wrong,
          }
        },
      },
    ]
  })

/** Bodies, beside the floor's. */
const measureBodies: Part = async (hosts, { rounds, seconds, short }, surroundings) => {
  const results: Result[] = []
  for (const [words, path] of BODIES.filter((_, index) => !short || index === 1)) {
    results.push(
      await measureInTurn(hosts, rounds, async host => {
        const { app } = surroundings
        const port = await freePort()
        const url = `http://127.0.0.1:${port}${path}`
        const floor = () =>
          startScript(host, surroundings, { 'main.js': floorScript(port, app.port) }, port)
        const ways: [string, Running][] = [
          ...(host.isPipy
            ? [['floor', { url, headers: [], program: await floor() }] as [string, Running]]
            : []),
          ['main', await startMain(host, surroundings, [originalOf(app.port, 'HTTP', path)])],
        ]
        return ways.map(([subject, running]) => {
          const row = newRow('growth', `${words}, 1 client`, host.name, subject)
          return { row, running, run: () => measure(running, { clients: 1, seconds }) }
        })
      }),
    )
  }
  return {
    rows: results.flatMap(({ rows }) => rows),
    comparisons: results.flatMap(({ comparisons }) => comparisons),
  }
}
