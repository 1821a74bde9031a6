/** Start, reload, log, and the drop-in. */
import assert from 'node:assert/strict'
import { SidecarError } from '../../pipy/sidecar.ts'
import { distFile } from '../../scripts/paths.ts'
import { freePort, freePorts } from '../ports.ts'
import { until } from '../suite.ts'
import { answering, ok, startApp } from './app.ts'
import { ask, exchange, get, probe } from './client.ts'
import { configWith, entry } from './entries.ts'
import { api, host, serve, serveApp, sidecarSuite, startCodebase, startSidecar } from './sidecar.ts'

const test = sidecarSuite('lifecycle')

interface Broken {
  readonly config: string
  readonly message: RegExp
}
const broken: Record<string, Broken> = {
  'a list that is none': {
    config: configWith({}).replace('"LivenessProbes":null', '"LivenessProbes":7'),
    message: /Spec\.Probes\.LivenessProbes is neither null nor a list/,
  },
  'a port that is none': {
    config: configWith({ liveness: [{ httpGet: { port: 70000 } }] }),
    message: /Spec\.Probes\.LivenessProbes\[0\]\.httpGet\.port is 70000: a port number/,
  },
  'another kind’s port': {
    config: configWith({ liveness: [{ httpGet: { port: 15902 } }] }),
    message: /which is the port of readiness probes/,
  },
  'POD_IP that is not set': {
    config: configWith({}, { Target: 'POD_IP' }),
    message: /no POD_IP: set it from status\.podIP/,
  },
}
for (const [name, { config, message }] of Object.entries(broken)) {
  test(`a config with ${name} stops the start, with the place`, async () => {
    const port = await freePort()
    await assert.rejects(
      startSidecar(config, [port], { POD_IP: '' }),
      error => error instanceof SidecarError && message.test(error.message),
    )
  })
}

test('POD_IP is where the apps are asked when the option is on', async () => {
  const [app, port] = [await startApp(), await freePort()]
  const liveness = [entry(port, { port: app.port })]
  await startSidecar(configWith({ liveness }, { Target: 'POD_IP' }), [port], { POD_IP: '::1' })
  assert.equal(await ask(port, get('/osm-liveness-probe')), 200)
})

test('one line in the log when an outcome changes, not one a probe', async () => {
  const original = { container: 'bookstore', path: '/liveness' }
  const { app, declared, sidecar } = await serveApp(startApp(), original)
  for (let index = 0; index < 5; index += 1) await probe(declared)
  await app.stop()
  for (let index = 0; index < 5; index += 1) await probe(declared)
  const lines = () => sidecar.lines.filter(line => line.includes('probe bookstore liveness'))
  await until('the second line', () => lines().length >= 2)
  const [first = '', second = '', ...others] = lines()
  assert.match(first, /-> http:\/\/127\.0\.0\.1:\d+\/liveness: unknown -> success \(status 200\)/)
  assert.match(second, /success -> failure \(connection refused\)/)
  assert.deepEqual(others, [])
})

if (host.name.startsWith('pipy 2')) {
  test.skip('a new config at run time (needs SIGHUP, which Pipy 2 does not take)')
} else {
  test('SIGHUP takes a new config and refuses no probe; a broken one keeps the old', async () => {
    const one = await startApp(answering(ok('one')))
    const [two, port] = [await startApp(answering(ok('two'))), await freePort()]
    const [first, second] = [entry(port, { port: one.port }), entry(port, { port: two.port })]
    const sidecar = await serve({ liveness: [first] })
    const verdicts: string[] = []
    let probing = true
    const prober = (async () => {
      while (probing) {
        const { result, message } = await probe(first)
        verdicts.push(result === 'success' ? message : `${result}: ${message}`)
      }
    })()
    for (let round = 0; round < 10; round += 1) {
      const [config, expected] = round % 2 === 0 ? [second, 'two'] : [first, 'one']
      await sidecar.reload({ 'config.json': configWith({ liveness: [config] }) })
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
  })
}

if (api === 'functional') {
  test.skip('the drop-in of a mesh (is for codebases in the classic API)')
} else {
  test('the drop-in serves a mesh’s codebase: .use("probes.js", "liveness")', async () => {
    const [app, [liveness = 0, readiness = 0]] = [await startApp(), await freePorts(2)]
    await startCodebase({
      scripts: { 'main.js': distFile('probes.js'), 'probes.js': distFile('probes.js') },
      files: {
        'main.js': `pipy({})
          .listen(${liveness}).use('probes.js', 'liveness')
          .listen(${readiness}).use('probes.js', 'readiness')`,
        'config.js': '(() => JSON.decode(pipy.load("config.json")))()',
        'config.json': configWith({ liveness: [entry(liveness, { port: app.port })] }),
      },
      ports: [liveness, readiness],
    })
    assert.equal(await ask(liveness, get('/osm-liveness-probe')), 200)
    // Behind the mesh's own listen nothing runs before the client's first byte.
    assert.equal(await exchange(readiness, get('/osm-readiness-probe')), '')
  })
}

test('SIGTERM ends the host, and nothing is left', async () => {
  const { port, sidecar } = await serveApp()
  await sidecar.stop()
  await assert.rejects(exchange(port, ''))
})

test.run()
