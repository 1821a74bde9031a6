/** Start, reload, log, and the drop-in. */
import assert from 'node:assert/strict'
import { Sidecar, SidecarError } from '../../pipy/sidecar.ts'
import { distFile } from '../../scripts/paths.ts'
import { suite, until } from '../suite.ts'
import { answering, ok, startApp } from './app.ts'
import {
  cleanUp,
  configWith,
  entry,
  exchange,
  freePort,
  freePorts,
  get,
  host,
  probe,
  serve,
  startSidecar,
  statusOf,
} from './sidecar.ts'

const test = suite('lifecycle')

const broken: [string, string, RegExp][] = [
  [
    'a list that is none',
    configWith({}).replace('"LivenessProbes":null', '"LivenessProbes":7'),
    /Spec\.Probes\.LivenessProbes is neither null nor a list/,
  ],
  [
    'a port that is none',
    configWith({ liveness: [{ httpGet: { port: 70000 } }] }),
    /Spec\.Probes\.LivenessProbes\[0\]\.httpGet\.port is 70000: a port number/,
  ],
  [
    'another kind’s port',
    configWith({ liveness: [{ httpGet: { port: 15902 } }] }),
    /which is the port of readiness probes/,
  ],
  [
    'POD_IP that is not set',
    configWith({}, { Target: 'POD_IP' }),
    /no POD_IP: set it from status\.podIP/,
  ],
]
for (const [name, config, message] of broken) {
  test(`a config with ${name} stops the start, with the place`, async () => {
    const port = await freePort()
    await assert.rejects(
      startSidecar(config, [port], { POD_IP: '' }),
      error => error instanceof SidecarError && message.test(error.message),
    )
    await cleanUp()
  })
}

test('POD_IP is where the apps are asked when the option is on', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  await startSidecar(
    configWith({ liveness: [entry(port, { port: app.port })] }, { Target: 'POD_IP' }),
    [port],
    { POD_IP: '::1' },
  )
  assert.equal(statusOf(await exchange(port, get('/osm-liveness-probe'))), 200)
  await cleanUp()
})

test('one line in the log when an outcome changes, not one a probe', async () => {
  const [app, port] = [await startApp(answering(ok())), await freePort()]
  const one = entry(port, { port: app.port, container: 'bookstore', path: '/liveness' })
  const sidecar = await serve({ liveness: [one] })
  for (let index = 0; index < 5; index += 1) await probe(one)
  await app.stop()
  for (let index = 0; index < 5; index += 1) await probe(one)
  const lines = () => sidecar.lines.filter(line => line.includes('probe bookstore liveness'))
  await until('the second line', () => lines().length >= 2)
  assert.equal(lines().length, 2)
  assert.match(
    lines()[0] ?? '',
    /-> http:\/\/127\.0\.0\.1:\d+\/liveness: unknown -> success \(status 200\)/,
  )
  assert.match(lines()[1] ?? '', /success -> failure \(connection refused\)/)
  await cleanUp()
})

if (host.name.startsWith('pipy 0.50')) {
  test.skip('a new config at run time (needs SIGHUP, which Pipy takes since 0.90)')
} else {
  test('SIGHUP takes a new config without refusing a probe; a broken one keeps the old and says so', async () => {
    const [one, two, port] = [
      await startApp(answering(ok('one'))),
      await startApp(answering(ok('two'))),
      await freePort(),
    ]
    const [first, second] = [entry(port, { port: one.port }), entry(port, { port: two.port })]
    const sidecar = await serve({ liveness: [first] })
    const verdicts: string[] = []
    let probing = true
    const prober = (async () => {
      while (probing) {
        const verdict = await probe(first)
        verdicts.push(
          verdict.result === 'success' ? verdict.message : `${verdict.result}: ${verdict.message}`,
        )
      }
    })()
    for (let round = 0; round < 10; round += 1) {
      const expected = round % 2 === 0 ? 'two' : 'one'
      await sidecar.reload({
        'config.json': configWith({ liveness: [round % 2 === 0 ? second : first] }),
      })
      await until(`answers from app ${expected}`, () => verdicts.at(-1) === expected)
    }
    await sidecar.reload({ 'config.json': '{"Spec":{"Probes":{"LivenessProbes":"broken"}}}' })
    await until('the message', () =>
      sidecar.lines.some(line => line.includes('LivenessProbes is neither null nor a list')),
    )
    const count = verdicts.length
    await until('more probes', () => verdicts.length > count + 5)
    probing = false
    await prober
    assert.deepEqual([...new Set(verdicts)].sort(), ['one', 'two'])
    assert.equal(verdicts.at(-1), 'one')
    await cleanUp()
  })
}

test('the drop-in serves a mesh’s codebase: .use("probes.js", "liveness")', async () => {
  const [app, [liveness = 0, readiness = 0]] = [await startApp(answering(ok())), await freePorts(2)]
  const main =
    `pipy().listen(${liveness}).use('probes.js', 'liveness').listen(${readiness}).use('probes.js', 'readiness')\n`.replace(
      'pipy()',
      'pipy({})',
    )
  const sidecar = await Sidecar.start({
    host,
    scripts: { 'main.js': distFile('probes.js'), 'probes.js': distFile('probes.js') },
    files: {
      'main.js': main.trim(),
      'config.js': '(() => JSON.decode(pipy.load("config.json")))()',
      'config.json': configWith({ liveness: [entry(liveness, { port: app.port })] }),
    },
    ports: [liveness, readiness],
  })
  assert.equal(statusOf(await exchange(liveness, get('/osm-liveness-probe'))), 200)
  // Behind the mesh's own listen nothing runs before the client's first byte.
  assert.equal(await exchange(readiness, get('/osm-readiness-probe')), '')
  await sidecar.stop()
  await cleanUp()
})

test('SIGTERM ends the host, and nothing is left', async () => {
  const port = await freePort()
  const sidecar = await serve({ liveness: [entry(port, { port: 1 })] })
  await sidecar.stop()
  await assert.rejects(exchange(port, ''))
  await cleanUp()
})

test.run()
