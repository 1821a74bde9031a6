/** What the webhook starts with, and what keeps it from starting. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { Agent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { distFile } from '../../scripts/paths.ts'
import { host } from '../e2e/sidecar.ts'
import { freePort } from '../ports.ts'
import { suite, until } from '../suite.ts'
import {
  ask,
  isTooOld,
  makeCertificate,
  reviewOf,
  startWebhook,
  stopWebhooks,
  webhookSuite,
} from './webhook.ts'

const anywhere = suite('webhook anywhere')

anywhere('it starts, or says that the Pipy is too old', async () => {
  const starting = startWebhook()
  if (isTooOld) await assert.rejects(starting, /webhook\.js: Pipy 0\.90 or later is needed/)
  else
    assert.equal((await ask(await starting, '', { method: 'GET', path: '/healthz' })).status, 200)
})

anywhere.after(stopWebhooks)
anywhere.run()

const test = webhookSuite('webhook start', 60_000)

for (const [name, options, env, message] of [
  ['an unknown option', '--mash fsm', {}, 'OPTIONS: "--mash" is unknown: --mesh, --prefix,'],
  ['a word that is no option', 'fsm', {}, 'OPTIONS: "fsm" is unknown'],
  ['an option without its value', '--mesh', {}, 'OPTIONS: --mesh needs a value behind it'],
  [
    'an option in place of a value',
    '--mesh --https=terminate',
    {},
    'OPTIONS: --mesh needs a value',
  ],
  [
    'an unknown mesh',
    '--mesh x',
    {},
    'OPTIONS: --mesh "x" is unknown: osm-edge or fsm, or give --prefix',
  ],
  [
    'ports that are not four',
    '--ports 1,2',
    {},
    'OPTIONS: --ports "1,2" is not four different ports',
  ],
  ['an unknown way', '--https x', {}, 'OPTIONS: --https "x" is unknown: passthrough or terminate'],
  ['an unknown helper', '--healthcheck x', {}, 'OPTIONS: --healthcheck "x" is unknown'],
  ['a sidecar that has no such name', '--sidecar A_b', {}, 'OPTIONS: --sidecar "A_b" is no'],
  ['a port that is none', '', { PORT: 'x' }, 'PORT "x" is no port: a number from 1 to 65535 is'],
  [
    'no certificate',
    '',
    { TLS_CERT: '' },
    'TLS_CERT is not set: give it the path of a file in PEM',
  ],
  [
    'no file for the key',
    '',
    { TLS_KEY: '/nowhere' },
    'TLS_KEY "/nowhere" cannot be read, or is empty',
  ],
] as const) {
  test(`${name} stops the start, with a message`, async () => {
    await assert.rejects(startWebhook(options, env), ({ message: said }: Error) => {
      assert.ok(said.includes(`webhook.js: ${message}`), said)
      return true
    })
  })
}

test('options are read as on a command line, the last of one counts', async () => {
  const webhook = await startWebhook(' --mesh=osm-edge\t--mesh fsm\n--healthcheck   sidecar ')
  const pod = {
    kind: 'Pod',
    spec: { containers: [{ name: 'a', livenessProbe: { tcpSocket: { port: 5 } } }] },
  }
  const { text } = await ask(webhook, JSON.stringify(reviewOf(pod)))
  const patch = Buffer.from(JSON.parse(text).response.patch, 'base64').toString()
  assert.match(patch, /"\/fsm-healthcheck"/)
  assert.doesNotMatch(patch, /"command"/)
})

/** The command itself, until it serves; gives what it printed. */
const serving = async (args: readonly string[]) => {
  const which = host.isPipy ? ['--pipy', host.command[0]] : ['--host', 'embedded']
  const child = spawn(process.execPath, [distFile('pipy-probes.js'), 'webhook', ...args, ...which])
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (output += text))
  const ended = new Promise<number | null>(resolve => child.on('exit', resolve))
  await until(
    'the webhook to serve',
    () => output.includes('Ctrl-C ends it') || child.exitCode !== null,
  )
  return { child, ended, output }
}

test('the command makes a certificate, prints its caBundle, and ends in order', async () => {
  const port = await freePort()
  const { child, ended, output } = await serving(['--port', `${port}`, '--mesh', 'fsm'])
  const ca = Buffer.from(/^caBundle: (\S+)$/m.exec(output)?.[1] ?? '', 'base64').toString()
  assert.match(ca, /^-----BEGIN CERTIFICATE-----/)
  const agent = new Agent({ ca })
  const { status } = await ask({ port, agent } as never, '', { method: 'GET', path: '/healthz' })
  assert.equal(status, 200)
  assert.match(output, new RegExp(`serving https://localhost:${port}/mutate`))
  child.kill('SIGINT')
  assert.equal(await ended, 0)
})

test('the command serves with a user’s own certificate', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'own-'))
  const { cert, key, trusted } = await makeCertificate()
  writeFileSync(join(folder, 'cert'), cert)
  writeFileSync(join(folder, 'key'), key)
  const port = await freePort()
  const files = ['--cert', join(folder, 'cert'), '--key', join(folder, 'key')]
  const { child, ended, output } = await serving(['--port', `${port}`, ...files])
  assert.doesNotMatch(output, /caBundle/)
  const agent = new Agent({ ca: trusted })
  const { status } = await ask({ port, agent } as never, '', { method: 'GET', path: '/readyz' })
  assert.equal(status, 200)
  child.kill('SIGTERM')
  assert.equal(await ended, 0)
})

test.after(stopWebhooks)
test.run()
