/** Reviews as an API server of Kubernetes 1.32 sends them, over TLS. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parseArgs } from 'node:util'
import { rewritingFrom } from '../../scripts/commands/options.ts'
import { rewriteDocument } from '../../scripts/manifests/rewrite.ts'
import { REWRITE_OPTIONS } from '../../src/pod/options.ts'
import { patchOf } from '../../src/pod/patch.ts'
import { stored } from '../pod/apiServer.ts'
import { pod } from '../pod/generated.ts'
import {
  ask,
  patched,
  review,
  reviewOf,
  startWebhook,
  stopWebhooks,
  type Webhook,
  webhookSuite,
} from './webhook.ts'

const test = webhookSuite('webhook reviews', 60_000)

type Json = any

/** What the command makes of an object by the same options: the object, and the patch’s text. */
const byCommand = (object: unknown, words: string): { after: Json; patch: string | undefined } => {
  const { values } = parseArgs({ args: words.split(' ').filter(Boolean), options: REWRITE_OPTIONS })
  const source = { file: 'pod', number: 1, line: 0, text: JSON.stringify(object) }
  const options = { ...rewritingFrom(values), undo: false, anyKind: false }
  const { after, before, edits } = rewriteDocument(source, options)
  return { after, patch: edits.length === 0 ? undefined : JSON.stringify(patchOf(before, edits)) }
}

const textOf = (patch: string | undefined): string | undefined =>
  patch === undefined ? undefined : Buffer.from(patch, 'base64').toString('utf8')

const shop = (more: object = {}): Json => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { generateName: 'shop-6f7c9-', namespace: 'default', labels: { app: 'shop' } },
  spec: {
    containers: [
      {
        name: 'shop',
        image: 'shop',
        livenessProbe: { httpGet: { path: '/live', port: 8080 } },
        readinessProbe: { tcpSocket: { port: 5432 } },
      },
    ],
    ...more,
  },
})

let usual: Webhook | undefined
const webhook = async (): Promise<Webhook> => (usual ??= await startWebhook())

test('a Pod of a controller is patched, and the review goes back with its uid', async () => {
  const { status, headers, text } = await ask(
    await webhook(),
    JSON.stringify(reviewOf(stored(shop()), { name: '' })),
  )
  assert.equal(status, 200)
  assert.equal(headers['content-type'], 'application/json')
  const { response, ...rest } = JSON.parse(text)
  assert.deepEqual(rest, { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' })
  assert.deepEqual(Object.keys(response).sort(), ['allowed', 'patch', 'patchType', 'uid'])
  assert.equal(response.uid, '705ab4f5-6393-11e8-b7cc-42010a800002')
  assert.equal(response.allowed, true)
  assert.equal(response.patchType, 'JSONPatch')
  assert.deepEqual(patched(stored(shop()), response), byCommand(stored(shop()), '').after)
})

test('a Pod without probes gets no patch', async () => {
  const object = { kind: 'Pod', spec: { containers: [{ name: 'shop' }] } }
  assert.deepEqual(await review(await webhook(), object), {
    uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
    allowed: true,
  })
})

test('a second call changes nothing, nor after defaults and another’s container', async () => {
  for (const container of [
    { name: 'agent', image: 'agent' },
    { name: 'sidecar', image: 'pipy' },
  ]) {
    const object = shop({ containers: [...shop().spec.containers, container] })
    const once = patched(stored(object), await review(await webhook(), stored(object)))
    assert.equal((await review(await webhook(), once)).patch, undefined)
    const again = stored(once)
    again.spec.containers.unshift({ name: 'meshed', image: 'other', env: [{ name: 'A' }] })
    assert.equal((await review(await webhook(), stored(again))).patch, undefined)
  }
})

test('a container that another webhook has added since is rewritten in a second call', async () => {
  const once = stored(patched(shop(), await review(await webhook(), shop())))
  once.spec.containers.push({ name: 'late', livenessProbe: { httpGet: { port: 9090 } } })
  const twice = patched(once, await review(await webhook(), once))
  assert.equal(twice.spec.containers.at(-1).livenessProbe.httpGet.port, 15901)
  assert.deepEqual(twice, byCommand(once, '').after)
})

test('a dry run is answered alike', async () => {
  const [dry, real] = [
    await review(await webhook(), shop(), { dryRun: true }),
    await review(await webhook(), shop(), { dryRun: false }),
  ]
  assert.deepEqual(dry, real)
})

test('the sidecar that is in the Pod gets its config, a native one too', async () => {
  const native = { name: 'pipy', image: 'pipy', restartPolicy: 'Always', env: [{ name: 'A' }] }
  const object = shop({ initContainers: [{ name: 'setup' }, native] })
  const after = patched(object, await review(await webhook(), object))
  const sidecar = after.spec.initContainers.find(({ name }: Json) => name === 'pipy')
  assert.deepEqual(sidecar.env, [
    { name: 'A' },
    {
      name: 'PIPY_PROBES_CONFIG',
      valueFrom: {
        fieldRef: { apiVersion: 'v1', fieldPath: "metadata.annotations['pipy-probes/config']" },
      },
    },
  ])
  const config = JSON.parse(after.metadata.annotations['pipy-probes/config'])
  assert.equal(config.Spec.Probes.LivenessProbes[0].original.path, '/live')
  assert.deepEqual(after, byCommand(object, '').after)
})

test('a Pod on the host’s network is left alone, with the reason', async () => {
  const response = await review(await webhook(), shop({ hostNetwork: true }))
  assert.equal(response.patch, undefined)
  assert.deepEqual(response.warnings, [
    'spec.hostNetwork is true, so that no mesh is in the way: the probes stay as they are',
  ])
})

test('each probe that is left alone is a warning of at most 120 characters', async () => {
  const object = shop({
    containers: ['a', 'b'.repeat(63)].map(name => ({
      name,
      livenessProbe: { httpGet: { port: 'none' } },
      readinessProbe: { httpGet: { port: 80, host: '10.0.0.1\u0001\n'.repeat(30) } },
      startupProbe: { tcpSocket: { port: 15901 } },
    })),
  })
  const { warnings, patch } = await review(await webhook(), object)
  assert.equal(patch, undefined)
  assert.equal(warnings.length, 6)
  for (const warning of warnings) assert.match(warning, /^container "(a|b+)": [^\0-\x1f]{1,120}$/)
  assert.ok(warnings.every((warning: string) => warning.length <= 120))
})

for (const [name, object, more, warning] of [
  ['a Deployment', { kind: 'Deployment', spec: {} }, {}, /not "Deployment"/],
  ['no object', null, { operation: 'DELETE' }, /not "DELETE"/],
  ['an update', shop(), { operation: 'UPDATE' }, /not "UPDATE"/],
  ['a subresource', shop(), { subResource: 'ephemeralcontainers' }, /ephemeralcontainers/],
  ['a Pod without containers', { kind: 'Pod', spec: {} }, {}, /spec\.containers is missing/],
  [
    'a Pod whose probe is none',
    shop({ containers: [{ name: 'a', livenessProbe: 1 }] }),
    {},
    /is 1/,
  ],
] as const) {
  test(`${name} is admitted as it is, with a warning`, async () => {
    const { allowed, patch, warnings } = await review(await webhook(), object, more)
    assert.equal(allowed, true)
    assert.equal(patch, undefined)
    assert.equal(warnings.length, 1)
    assert.match(warnings[0], warning)
    assert.ok(warnings[0].length <= 120)
  })
}

for (const [name, annotation] of [
  ['no JSON', '{"originals":{'],
  ['something else', 'x'],
  [
    'JSON of another form',
    '{"originals":{"shop":{"livenessProbe":{"httpGet":null,"tcpSocket":7}}}}',
  ],
] as const) {
  test(`an annotation that is ${name} leaves the Pod alone, or is made good`, async () => {
    const object = shop()
    object.metadata.annotations = { 'pipy-probes/originals': annotation }
    const { allowed, patch, warnings } = await review(await webhook(), object)
    assert.equal(allowed, true)
    if (patch === undefined) {
      assert.equal(warnings.length, 1)
      assert.match(warnings[0], /pipy-probes/)
    }
    // … and the next one is served.
    assert.notEqual((await review(await webhook(), shop())).patch, undefined)
  })
}

test('every character of a path comes out as it went in', async () => {
  const controls = Array.from({ length: 33 }, (_, code) => String.fromCharCode(code)).join('')
  for (const path of [controls, `/${controls}\x7f"\\`, '/ü€😀\u2028', '/\\a\\v\\u0041', '/$&~1']) {
    const object = shop()
    object.spec.containers[0].livenessProbe.httpGet.path = path
    object.spec.containers.push({ name: 'sidecar' })
    const response = await review(await webhook(), object)
    assert.equal(textOf(response.patch), byCommand(object, '').patch, JSON.stringify(path))
  }
})

test('1,000 ports are resolved by name', async () => {
  const ports = Array.from({ length: 1000 }, (_, index) => ({
    name: `p${index}`,
    containerPort: 20_000 + index,
  }))
  const container = { name: 'a', ports, livenessProbe: { httpGet: { port: 'p999' } } }
  const object = shop({ containers: [container] })
  const after = patched(object, await review(await webhook(), object))
  assert.match(after.metadata.annotations['pipy-probes/originals'], /"port":"p999"/)
  assert.deepEqual(after, byCommand(object, '').after)
})

for (const words of [
  '',
  '--https terminate --healthcheck sidecar --sidecar init',
  '--mesh fsm --sidecar none --sidecar two --sidecar init --image=example.com/pipy',
]) {
  test(`for any Pod the patch makes what the command does (${words || 'no options'})`, async () => {
    const started = await startWebhook(words)
    await fc.assert(
      fc.asyncProperty(pod, async object => {
        const response = await review(started, object)
        const { after, patch } = byCommand(object, words)
        assert.equal(textOf(response.patch), patch)
        assert.deepEqual(patched(object, response), after)
      }),
      { numRuns: 150 },
    )
  })
}

test.after(stopWebhooks)
test.run()
