/** Whatever clients send: what is malformed, what is too long, and what is ever new. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import fc from 'fast-check'
import { ask, exchange, get, head, statusOf } from '../e2e/client.ts'
import { assertFlat, figuresOf, inParallel, middle, say, settled } from './figures.ts'
import { PATH, serveBounded, soakSuite, times } from './soak.ts'

const test = soakSuite('soak: inputs')
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

/** Pieces of requests, a line each; `·` stands for a blank at an end. */
const PIECES = String.raw`
  GET·
  POST·
  GET ${PATH} HTTP/1.1\r\n
  Host: x\r\n
  Host: y\r\n
  \r\n
  \n
  \r
  \u0000
  ·
  \t
  :
  Content-Length: 5\r\n
  Content-Length: -1\r\n
  Transfer-Encoding: chunked\r\n
  Transfer-Encoding : chunked\r\n
  0\r\n\r\n
  fffffffffffffffff\r\n
  PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n
  HTTP/1.1
  ·HTTP/1.1\r\n
  ${PATH}
  ${PATH}/~
  Original-Http-Port: 22\r\n
  X y: z\r\n
  ·folded\r\n
  http://127.0.0.1:1/
  CONNECT 127.0.0.1:22 HTTP/1.1\r\n
  \u0016\u0003\u0001
  \u00ff\u00fe
  Expect: 100-continue\r\n`
const pieces = PIECES.trim()
  .split(/\n */)
  .map(line => JSON.parse(`"${line.replace('·', ' ')}"`) as string)

const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 20 }))
const input = fc.array(piece, { minLength: 1, maxLength: 12 }).map(parts => parts.join(''))

/** What comes back for a client's bytes, whose end ends heads that are incomplete. */
const answerTo = (port: number, bytes: Buffer): Promise<string> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => void socket.end(bytes))
    let text = ''
    socket
      .setEncoding('latin1')
      .on('data', part => void (text += part))
      .on('close', () => resolve(text))
      .on('error', () => {})
  })

const inputs = times(20_000, 800)
const GENERATED = `${inputs} generated inputs (seed ${seed})`
test(`${GENERATED}: an answer or an end each, and the app sees declared paths`, async () => {
  const { app, port, sidecar } = await serveBounded()
  const before = figuresOf(sidecar)
  const all = fc.sample(input, { numRuns: inputs, seed })
  await inParallel(all.length, 16, async index => {
    const bytes = Buffer.from(all[index - 1] ?? '', 'latin1')
    const answer = await answerTo(port, bytes)
    assert.equal(
      answer === '' || [200, 400, 404, 405, 413, 431, 505].includes(statusOf(answer)),
      true,
      `${JSON.stringify(bytes.toString('latin1'))} → ${answer.slice(0, 40)}`,
    )
  })
  for (const request of app.requests) assert.match(request, /^GET \/health HTTP\/1\.1\r\n/)
  await settled(sidecar, before)
  say(`${inputs} generated inputs`, before, sidecar)
  assert.equal(await ask(port, get(PATH)), 200)
})

test('a header of 1 MiB and 10,000 headers are refused', async () => {
  const { app, port, sidecar } = await serveBounded()
  const many = Array.from({ length: 10_000 }, () => 'X: y')
  for (const fields of [[`X: ${'y'.repeat(1 << 20)}`], many]) {
    const request = head(`GET ${PATH} HTTP/1.1`, 'Host: x', ...fields)
    const answer = await exchange(port, request).catch(() => '')
    assert.equal(answer === '' || statusOf(answer) === 431, true, answer.slice(0, 40))
  }
  assert.deepEqual([app.requests.length, sidecar.isRunning], [0, true])
})

const heads = times(20_000, 1000)
test(`${heads} ever new heads, some of them twice, fill nothing and slow no probe`, async () => {
  const { app, port, sidecar } = await serveBounded()
  // Long ones, so that those which are kept would be seen.
  const longest = 'x'.repeat(12_000)
  let probing: number[] = []
  const send = async (index: number) => {
    const request = get(PATH, `X-New: ${index}`, `X-Long: ${longest}`)
    for (let time = 0; time < (index % 4 === 0 ? 2 : 1); time += 1)
      assert.equal(await ask(port, request), 200)
    if (index % 20 !== 0) return
    // The kubelet's own, between them.
    const asked = performance.now()
    assert.equal(await ask(port, get(PATH)), 200)
    probing.push(performance.now() - asked)
  }
  await inParallel(heads / 2, 8, send)
  const [before, first] = [figuresOf(sidecar), middle(probing)]
  probing = []
  await inParallel(heads / 2, 8, index => send(heads / 2 + index))
  await settled(sidecar, before)
  const took = `a probe between them ${first.toFixed(1)} → ${middle(probing).toFixed(1)} ms`
  assertFlat(before, say(`${heads} new heads, ${took}`, before, sidecar))
  assert.equal(middle(probing) < first * 3 + 5, true, 'a probe takes longer')
  assert.equal(app.requests.length, heads * 1.25 + heads / 20)
})

test.run()
