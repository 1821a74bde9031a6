/** The command, as a user types it. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { distFile, version } from '../../scripts/paths.ts'
import { ok, startApp } from '../e2e/app.ts'
import { exchange, get, statusOf } from '../e2e/client.ts'
import { suite, until } from '../suite.ts'

const test = suite('command')
const folder = mkdtempSync(join(tmpdir(), 'command-'))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const run = (...args: string[]) =>
  spawnSync(process.execPath, [distFile('pipy-probes.js'), ...args], {
    encoding: 'utf8',
    timeout: 20_000,
  })

const POD =
  'kind: Pod\nmetadata: {name: shop}\nspec: {containers: [{name: app, livenessProbe: {httpGet: {path: /x, port: 14001}}}]}\n'

test('--help and --version print and exit with 0', () => {
  assert.match(run('--help').stdout, /Usage: pipy-probes COMMAND/)
  assert.match(run('run', '--help').stdout, /Usage: pipy-probes run -f POD\.yaml/)
  assert.equal(run('--version').stdout.trim(), version())
})

const refused: [string, string[], RegExp][] = [
  ['no command', [], /^pipy-probes: no command is given/],
  ['an unknown command', ['serve'], /^pipy-probes: "serve" is no command/],
  ['an unknown option', ['run', '--nope'], /^pipy-probes: Unknown option '--nope'/],
  ['neither Pod nor config', ['run'], /give a Pod with -f, or a config with --config/],
  ['a missing file', ['run', '-f', 'nowhere.yaml'], /"nowhere\.yaml" does not exist/],
  [
    'YAML that is broken',
    ['run', '-f', file('broken.yaml', 'kind: Pod\n  a: [\n')],
    /broken\.yaml:\d+:\d+: /,
  ],
  [
    'no Pod',
    ['run', '-f', file('service.yaml', 'kind: Service\n')],
    /service\.yaml" holds no Pod: give a Pod/,
  ],
  [
    'several Pods',
    ['run', '-f', file('two.yaml', `${POD}---\n${POD}`)],
    /holds 2 Pods \("shop", "shop"\): choose one with --name/,
  ],
  [
    'a Pod without probes',
    ['run', '-f', file('bare.yaml', 'kind: Pod\nspec: {containers: [{name: a}]}\n')],
    /has no httpGet or tcpSocket probe to serve/,
  ],
  [
    'a config that is no JSON',
    ['run', '--config', file('config.json', '{')],
    /config\.json" is no JSON/,
  ],
  [
    'a config that is not understood',
    ['run', '--config', file('bad.json', '{"Probes": 1}')],
    /bad\.json: Probes is no object/,
  ],
  [
    'an unknown host',
    ['run', '-f', file('pod.yaml', POD), '--host', 'envoy'],
    /--host "envoy" is unknown: auto, pipy or embedded/,
  ],
  ['an unknown mesh', ['rewrite', '--mesh', 'istio'], /--mesh "istio" is unknown: osm-edge or fsm/],
  [
    'ports that are not four',
    ['iptables', '--ports', '1,2,3'],
    /--ports "1,2,3" is not four different ports/,
  ],
  ['a chain that is no name', ['iptables', '--chain', 'a b'], /--chain "a b" is no chain's name/],
  [
    'an unknown form',
    ['rewrite', '-o', 'xml', '-f', file('pod.yaml', POD)],
    /-o "xml" is unknown: yaml, json, patch or diff/,
  ],
  [
    'a patch of several objects',
    ['rewrite', '-o', 'patch', '-f', file('three.yaml', `${POD}---\n${POD}`)],
    /-o patch is for one object/,
  ],
  [
    'an empty folder',
    ['rewrite', '-f', mkdtempSync(join(tmpdir(), 'empty-'))],
    /holds no \.yaml, \.yml or \.json file/,
  ],
  ['-i on standard input', ['rewrite', '-i'], /-i needs files: standard input has no place/],
  ['config without a Pod', ['config'], /give a Pod with -f/],
  [
    'an annotation that is broken',
    [
      'config',
      '-f',
      file(
        'annotated.yaml',
        POD.replace(
          '{name: shop}',
          '{name: shop, annotations: {pipy-probes/originals: \'{"originals":{\'}}',
        ),
      ),
    ],
    /is not one of ours/,
  ],
  [
    'a pipy that is none',
    ['run', '-f', file('pod.yaml', POD), '--pipy', '/bin/false'],
    /--pipy "\/bin\/false" is no Pipy/,
  ],
]
for (const [name, args, message] of refused) {
  test(`${name}: one clear line, exit code 2`, () => {
    const { status, stderr, stdout } = run(...args)
    assert.equal(status, 2, stderr)
    assert.match(stderr, message)
    assert.doesNotMatch(stderr, /\n\s+at /)
    assert.equal(stdout, '')
  })
}

test('a busy port is named', async () => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(15901, () => resolve()))
  const { status, stderr } = run('run', '-f', file('pod.yaml', POD), '--host', 'embedded')
  assert.equal(status, 2)
  assert.match(stderr, /port 15901 is in use/)
  server.close()
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`run prints a line a probe, serves, and ends cleanly on ${signal}`, async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'run-'))
    const child = spawn(
      process.execPath,
      [distFile('pipy-probes.js'), 'run', '-f', file('pod.yaml', POD), '--host', 'embedded'],
      { env: { ...process.env, TMPDIR: temporary } },
    )
    let output = ''
    child.stdout.on('data', text => void (output += text))
    await until('the command to serve', () => output.includes('serving'))
    assert.match(output, /^app {2}liveness {2}:15901\/osm-liveness-probe → 127\.0\.0\.1:14001\/x$/m)
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.kill(signal)
    assert.equal(await ended, 0)
    assert.deepEqual(
      readdirSync(temporary).filter(name => name.startsWith('pipy-probes-')),
      [],
    )
  })
}

test('run says so, and exits with 1, when its host ends by itself', async () => {
  const child = spawn(process.execPath, [
    distFile('pipy-probes.js'),
    'run',
    '-f',
    file('pod.yaml', POD),
    '--host',
    'embedded',
  ])
  let [output, errors] = ['', '']
  child.stdout.on('data', text => void (output += text))
  child.stderr.on('data', text => void (errors += text))
  await until('the command to serve', () => output.includes('serving'))
  const ended = new Promise(resolve => child.once('exit', resolve))
  const [host] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
    .trim()
    .split(' ')
  process.kill(Number(host), 'SIGKILL')
  assert.equal(await ended, 1)
  assert.match(errors, /the host ended by itself/)
})

test('run ends in order when its reader has enough', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'reader-'))
  const child = spawn(
    process.execPath,
    [distFile('pipy-probes.js'), 'run', '-f', file('pod.yaml', POD), '--host', 'embedded'],
    { env: { ...process.env, TMPDIR: temporary } },
  )
  child.stdout.once('data', () => child.stdout.destroy())
  assert.equal(await new Promise(resolve => child.once('exit', resolve)), 0)
  await assert.rejects(exchange(15901, ''))
  assert.deepEqual(
    readdirSync(temporary).filter(name => name.startsWith('pipy-probes-')),
    [],
  )
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} under load: running probes end with their answers, exit code 0, nothing left`, async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'load-'))
    const app = await startApp(socket => void setTimeout(() => socket.end(ok()), 500))
    const pod = file('load.yaml', POD.replace('14001', `${app.port}`))
    const child = spawn(
      process.execPath,
      [distFile('pipy-probes.js'), 'run', '-f', pod, '--host', 'embedded'],
      { env: { ...process.env, TMPDIR: temporary } },
    )
    let output = ''
    child.stdout.on('data', text => void (output += text))
    await until('the command to serve', () => output.includes('serving'))
    const running = Array.from({ length: 50 }, () => exchange(15901, get('/osm-liveness-probe')))
    await until('all probes to reach the app', () => app.requests.length === 50)
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.kill(signal)
    assert.deepEqual(
      (await Promise.all(running)).map(statusOf),
      running.map(() => 200),
    )
    assert.equal(await ended, 0)
    await assert.rejects(exchange(15901, ''))
    assert.deepEqual(
      readdirSync(temporary).filter(name => name.startsWith('pipy-probes-')),
      [],
    )
    await app.stop()
  })
}

test.run()
