/** `pipy-probes run`: it serves, and ends in order whatever ends it. */
import assert from 'node:assert/strict'
import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileOf, newFolder, startCommand, type Running } from '../command.ts'
import { ok, startApp, stopApps } from '../e2e/app.ts'
import { exchange, get, statusOf } from '../e2e/client.ts'
import { podText } from '../manifest.ts'
import { suite, until } from '../suite.ts'

const test = suite('run', undefined, stopApps)

/** A Pod whose app listens on a port. */
const podWith = (port: number): string =>
  fileOf(
    'pod.yaml',
    podText('shop', `name: app, livenessProbe: {httpGet: {path: /x, port: ${port}}}`),
  )

/** Starts `run` with a folder of its own for what it writes. */
const start = (port = 14001): Running & { folder: string } => {
  const folder = newFolder()
  const args = ['run', '-f', podWith(port), '--host', 'embedded']
  return { folder, ...startCommand(args, { TMPDIR: folder }) }
}
const serving = ({ output }: Running) =>
  until('the command to serve', () => output().includes('serving'))
const assertNothingLeft = (folder: string) =>
  assert.deepEqual(
    readdirSync(folder).filter(name => name.startsWith('pipy-probes-')),
    [],
  )

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`run prints a line a probe, serves, and ends cleanly on ${signal}`, async () => {
    const running = start()
    await serving(running)
    const route = ':15901/osm-liveness-probe → 127.0.0.1:14001/x'
    assert.equal(running.output().split('\n').includes(`app  liveness  ${route}`), true)
    running.child.kill(signal)
    assert.equal(await running.ended, 0)
    assertNothingLeft(running.folder)
  })

  test(`${signal} under load: running probes are answered, and nothing is left`, async () => {
    const app = await startApp(socket => void setTimeout(() => socket.end(ok()), 500))
    const running = start(app.port)
    await serving(running)
    const probes = Array.from({ length: 50 }, () => exchange(15901, get('/osm-liveness-probe')))
    await until('all probes to reach the app', () => app.requests.length === 50)
    running.child.kill(signal)
    assert.deepEqual(
      (await Promise.all(probes)).map(statusOf),
      probes.map(() => 200),
    )
    assert.equal(await running.ended, 0)
    await assert.rejects(exchange(15901, ''))
    assertNothingLeft(running.folder)
  })
}

test('a busy port is named', async () => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(15901, () => resolve()))
  const { ended, output } = start()
  assert.equal(await ended, 2)
  assert.match(output(), /port 15901 is in use/)
  server.close()
})

test('run says so, and exits with 1, when its host ends by itself', async () => {
  const running = start()
  await serving(running)
  const { pid } = running.child
  const [host] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
  process.kill(Number(host), 'SIGKILL')
  assert.equal(await running.ended, 1)
  assert.match(running.output(), /the host ended by itself/)
})

test('run ends in order when its reader has enough', async () => {
  const running = start()
  const { child, ended, folder } = running
  await serving(running)
  child.stdout?.destroy()
  // The first outcome of a probe is a line, which nobody reads any more.
  await exchange(15901, get('/osm-liveness-probe')).catch(() => '')
  assert.equal(await ended, 0)
  await assert.rejects(exchange(15901, ''))
  assertNothingLeft(folder)
})

/** A program that says it is Pipy 2, and shows what it is given. */
const pipy2 = (): string => {
  const listen = `require('net').createServer(one => one.end()).listen(15901)`
  const file = fileOf(
    'pipy',
    `#!/bin/sh
[ "$1" = --version ] && echo "Version : 2.0.2" && exit
head -1 "$1" && exec "${process.execPath}" -e "${listen}"
`,
  )
  chmodSync(file, 0o755)
  return file
}

test('Pipy 2 is given what is built for it, and no SIGHUP, which would end it', async () => {
  const running = startCommand(['run', '-f', podWith(14001), '--pipy', pipy2()])
  await serving(running)
  assert.match(running.output(), /built from src\/pipy2\/main\.ts for Pipy 1\.5 and 2/)
  running.child.kill('SIGHUP')
  await until('the refusal', () =>
    running
      .output()
      .includes('pipy 2.0.2 takes no new configuration while it runs; the old configuration stays'),
  )
  running.child.kill('SIGTERM')
  assert.equal(await running.ended, 0)
})

test.run()
