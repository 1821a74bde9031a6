/** The helper container in a Pod that has it already: what is changed in it, and what stays. */
import assert from 'node:assert/strict'
import { contractOf } from '../../src/pod/contract.ts'
import { DEFAULT_IMAGE } from '../../src/pod/helper.ts'
import type { TemplateOptions } from '../../src/pod/template.ts'
import { suite } from '../suite.ts'
import { stored } from './apiServer.ts'
import { editsOf, rewritten, type Json } from './rewriting.ts'

const test = suite('helper')

const SCRIPT = 'the script'
/** As the command rewrites for osm-edge, with a helper container. */
const helped: TemplateOptions = {
  contract: contractOf('osm'),
  https: 'passthrough',
  helper: { image: undefined, script: SCRIPT },
  sidecars: [],
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

test('what an operator changes in the helper stays: image, resources, rights, variables', () => {
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

test('other ports and another prefix change the helper’s own, and its name', () => {
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

test.run()
