/** Applications that fail, restart and redirect, and configs that change, under probes. */
import assert from 'node:assert/strict'
import { answering, movedTo, ok, pathOf, startApp } from '../e2e/app.ts'
import { exchange, get, probe } from '../e2e/client.ts'
import { configWith, entry } from '../e2e/entries.ts'
import { host, serve, startSidecar } from '../e2e/sidecar.ts'
import { freePort, freePorts } from '../ports.ts'
import { until } from '../suite.ts'
import { figuresOf, inParallel, say, settled } from './figures.ts'
import { IS_050, IS_2, PATH, serveBounded, soakSuite, times } from './soak.ts'

const test = soakSuite('soak: applications')

const restarts = times(50, 5)
test(`the app is restarted ${restarts} times: each verdict is right for the moment`, async () => {
  const { app: first, declared, sidecar } = await serveBounded()
  const before = figuresOf(sidecar)
  let app = first
  for (let index = 0; index < restarts; index += 1) {
    assert.equal((await probe(declared)).status, 200)
    await app.stop()
    assert.equal((await probe(declared)).status, 503)
    app = await startApp(answering(ok()), first.port)
  }
  await settled(sidecar, before)
  say(`${restarts} restarts of the app`, before, sidecar)
})

test('ten containers at once, one of them hanging: no other verdict moves', async () => {
  const [healthy, hanging] = [await startApp(), await startApp(() => {})]
  const port = await freePort()
  const entries = Array.from({ length: 10 }, (_, index) => {
    const app = index === 3 ? hanging : healthy
    const original = { port: app.port, container: `c${index}` }
    return entry(port, original, { path: `${PATH}/c${index}` })
  })
  await serve({ liveness: entries })
  for (let round = 0; round < times(20, 2); round += 1) {
    const results = await Promise.all(entries.map(one => probe(one)))
    assert.deepEqual(
      results.map(({ result }) => result === 'success'),
      entries.map((_, index) => index !== 3),
    )
  }
})

const followed = times(5000, 200)
if (!host.isPipy || IS_050) test.skip('several workers (need --threads, which Pipy has since 0.90)')
else {
  test(`two workers follow ${followed} redirects, whichever of them is asked next`, async () => {
    const app = await startApp(
      (socket, head) =>
        void socket.end(pathOf(head) === '/health' ? movedTo('/health/') : ok('there')),
    )
    const port = await freePort()
    const one = entry(port, { port: app.port }, { timeoutSeconds: 10 })
    const workers = ['--threads=2', '--reuse-port']
    const sidecar = await startSidecar(configWith({ liveness: [one] }), [port], {}, workers)
    const before = figuresOf(sidecar)
    await inParallel(followed, 16, async () => assert.equal((await probe(one)).message, 'there'))
    await settled(sidecar, before)
    say(`${followed} redirects on two workers`, before, sidecar)
  })
}

const reloads = times(200, 10)
if (IS_2) test.skip('reloads under probes (need SIGHUP, which Pipy 2 does not take)')
else {
  test(`${reloads} reloads under probes: none is refused, or takes a wrong route`, async () => {
    const [one, two] = [await startApp(answering(ok('one'))), await startApp(answering(ok('two')))]
    const [port = 0, other = 0] = await freePorts(2)
    const declared = entry(port, { port: one.port })
    const readiness = [entry(other, { port: two.port })]
    const sidecar = await serve({ liveness: [declared] })
    const before = figuresOf(sidecar)
    const answers = new Set<string>()
    let probing = true
    const prober = (async () => {
      while (probing) answers.add((await probe(declared)).message)
    })()
    for (let index = 0; index < reloads; index += 1) {
      const second = index % 2 === 0
      const config = configWith({ liveness: [declared], ...(second ? { readiness } : {}) })
      await sidecar.reload({ 'config.json': config })
      await until(`the second port to be ${second ? 'open' : 'closed'}`, () =>
        exchange(other, get(PATH)).then(
          answer => second && answer !== '',
          () => !second,
        ),
      )
    }
    probing = false
    await prober
    assert.deepEqual([...answers], ['one'])
    await settled(sidecar, before)
    say(`${reloads} reloads`, before, sidecar)
  })
}

test.run()
