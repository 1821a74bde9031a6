/** The webhook’s entry itself, from its TypeScript. */
import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { Agent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../ports.ts'
import { suite, until } from '../suite.ts'
import {
  ask,
  exchange,
  makeCertificate,
  patched,
  review,
  reviewOf,
  type Webhook,
} from '../webhook/webhook.ts'
import { listenAll, loadEntry } from './inProcess.ts'

const test = suite('webhook entry')

const folder = mkdtempSync(join(tmpdir(), 'webhook-entry-'))
const files = { TLS_CERT: join(folder, 'cert'), TLS_KEY: join(folder, 'key') }

const write = async (name: string): Promise<string> => {
  const { cert, key, trusted } = await makeCertificate(name)
  writeFileSync(files.TLS_CERT, cert)
  writeFileSync(files.TLS_KEY, key)
  return trusted
}

/** Serves in this process; what its tests of the host need beside is not here. */
const serving = async (): Promise<{ webhook: Webhook; stop: () => void }> => {
  const trusted = await write('first')
  const port = await freePort()
  Object.assign(process.env, files, { PORT: `${port}`, OPTIONS: '--mesh=fsm --sidecar pipy' })
  const servers = await listenAll(await loadEntry('webhook', '{}'))
  const agent = new Agent({ keepAlive: true, ca: trusted })
  const stop = () => {
    agent.destroy()
    for (const server of servers) server.close()
  }
  return { webhook: { port, agent, trusted } as Webhook, stop }
}

const POD = {
  kind: 'Pod',
  metadata: { name: 'shop', annotations: null },
  spec: {
    containers: [
      { name: 'shop', readinessProbe: { tcpSocket: { port: 5432 } } },
      { name: 'pipy', startupProbe: { httpGet: { path: '/\x01', port: 80 } } },
    ],
  },
}

test('it reviews Pods, and remembers those that are alike', async () => {
  const { webhook, stop } = await serving()
  const once = patched(POD, await review(webhook, POD))
  assert.deepEqual(once, patched(POD, await review(webhook, POD)))
  assert.equal(
    once.spec.containers.at(-1).env.find(({ name }: { name: string }) => name === 'SCRIPT').value,
    'the script',
  )
  assert.equal((await review(webhook, once)).patch, undefined)
  assert.equal(
    JSON.parse(once.metadata.annotations['pipy-probes/config']).Spec.Probes.LivenessProbes,
    null,
  )
  stop()
})

test('it says what is no review, and what is left alone', async () => {
  const { webhook, stop } = await serving()
  const bodies = [
    '',
    '[]',
    '{}',
    '{"kind":"AdmissionReview"}',
    JSON.stringify(reviewOf(POD, { uid: '' })),
  ]
  bodies.push(JSON.stringify({ ...reviewOf(POD), request: 1 }), '['.repeat(60_000))
  bodies.push('{"a":'.repeat(300) + '1' + '}'.repeat(300))
  for (const body of [...bodies, Buffer.from([0xff])])
    assert.equal((await ask(webhook, body)).status, 400)
  for (const [object, more] of [
    [POD, { operation: 'UPDATE' }],
    [POD, { subResource: 'status' }],
    [{ kind: 'Job' }, {}],
    [{ kind: 'Pod', spec: 1 }, {}],
    [{ ...POD, metadata: 1 }, {}],
    [{ ...POD, metadata: { annotations: { 'pipy-probes/originals': 'x' } } }, {}],
    [{ ...POD, metadata: { annotations: { 'pipy-probes/originals': '{"originals":{' } } }, {}],
  ] as const) {
    const { patch, warnings } = await review(webhook, object, more)
    assert.deepEqual([patch, warnings.length], [undefined, 1])
  }
  stop()
})

test('it reads requests strictly, and answers each', async () => {
  const { webhook, stop } = await serving()
  for (const [how, status] of [
    [{ method: 'GET', path: '/healthz' }, 200],
    [{ method: 'GET' }, 405],
    [{ path: '/' }, 404],
    [{ type: 'text/plain' }, 415],
  ] as const)
    assert.equal((await ask(webhook, '{}', how)).status, status)
  for (const [bytes, status] of [
    ['x\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nHost: a\r\nx: ${'y'.repeat(20_000)}`, 431],
    ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', 411],
    ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n', 413],
    [Buffer.from('GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n', 'latin1'), 400],
  ] as const)
    assert.match(await exchange(webhook, bytes), new RegExp(`^HTTP/1.1 ${status} `))
  assert.match(await exchange(webhook, 'GET /healthz HTTP/1.1\r\nHost: a\r\n'), /^HTTP\/1.1 408 /)
  stop()
})

test('it takes a renewed certificate', async () => {
  const { webhook, stop } = await serving()
  writeFileSync(files.TLS_CERT, 'half')
  assert.equal((await ask(webhook, '', { method: 'GET', path: '/readyz' })).status, 200)
  await write('second')
  await until('a connection with it', async () => {
    const agent = new Agent({ ca: webhook.trusted })
    return (await ask(webhook, '', { method: 'GET', path: '/readyz', agent })).status === 200
  })
  stop()
})

for (const [name, env] of [
  ['a port', { PORT: '0' }],
  ['an option', { OPTIONS: 'x' }],
  ['a value', { OPTIONS: '--mesh' }],
  ['a mesh', { OPTIONS: '--mesh x' }],
  ['a sidecar', { OPTIONS: '--sidecar _' }],
  ['an image', { OPTIONS: '--image=' }],
  ['a target', { OPTIONS: '--target x' }],
  ['no certificate', { TLS_CERT: '' }],
  ['no key', { TLS_KEY: '/nowhere' }],
] as const) {
  test(`${name} that is wrong ends the script`, async () => {
    Object.assign(process.env, files, { PORT: '1', OPTIONS: '' }, env)
    await assert.rejects(loadEntry('webhook', '{}'), TypeError)
  })
}

test.run()
