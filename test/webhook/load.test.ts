/** Many reviews at once and one after the other, and certificates that are renewed meanwhile. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { Agent } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { until } from '../suite.ts'
import {
  ask,
  dial,
  makeCertificate,
  memoryOf,
  review,
  reviewOf,
  startWebhook,
  stopWebhooks,
  type Webhook,
  webhookSuite,
} from './webhook.ts'

const test = webhookSuite('webhook load', 90_000)

const shop = (number: number) => ({
  kind: 'Pod',
  metadata: { name: `shop-${number}` },
  spec: {
    containers: [
      { name: 'shop', livenessProbe: { httpGet: { path: `/${number}`, port: 8080 } } },
      { name: 'db', readinessProbe: { tcpSocket: { port: 5432 } } },
    ],
  },
})

/** Whether a review is answered with the patch of its own Pod. */
const isOwn = async (webhook: Webhook, number: number, agent?: Agent): Promise<boolean> => {
  const uid = `uid-${number}`
  const body = JSON.stringify(reviewOf(shop(number), { uid }))
  const { status, text } = await ask(webhook, body, agent ? { agent } : {})
  const { response } = status === 200 ? JSON.parse(text) : { response: {} }
  const patch = Buffer.from(response.patch ?? '', 'base64').toString()
  return response.uid === uid && patch.includes(`\\"path\\":\\"/${number}\\"`)
}

/** The subject of the certificate that a new connection gets. */
const servedName = async (webhook: Webhook): Promise<string> => {
  const socket: TLSSocket = dial(webhook)
  await new Promise((resolve, reject) => socket.on('secureConnect', resolve).on('error', reject))
  const { subject } = socket.getPeerCertificate()
  socket.destroy()
  return String(subject.CN)
}

test('200 reviews at once, each on a connection of its own, get each its own patch', async () => {
  const webhook = await startWebhook()
  const agent = new Agent({ ca: webhook.trusted })
  const own = await Promise.all(
    Array.from({ length: 200 }, (_, number) => isOwn(webhook, number, agent)),
  )
  assert.equal(own.filter(Boolean).length, 200)
})

test('memory is flat over thousands of reviews', async () => {
  const webhook = await startWebhook()
  const agent = new Agent({ keepAlive: true, maxSockets: 16, ca: webhook.trusted })
  const rounds = async (count: number) => {
    for (let round = 0; round < count; round += 1)
      await Promise.all(Array.from({ length: 100 }, (_, number) => isOwn(webhook, number, agent)))
  }
  await rounds(15)
  const before = memoryOf(webhook)
  await rounds(30)
  agent.destroy()
  const grown = memoryOf(webhook) - before
  assert.ok(grown < 15, `${grown} MiB more after 3,000 reviews`)
})

test('a Pod with more probes than a variable holds stays as it is, with a warning', async () => {
  const webhook = await startWebhook()
  const app = (number: number) => ({
    name: `app-${number}`,
    livenessProbe: { httpGet: { path: `/${number}`, port: 8080 } },
  })
  const containers = [{ name: 'sidecar' }, ...Array.from({ length: 600 }, (_, one) => app(one))]
  const response = await review(webhook, { kind: 'Pod', spec: { containers } })
  assert.equal(response.patch, undefined)
  assert.match(
    response.warnings[0],
    /pipy-probes\/config has \d+ bytes.*: the probes stay as they are$/,
  )
  assert.equal(response.warnings.length, 1)
})

test('certificates are renewed under load, and no review fails', async () => {
  const webhook = await startWebhook()
  let [isEnding, failed, done] = [false, 0, 0]
  const load = async (agent: Agent, worker: number) => {
    for (let number = worker; !isEnding; number += 10) {
      if (!(await isOwn(webhook, number, agent).catch(() => false))) failed += 1
      done += 1
    }
  }
  // Half of them connect anew for each review.
  const loads = Array.from({ length: 6 }, (_, worker) =>
    load(new Agent({ keepAlive: worker < 3, ca: webhook.trusted }), worker),
  )
  const names = new Set<string>()
  for (let renewal = 1; renewal <= 5; renewal += 1) {
    const wanted = done + 40
    await until('40 more reviews', () => done >= wanted, 30_000)
    await webhook.renew()
    await until('the new certificate', async () => {
      const name = await servedName(webhook)
      names.add(name)
      return name === `pipy-probes ${renewal}`
    })
  }
  isEnding = true
  await Promise.all(loads)
  assert.equal(failed, 0, `${failed} of ${done} reviews failed`)
  assert.ok(names.size >= 5)
})

test('a certificate without its key, or that is none, leaves the old pair in force', async () => {
  const webhook = await startWebhook()
  const { cert, key } = await makeCertificate('pipy-probes half')
  for (const text of [
    '',
    'nonsense',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    cert,
  ]) {
    writeFileSync(webhook.files.cert, text)
    assert.equal(await servedName(webhook), 'pipy-probes 0')
    assert.notEqual((await review(webhook, shop(1))).patch, undefined)
  }
  writeFileSync(webhook.files.key, key)
  await until('the whole pair', async () => (await servedName(webhook)) === 'pipy-probes half')
})

test.after(stopWebhooks)
test.run()
