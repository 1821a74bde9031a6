/** Rewriting of what an API server gives back, with its defaults filled in. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { configOf } from '../../src/pod/config.ts'
import { contractOf } from '../../src/pod/contract.ts'
import { applyEdits } from '../../src/pod/edits.ts'
import { DEFAULT_IMAGE } from '../../src/pod/helper.ts'
import { rewriteTemplate, undoTemplate, type TemplateOptions } from '../../src/pod/template.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { documentsOf } from '../../scripts/manifests/documents.ts'
import { parseDocument } from '../../scripts/manifests/parse.ts'
import { rewriteDocument } from '../../scripts/manifests/rewrite.ts'
import { suite } from '../suite.ts'
import { stored } from './apiServer.ts'
import { options, pod } from './generated.ts'

const test = suite('API server')

type Json = any

const editsOf = (object: unknown, chosen: TemplateOptions) =>
  rewriteTemplate(object as PodTemplate, chosen).edits
const rewritten = (object: unknown, chosen: TemplateOptions): Json =>
  applyEdits(object, editsOf(object, chosen))
const undone = (object: unknown): unknown => applyEdits(object, undoTemplate(object as PodTemplate))
const textOf = (text: string) => ({ file: 'pod', number: 1, line: 0, text })

const holds = (name: string, check: (object: Json, chosen: TemplateOptions) => void, runs = 1000) =>
  test(name, () => fc.assert(fc.property(pod, options, check), { numRuns: runs }))

holds('a rewritten Pod that comes back with defaults is not rewritten again', (object, chosen) => {
  assert.deepEqual(editsOf(stored(rewritten(object, chosen)), chosen), [])
})

holds('an undo gives back the Pod, with its defaults', (object, chosen) => {
  assert.deepEqual(stored(undone(stored(rewritten(object, chosen)))), stored(object))
})

holds('an undo takes nothing away that a cluster has filled in', (object, chosen) => {
  // Empty annotations and null are a manifest's own, and an undo gives them back.
  const { metadata: _one, ...left } = undone(stored(rewritten(object, chosen))) as Json
  const { metadata: _other, ...wanted } = stored(object)
  if (left.spec.initContainers === null) delete left.spec.initContainers
  for (const container of [left, wanted].flatMap(({ spec }) => [
    ...(spec.initContainers ?? []),
    ...spec.containers,
  ])) {
    for (const field of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
      if (container[field]?.tcpSocket?.host === '') delete container[field].tcpSocket.host
    }
  }
  assert.deepEqual(left, wanted)
})

holds('the config is the same, byte for byte', (object, chosen) => {
  const config = (template: unknown) =>
    JSON.stringify(configOf(template as PodTemplate, chosen.contract, chosen))
  const before = config(object)
  assert.equal(config(stored(object)), before)
  assert.equal(config(rewritten(object, chosen)), before)
  assert.equal(config(stored(rewritten(object, chosen))), before)
})

holds(
  'a Pod that had its defaults before, as every webhook sees it, is rewritten to the same',
  (object, chosen) => {
    assert.deepEqual(
      withoutRecord(stored(rewritten(stored(object), chosen))),
      withoutRecord(stored(rewritten(object, chosen))),
    )
  },
)

/** The record keeps a probe as it was when it was first rewritten, with its defaults or before. */
const withoutRecord = (object: Json): Json => {
  const copy = structuredClone(object)
  if (copy.metadata?.annotations) delete copy.metadata.annotations['pipy-probes/originals']
  return copy
}

holds('other options afterwards give what they give at once', (object, chosen) => {
  const others: TemplateOptions[] = [
    { ...chosen, https: chosen.https === 'terminate' ? 'passthrough' : 'terminate' },
    { ...chosen, healthcheck: 'sidecar', target: 'POD_IP' },
    { ...chosen, healthcheck: 'container', target: '127.0.0.1' },
    { ...chosen, contract: contractOf('fsm') },
    {
      ...chosen,
      contract: { prefix: 'osm', ports: { liveness: 1, readiness: 2, startup: 3, healthcheck: 4 } },
    },
  ]
  for (const other of others) {
    assert.deepEqual(
      withoutRecord(stored(rewritten(stored(rewritten(object, chosen)), other))),
      withoutRecord(stored(rewritten(object, other))),
    )
  }
})

for (const [form, write] of [
  ['YAML', (value: unknown) => stringify(value)],
  ['JSON', (value: unknown) => `${JSON.stringify(value, null, 2)}\n`],
] as const) {
  holds(
    `${form}: the text with defaults stays, byte for byte, and is edited where options change`,
    (object, chosen) => {
      const given = { ...chosen, undo: false, anyKind: false }
      const text = write(stored(rewritten(object, chosen)))
      const again = rewriteDocument(textOf(text), given)
      assert.equal(again.text, text)
      assert.deepEqual(again.edits, [])
      const other: TemplateOptions = { ...chosen, contract: contractOf('fsm') }
      assert.deepEqual(
        rewriteDocument(textOf(text), { ...given, ...other }).after,
        rewritten(stored(rewritten(object, chosen)), other),
      )
    },
    300,
  )
}

const SCRIPT = 'the script'
const helped: TemplateOptions = {
  contract: contractOf('osm'),
  https: 'passthrough',
  helper: { image: undefined, script: SCRIPT },
}
const withTcp = (...ports: number[]): Json => ({
  kind: 'Pod',
  metadata: { name: 'shop' },
  spec: {
    containers: ports.map(port => ({
      name: `c${port}`,
      image: 'app',
      livenessProbe: { tcpSocket: { port } },
    })),
  },
})
const helperOf = (object: Json): Json =>
  object.spec.containers.find(({ name }: Json) => name.endsWith('-healthcheck'))
const changed = (object: Json, chosen: TemplateOptions): string[] =>
  editsOf(object, chosen)
    .map(({ path }) => path.join('.'))
    .filter(path => !path.includes('annotations'))

test('what an operator changes in the helper stays: image, resources, rights, variables of others', () => {
  const object = stored(rewritten(withTcp(5432), helped))
  Object.assign(helperOf(object), {
    image: 'registry.example/pipy:1',
    resources: {},
    securityContext: { runAsUser: 1000 },
  })
  helperOf(object).env.unshift({ name: 'TZ', value: 'UTC' })
  assert.deepEqual(editsOf(object, helped), [])
})

test('another declared port changes one variable of the helper in place', () => {
  const object = stored(rewritten(withTcp(5432), helped))
  helperOf(object).image = 'registry.example/pipy:1'
  object.spec.containers.push(withTcp(6379).spec.containers[0])
  assert.deepEqual(changed(object, helped), [
    'spec.containers.2.livenessProbe.tcpSocket',
    'spec.containers.2.livenessProbe.httpGet',
    'spec.containers.1.env.0.value',
  ])
  const helper = helperOf(rewritten(object, helped))
  assert.equal(helper.env[0].value, '5432,6379')
  assert.equal(helper.image, 'registry.example/pipy:1')
  assert.equal(helper.imagePullPolicy, 'IfNotPresent')
})

test('other ports and another prefix change what the helper listens on, is asked for and called', () => {
  const object = stored(rewritten(withTcp(5432), helped))
  const contract = { prefix: 'fsm', ports: { ...helped.contract.ports, healthcheck: 25904 } }
  assert.deepEqual(
    changed(object, { ...helped, contract }).filter(path => path.startsWith('spec.containers.1')),
    [
      'spec.containers.1.name',
      'spec.containers.1.command',
      'spec.containers.1.env.1.value',
      'spec.containers.1.env.2.value',
      'spec.containers.1.ports.0.containerPort',
    ],
  )
  const after = rewritten(object, { ...helped, contract })
  assert.deepEqual(helperOf(after).ports, [{ containerPort: 25904, protocol: 'TCP' }])
  assert.deepEqual(editsOf(stored(after), { ...helped, contract }), [])
})

test('an image that is asked for is the helper’s, the default one only a new helper’s', () => {
  const asked = { ...helped, helper: { image: 'mine/pipy:2', script: SCRIPT } }
  const object = stored(rewritten(withTcp(5432), helped))
  assert.equal(helperOf(object).image, DEFAULT_IMAGE)
  assert.deepEqual(changed(object, asked), ['spec.containers.1.image'])
  assert.deepEqual(editsOf(stored(rewritten(object, asked)), helped), [])
})

test('variables and ports that someone has taken from the helper come back', () => {
  const object = stored(rewritten(withTcp(5432), helped))
  Object.assign(helperOf(object), {
    env: [
      { name: 'TZ', value: 'UTC' },
      { name: 'SCRIPT', valueFrom: { configMapKeyRef: {} } },
    ],
    ports: undefined,
  })
  assert.deepEqual(
    helperOf(rewritten(object, helped)).env.map(({ name, value }: Json) => [name, value]),
    [
      ['TZ', 'UTC'],
      ['SCRIPT', SCRIPT],
      ['DECLARED_PORTS', '5432'],
      ['HEALTHCHECK_PATH', '/osm-healthcheck'],
      ['HEALTHCHECK_PORT', '15904'],
    ],
  )
  assert.deepEqual(helperOf(rewritten(object, helped)).ports, [{ containerPort: 15904 }])
})

test('a named port whose number has changed since is checked at its new number', () => {
  const container = {
    name: 'db',
    ports: [{ name: 'db', containerPort: 5432 }],
    livenessProbe: { tcpSocket: { port: 'db' } },
  }
  const object = stored(rewritten({ kind: 'Pod', spec: { containers: [container] } }, helped))
  object.spec.containers[0].ports[0].containerPort = 5433
  const after = rewritten(object, helped)
  assert.deepEqual(after.spec.containers[0].livenessProbe.httpGet.httpHeaders, [
    { name: 'Original-Tcp-Port', value: '5433' },
  ])
  assert.equal(helperOf(after).env[0].value, '5433')
})

test('a container that a later webhook adds is taken in, before or after the others', () => {
  const http = (name: string) => ({
    name,
    image: name,
    livenessProbe: { httpGet: { path: `/${name}`, port: 80 } },
  })
  const object = stored(rewritten({ kind: 'Pod', spec: { containers: [http('one')] } }, helped))
  for (const add of ['push', 'unshift'] as const) {
    const later = structuredClone(object)
    later.spec.containers[add](http('two'))
    const after = rewritten(stored(later), helped)
    const paths = Object.fromEntries(
      after.spec.containers.map(({ name, livenessProbe }: Json) => [
        name,
        livenessProbe.httpGet.path,
      ]),
    )
    assert.deepEqual(paths, { one: '/osm-liveness-probe/one', two: '/osm-liveness-probe/two' })
    assert.deepEqual(editsOf(stored(after), helped), [])
    const { one, two } = JSON.parse(after.metadata.annotations['pipy-probes/originals']).originals
    assert.deepEqual(
      [one.livenessProbe.httpGet, two.livenessProbe.httpGet],
      [
        { path: '/one', port: 80 },
        { path: '/two', port: 80, scheme: 'HTTP' },
      ],
    )
  }
})

const corpus = new URL('../../../shared/corpus/', import.meta.url).pathname
const manifests = existsSync(corpus)
  ? readdirSync(corpus).filter(file => file.endsWith('.yaml'))
  : []
if (manifests.length === 0) test.skip('the corpus, which is not here (../shared/corpus)')
for (const file of manifests) {
  for (const write of [stringify, (value: unknown) => JSON.stringify(value, null, 4)]) {
    test(`corpus: ${file} comes back as ${write === stringify ? 'YAML' : 'JSON'} with defaults, is not rewritten again, and is undone to what it was`, async () => {
      let rewrittenDocuments = 0
      for (const https of ['passthrough', 'terminate'] as const) {
        for await (const source of documentsOf(corpus + file)) {
          const given = { ...helped, https, undo: false, anyKind: false }
          const first = rewriteDocument(source, given)
          if (first.edits.length === 0) continue
          rewrittenDocuments += 1
          const text = write(stored(first.after))
          const again = rewriteDocument(textOf(text), given)
          assert.deepEqual(again.edits, [])
          assert.equal(again.text, text)
          assert.deepEqual(
            rewriteDocument(textOf(text), { ...given, undo: true }).after,
            stored(parseDocument(source)?.object),
          )
        }
      }
      assert.notEqual(rewrittenDocuments, 0)
    })
  }
}

test.run()
