/**
 * Load and faults, bounded in count and time, on loopback alone. The short form
 * is part of `npm test`; `npm run soak` sets SOAK=full and prints the figures.
 */
import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import type { Sidecar } from '../../pipy/sidecar.ts'
import { suite, until } from '../suite.ts'
import { answering, ok, startApp, type App } from './app.ts'
import { assertFlat, figuresOf, inParallel, middle, say, settled } from './figures.ts'
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

const IS_050 = host.name.startsWith('pipy 0.50')
const isFull = process.env.SOAK === 'full'
const test = suite('soak', isFull ? 600_000 : 60_000)
const times = (full: number, short: number): number => (isFull ? full : short)
const PATH = '/osm-liveness-probe'
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

const started = async (
  behave = answering(ok()),
): Promise<{ app: App; port: number; sidecar: Sidecar }> => {
  const [app, port] = [await startApp(behave), await freePort()]
  // The embedded host's heap is bounded, so that what grows is a leak, not a collector that takes its time.
  const sidecar = await startSidecar(
    configWith({ liveness: [entry(port, { port: app.port })] }),
    [port],
    { NODE_OPTIONS: '--max-old-space-size=64' },
  )
  return { app, port, sidecar }
}

const probes = times(20_000, 1000)
test(`${probes} probes with a connection each: all succeed, descriptors and memory stay`, async () => {
  const { port, sidecar } = await started()
  const ask = async () => assert.equal(statusOf(await exchange(port, get(PATH))), 200)
  // The first half fills pools and heaps; from then on nothing may grow.
  await inParallel(probes / 2, 8, ask)
  const before = figuresOf(sidecar)
  await inParallel(probes / 2, 8, ask)
  await settled(sidecar, before)
  assertFlat(before, say(`${probes} probes`, before, sidecar))
  await cleanUp()
})

const leavers = times(5000, 300)
test(`${leavers} clients that leave early leave nothing behind`, async () => {
  const { port, sidecar, app } = await started(() => {})
  const leave = () =>
    new Promise<void>(resolve => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(get(PATH))
        setImmediate(() => socket.destroy())
      })
      socket.on('close', () => resolve()).on('error', () => {})
    })
  const idle = figuresOf(sidecar)
  await inParallel(leavers / 2, 16, leave)
  await settled(sidecar, idle)
  const before = figuresOf(sidecar)
  await inParallel(leavers / 2, 16, leave)
  await settled(sidecar, before)
  assertFlat(before, say(`${leavers} early leavers`, before, sidecar))
  assert.equal(app.connections <= leavers, true)
  await cleanUp()
})

const halfOpen = times(200, 40)
test(`${halfOpen} clients that send a byte a second move no verdict`, async () => {
  const { port, sidecar } = await started()
  assert.equal(statusOf(await exchange(port, get(PATH))), 200)
  const before = figuresOf(sidecar)
  const sockets: Socket[] = []
  for (let index = 0; index < halfOpen; index += 1) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    sockets.push(socket)
  }
  const dripping = setInterval(
    () => sockets.forEach(socket => socket.writable && socket.write('G')),
    1000,
  )
  for (let index = 0; index < times(500, 50); index += 1)
    assert.equal(statusOf(await exchange(port, get(PATH))), 200)
  clearInterval(dripping)
  for (const socket of sockets) socket.destroy()
  await settled(sidecar, before)
  say(`${halfOpen} half-open clients`, before, sidecar)
  await cleanUp()
})

const restarts = times(50, 5)
test(`the app is restarted ${restarts} times: each verdict is right for the moment`, async () => {
  const { app: first, port, sidecar } = await started()
  const one = entry(port, { port: first.port })
  const before = figuresOf(sidecar)
  let app = first
  for (let index = 0; index < restarts; index += 1) {
    assert.equal((await probe(one)).status, 200)
    await app.stop()
    assert.equal((await probe(one)).status, 503)
    app = await startApp(answering(ok()), first.port)
  }
  await settled(sidecar, before)
  say(`${restarts} restarts of the app`, before, sidecar)
  await cleanUp()
})

test('ten containers at once, one of them hanging: no other verdict moves', async () => {
  const [port, healthy, hanging] = [
    await freePort(),
    await startApp(answering(ok())),
    await startApp(() => {}),
  ]
  const entries = Array.from({ length: 10 }, (_, index) =>
    entry(
      port,
      { port: index === 3 ? hanging.port : healthy.port, container: `c${index}` },
      { path: `${PATH}/c${index}` },
    ),
  )
  await serve({ liveness: entries })
  for (let round = 0; round < times(20, 2); round += 1) {
    const results = await Promise.all(entries.map(one => probe(one)))
    assert.deepEqual(
      results.map(({ result }) => result === 'success'),
      entries.map((_, index) => index !== 3),
    )
  }
  await cleanUp()
})

const inputs = times(20_000, 800)
test(`${inputs} generated inputs (seed ${seed}): a 4xx, a 505 or an end each, and nothing undeclared reaches the app`, async () => {
  const { app, port, sidecar } = await started()
  const before = figuresOf(sidecar)
  const piece = fc.oneof(
    fc.constantFrom(
      'GET ',
      'POST ',
      `GET ${PATH} HTTP/1.1\r\n`,
      'Host: x\r\n',
      'Host: y\r\n',
      '\r\n',
      '\n',
      '\r',
      '\0',
      ' ',
      '\t',
      ':',
      'Content-Length: 5\r\n',
      'Content-Length: -1\r\n',
      'Transfer-Encoding: chunked\r\n',
      'Transfer-Encoding : chunked\r\n',
      '0\r\n\r\n',
      'fffffffffffffffff\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'HTTP/1.1',
      ' HTTP/1.1\r\n',
      PATH,
      `${PATH}/~`,
      'Original-Http-Port: 22\r\n',
      'X y: z\r\n',
      ' folded\r\n',
      'http://127.0.0.1:1/',
      'CONNECT 127.0.0.1:22 HTTP/1.1\r\n',
      '\x16\x03\x01',
      '\xff\xfe',
      'Expect: 100-continue\r\n',
    ),
    fc.string({ maxLength: 20 }),
  )
  const input = fc.array(piece, { minLength: 1, maxLength: 12 }).map(parts => parts.join(''))
  const all = fc.sample(input, { numRuns: inputs, seed })
  await inParallel(all.length, 16, async index => {
    const bytes = Buffer.from(all[index - 1] ?? '', 'latin1')
    // The end of the client's stream ends heads that are incomplete.
    const answer = await new Promise<string>(resolve => {
      const socket = connect(port, '127.0.0.1', () => void socket.end(bytes))
      let text = ''
      socket
        .setEncoding('latin1')
        .on('data', part => void (text += part))
        .on('close', () => resolve(text))
        .on('error', () => {})
    })
    assert.equal(
      answer === '' || [200, 400, 404, 405, 413, 431, 505].includes(statusOf(answer)),
      true,
      `${JSON.stringify(bytes.toString('latin1'))} → ${answer.slice(0, 40)}`,
    )
  })
  for (const request of app.requests) assert.match(request, /^GET \/health HTTP\/1\.1\r\n/)
  await settled(sidecar, before)
  say(`${inputs} generated inputs`, before, sidecar)
  assert.equal(statusOf(await exchange(port, get(PATH))), 200)
  await cleanUp()
})

test('a header of 1 MiB and 10,000 headers are refused', async () => {
  const { app, port, sidecar } = await started()
  for (const fields of [`X: ${'y'.repeat(1 << 20)}\r\n`, 'X: y\r\n'.repeat(10_000)]) {
    const answer = await exchange(port, `GET ${PATH} HTTP/1.1\r\nHost: x\r\n${fields}\r\n`).catch(
      () => '',
    )
    assert.equal(answer === '' || statusOf(answer) === 431, true, answer.slice(0, 40))
  }
  assert.deepEqual([app.requests.length, sidecar.isRunning], [0, true])
  await cleanUp()
})

const heads = times(20_000, 1000)
test(`${heads} requests with ever new heads, some of them twice, fill nothing and slow no probe`, async () => {
  const { app, port, sidecar } = await started()
  // Long ones, so that those which are kept would be seen.
  const longest = 'x'.repeat(12_000)
  let probing: number[] = []
  const ask = async (index: number) => {
    const head = get(PATH, `X-New: ${index}`, `X-Long: ${longest}`)
    for (let time = 0; time < (index % 4 === 0 ? 2 : 1); time += 1)
      assert.equal(statusOf(await exchange(port, head)), 200)
    if (index % 20 !== 0) return
    // The kubelet's own, between them.
    const asked = performance.now()
    assert.equal(statusOf(await exchange(port, get(PATH))), 200)
    probing.push(performance.now() - asked)
  }
  await inParallel(heads / 2, 8, ask)
  const [before, first] = [figuresOf(sidecar), middle(probing)]
  probing = []
  await inParallel(heads / 2, 8, index => ask(heads / 2 + index))
  await settled(sidecar, before)
  assertFlat(
    before,
    say(
      `${heads} new heads, a probe between them ${first.toFixed(1)} → ${middle(probing).toFixed(1)} ms`,
      before,
      sidecar,
    ),
  )
  assert.equal(middle(probing) < first * 3 + 5, true, 'a probe takes longer')
  assert.equal(app.requests.length, heads * 1.25 + heads / 20)
  await cleanUp()
})

const followed = times(5000, 200)
if (!host.isPipy || IS_050) test.skip('several workers (need --threads, which Pipy has since 0.90)')
else {
  test(`two workers follow ${followed} redirects, whichever of them is asked next`, async () => {
    const app = await startApp(
      (socket, head) =>
        void socket.end(
          head.startsWith('GET /health ') ? ok('', '302 Found', 'Location: /health/') : ok('there'),
        ),
    )
    const port = await freePort()
    const one = entry(port, { port: app.port }, { timeoutSeconds: 10 })
    const sidecar = await startSidecar(configWith({ liveness: [one] }), [port], {}, [
      '--threads=2',
      '--reuse-port',
    ])
    const before = figuresOf(sidecar)
    await inParallel(followed, 16, async () => assert.equal((await probe(one)).message, 'there'))
    await settled(sidecar, before)
    say(`${followed} redirects on two workers`, before, sidecar)
    await cleanUp()
  })
}

const reloads = times(200, 10)
if (IS_050) test.skip('reloads under probes (need SIGHUP, which Pipy takes since 0.90)')
else {
  test(`${reloads} reloads under probes: none is refused or answered by the wrong route`, async () => {
    const [one, two, [port = 0, other = 0]] = [
      await startApp(answering(ok('one'))),
      await startApp(answering(ok('two'))),
      await freePorts(2),
    ]
    const config = (second: boolean) =>
      configWith({
        liveness: [entry(port, { port: one.port })],
        ...(second ? { readiness: [entry(other, { port: two.port })] } : {}),
      })
    const sidecar = await serve({ liveness: [entry(port, { port: one.port })] })
    const before = figuresOf(sidecar)
    const answers = new Map<string, number>()
    let probing = true
    const prober = (async () => {
      while (probing) {
        const { message } = await probe(entry(port, { port: one.port }))
        answers.set(message, (answers.get(message) ?? 0) + 1)
      }
    })()
    for (let index = 0; index < reloads; index += 1) {
      const second = index % 2 === 0
      await sidecar.reload({ 'config.json': config(second) })
      await until(`the second port to be ${second ? 'open' : 'closed'}`, () =>
        exchange(other, get(PATH)).then(
          answer => second && answer !== '',
          () => !second,
        ),
      )
    }
    probing = false
    await prober
    assert.deepEqual([...answers.keys()], ['one'])
    await settled(sidecar, before)
    say(`${reloads} reloads`, before, sidecar)
    await cleanUp()
  })
}

test.run()
