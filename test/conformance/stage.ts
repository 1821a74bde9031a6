/** Plays a small script on the host of this run, and compares what came of it with what Pipy gave. */
import assert from 'node:assert/strict'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { Sidecar } from '../../pipy/sidecar.ts'
import type { PipyLine } from '../../build/pipyjs/words.ts'
import { certificate } from '../e2e/app.ts'
import { host } from '../e2e/sidecar.ts'
import { freePort } from '../ports.ts'
import { suite, until } from '../suite.ts'

/** What a client does, in turn: it sends a text, waits for one, ends its side (`'END'`), or resets (`'RESET'`). */
export type Step = string | { readonly waitFor: string }

/** A script, and who talks to it. */
export interface Scene {
  /** `{port}` is where it listens, `{app}` where the application does, `{closed}` where nobody does. */
  readonly script: string
  /** Other files of the codebase. */
  readonly files?: Readonly<Record<string, string>>
  readonly client?: readonly Step[]
  /** What the application does with a connection; it notes what it gets by itself. */
  readonly app?: (socket: Socket) => void
  /** The same for an application that speaks TLS. */
  readonly secure?: (socket: Socket) => void
  /** The address that the client dials. */
  readonly address?: string
  readonly env?: Readonly<Record<string, string>>
}

/** The same on every Pipy, or by version; the embedded host follows 1.5 but for what Node cannot. */
export type ByVersion<Value> =
  | Value
  | ({ readonly [line in PipyLine | 'embedded']?: Value } & { readonly else: Value })

/** What Pipy makes of a scene. */
export interface Seen {
  /** What the client received. */
  readonly received?: ByVersion<string>
  /** How its connection ended: `open` where it does not, `refused` where the script did not start. */
  readonly ended: ByVersion<'end' | 'reset' | 'open' | 'refused'>
  /** What the application saw: `connected`, the texts, `end`, `reset`. */
  readonly app?: ByVersion<string>
  /** A part of a line that the host printed. */
  readonly log?: ByVersion<string>
}

/** A connection that is silent for so long is taken to stay open, in milliseconds. */
const QUIET = 300
const LIMIT = 8000

/** Rows of scenes. They are played side by side, since each mostly waits. */
export const rows = (name: string) => {
  const test = suite(name)
  const lanes = Array.from({ length: 3 }, () => Promise.resolve())
  let count = 0
  const row = (title: string, scene: Scene, seen: Seen): void => {
    const lane = count++ % lanes.length
    const turn = (lanes[lane] ?? Promise.resolve()).then(() => play(scene, seen))
    lanes[lane] = turn.catch(() => {})
    test(title, () => turn)
  }
  return { row, run: () => test.run() }
}

/** Starts the scene's script, plays the client, and compares. */
const play = async (scene: Scene, seen: Seen): Promise<void> => {
  const [port, closed] = [await freePort(), await freePort()]
  const app = await startApp(scene)
  const ports = { '{port}': port, '{closed}': closed, '{app}': app.port }
  const fill = (text: string) =>
    Object.entries(ports).reduce((filled, [name, one]) => filled.replaceAll(name, `${one}`), text)
  const scripts = Object.entries({ 'main.js': scene.script, ...scene.files })
  const files = Object.fromEntries(scripts.map(([name, text]) => [name, fill(text)]))
  const sidecar = await Sidecar.start({ host, scripts: {}, files, ports: [], env: scene.env ?? {} })
  try {
    const ended = here(seen.ended)
    const listens = () => sidecar.lines.some(line => /listening on/i.test(line))
    const settled = until(
      'the script to listen or to end',
      () => !sidecar.isRunning || listens(),
      ended === 'refused' ? 3000 : LIMIT,
    )
    // Pipy 1.5.14 now and then hangs while it ends.
    await (ended === 'refused' ? settled.catch(() => {}) : settled)
    const refused = { received: '', ended: 'refused' }
    const got = listens() ? await talk(port, scene, ended === 'open' ? QUIET : LIMIT) : refused
    assert.deepEqual(
      got,
      { received: fill(here(seen.received) ?? ''), ended },
      sidecar.lines.join('\n'),
    )
    const log = here(seen.log)
    if (log !== undefined) {
      await until(
        `a line with "${log}"`,
        () => sidecar.lines.some(line => line.includes(log)),
        LIMIT,
      ).catch((error: Error) => assert.fail(`${error.message}:\n${sidecar.lines.join('\n')}`))
    }
    const saw = here(seen.app)
    if (saw !== undefined) {
      await until('the application', () => app.saw.join(' ') === saw, 2000).catch(() =>
        assert.equal(app.saw.join(' '), saw),
      )
    }
  } finally {
    await sidecar.stop()
    app.stop()
  }
}

const here = <Value>(value: ByVersion<Value>): Value => {
  if (typeof value !== 'object' || value === null || !('else' in value)) return value as Value
  return (value as { [line: string]: Value })[hostLine] ?? value.else
}

/** The line of Pipy that this run's host is of. */
export const hostLine = (/^pipy (\d+\.\d+)/.exec(host.name)?.[1] ?? 'embedded') as
  | PipyLine
  | 'embedded'

const talk = (
  port: number,
  scene: Scene,
  limit: number,
): Promise<{ received: string; ended: string }> =>
  new Promise(resolve => {
    let received = ''
    let left = [...(scene.client ?? [])]
    let timer: NodeJS.Timeout | undefined
    const socket = connect({ host: scene.address ?? '127.0.0.1', port, allowHalfOpen: true })
    const done = (ended: string) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ received, ended })
    }
    const goOn = () => {
      clearTimeout(timer)
      timer = setTimeout(done, limit, 'open')
      for (let step = left[0]; step !== undefined; step = left[0]) {
        if (typeof step === 'object' && !received.includes(step.waitFor)) return
        if (step === 'RESET') {
          socket.resetAndDestroy()
          return done('reset')
        }
        if (step === 'END') socket.end()
        else if (typeof step === 'string') socket.write(step, 'latin1')
        left = left.slice(1)
      }
    }
    socket.setEncoding('latin1').on('data', (piece: string) => {
      received += piece
      goOn()
    })
    socket.on('connect', goOn)
    socket.on('end', () => done('end'))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      done(error.code === 'ECONNREFUSED' ? 'refused' : 'reset'),
    )
  })

const startApp = async ({ app = () => {}, secure }: Scene) => {
  const saw: string[] = []
  const sockets = new Set<Socket>()
  const serve = (behave: (socket: Socket) => void) => (socket: Socket) => {
    saw.push('connected')
    socket.on('data', bytes => saw.push(bytes.toString('latin1')))
    socket.on('end', () => saw.push('end')).on('error', () => saw.push('reset'))
    behave(socket)
  }
  const pems = secure && (await certificate())
  const server =
    secure && pems
      ? createTlsServer({ key: pems.private, cert: pems.cert }, serve(secure))
      : createServer({ allowHalfOpen: true }, serve(app))
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { port: (server.address() as AddressInfo).port, saw, stop }
}
