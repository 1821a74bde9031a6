/** Plays scenes on the host of this run, and compares what came of each with what Pipy gave. */
import assert from 'node:assert/strict'
import { Sidecar } from '../../pipy/sidecar.ts'
import { host } from '../e2e/sidecar.ts'
import { freePort } from '../ports.ts'
import { suite, until } from '../suite.ts'
import { startApplication, type Application } from './application.ts'
import { talk, type Talk } from './client.ts'
import type { ByVersion, HostLine, Scene, Seen } from './scene.ts'

/** What a scene's filters follow; `_n` is a variable that each row may use. */
export const LISTENER = "pipy({ _n: 0 }).listen('0.0.0.0:{port}')"

/** Scenes by the sentences that they show. */
export type Rows = Readonly<Record<string, readonly [Scene, Seen]>>

/** Runs rows, each a test. They are played side by side, since each mostly waits. */
export function play(name: string, rows: Rows): void {
  const test = suite(name)
  const lanes = Array.from({ length: 3 }, () => Promise.resolve())
  for (const [index, [title, [scene, seen]]] of Object.entries(rows).entries()) {
    const lane = index % lanes.length
    const turn = (lanes[lane] ?? Promise.resolve()).then(() => compare(scene, seen))
    lanes[lane] = turn.catch(() => {})
    test(title, () => turn)
  }
  test.run()
}

/** The line of Pipy that this run's host is of. */
export const hostLine = (/^pipy (\d+\.\d+)/.exec(host.name)?.[1] ?? 'embedded') as HostLine

/** In milliseconds: to stay silent, for a client to stay open; to be refused; and all else. */
const TIMES = { quiet: 300, refusal: 3000, app: 2000, limit: 8000 }

/** Starts the scene's script, plays its client, and compares. */
const compare = async (scene: Scene, seen: Seen): Promise<void> => {
  const [port, closed] = [await freePort(), await freePort()]
  const app = await startApplication(scene)
  const fill = (text: string) =>
    text
      .replaceAll('{port}', `${port}`)
      .replaceAll('{closed}', `${closed}`)
      .replaceAll('{app}', `${app.port}`)
  const script = scene.script ?? `${LISTENER}${scene.filters ?? ''}`
  const codebase = Object.entries({ 'main.js': script, ...scene.files })
  const files = Object.fromEntries(codebase.map(([name, text]) => [name, fill(text)]))
  const sidecar = await Sidecar.start({ host, scripts: {}, files, ports: [], env: scene.env ?? {} })
  try {
    const ended = here(seen.ended)
    const got = await answerOf(sidecar, port, scene, ended)
    const expected = { received: fill(here(seen.received) ?? ''), ended }
    assert.deepEqual(got, expected, sidecar.lines.join('\n'))
    await compareLog(sidecar, here(seen.log))
    await compareApp(app, here(seen.app))
  } finally {
    await sidecar.stop()
    app.stop()
  }
}

/** What the client gets of the script, once it listens. */
const answerOf = async (
  sidecar: Sidecar,
  port: number,
  { address = '127.0.0.1', client = [] }: Scene,
  ended: Talk['ended'],
): Promise<Talk> => {
  const listens = () => sidecar.lines.some(line => /listening on/i.test(line))
  const isSettled = () => !sidecar.isRunning || listens()
  const what = 'the script to listen or to end'
  // Pipy 1.5.14 now and then hangs while it ends.
  if (ended === 'refused') await until(what, isSettled, TIMES.refusal).catch(() => {})
  else await until(what, isSettled, TIMES.limit)
  if (!listens()) return { received: '', ended: 'refused' }
  return talk({ host: address, port }, client, ended === 'open' ? TIMES.quiet : TIMES.limit)
}

const compareLog = async (sidecar: Sidecar, part: string | undefined): Promise<void> => {
  if (part === undefined) return
  const isThere = () => sidecar.lines.some(line => line.includes(part))
  await until(`a line with "${part}"`, isThere, TIMES.limit).catch((error: Error) =>
    assert.fail(`${error.message}:\n${sidecar.lines.join('\n')}`),
  )
}

const compareApp = async ({ saw }: Application, expected: string | undefined): Promise<void> => {
  if (expected === undefined) return
  await until('the application', () => saw.join(' ') === expected, TIMES.app).catch(() =>
    assert.equal(saw.join(' '), expected),
  )
}

/** What holds on this run's host. */
const here = <Value>(value: ByVersion<Value>): Value => {
  if (typeof value !== 'object' || value === null || !('else' in value)) return value as Value
  return (value as { [line: string]: Value })[hostLine] ?? value.else
}
