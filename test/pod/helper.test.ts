/** The helper container in a Pod that has it already: what is changed in it, and what stays. */
import assert from 'node:assert/strict'
import { rewriteDocument } from '../../scripts/manifests/rewrite.ts'
import { contractOf } from '../../src/pod/contract.ts'
import { DEFAULT_IMAGE } from '../../src/pod/helper.ts'
import type { TemplateOptions } from '../../src/pod/template.ts'
import { suite } from '../suite.ts'
import { stored } from './apiServer.ts'
import { asJson, asYaml, documentOf, editsOf, rewritten, undone, type Json } from './rewriting.ts'

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

/** A Pod whose TCP checks have to be answered by a native sidecar. */
const ending = (spec: object): Json => {
  const pod = withTcp(5432)
  Object.assign(pod.spec, { restartPolicy: 'Never' }, spec)
  return pod
}
const answered: TemplateOptions = { ...helped, healthcheck: 'container' }

for (const [name, initContainers] of Object.entries({
  missing: undefined,
  null: null,
  empty: [],
  'another one': [{ name: 'migrate' }],
}))
  test(`the helper goes before init containers and comes back out: ${name}`, () => {
    const pod = ending(initContainers === undefined ? {} : { initContainers })
    const after = rewritten(pod, answered)
    assert.deepEqual(
      after.spec.initContainers.map((one: Json) => one.name),
      ['osm-healthcheck', ...(initContainers ?? []).map(one => one.name)],
    )
    assert.equal(after.spec.initContainers[0].restartPolicy, 'Always')
    assert.equal(after.spec.containers.length, 1)
    assert.deepEqual(editsOf(stored(after), answered), [])
    assert.deepEqual(undone(after), pod)
    for (const write of [asYaml, asJson, (one: Json) => `${JSON.stringify(one)}\n`]) {
      const given = { ...answered, undo: false, anyKind: false }
      const { text } = rewriteDocument(documentOf(write(pod)), given)
      assert.deepEqual(rewriteDocument(documentOf(text()), { ...given, undo: true }).after, pod)
    }
  })

test('a Pod that ends has no helper unless it is asked for', () => {
  for (const restartPolicy of ['Never', 'OnFailure'])
    assert.deepEqual(helpersOf(rewritten(ending({ restartPolicy }), helped)), [])
  assert.deepEqual(helpersOf(rewritten(ending({ restartPolicy: 'Always' }), helped)), [
    'containers',
  ])
})

/** In which of the lists it stands. */
const helpersOf = ({ spec }: Json): string[] =>
  ['initContainers', 'containers'].filter(list =>
    spec[list]?.some(({ name }: Json) => name === 'osm-healthcheck'),
  )

test('the helper moves when a native sidecar comes or goes, with what is an operator’s', () => {
  const object = stored(rewritten(withTcp(5432), helped))
  helperOf(object).image = 'registry.example/pipy:1'
  object.spec.initContainers = [{ name: 'database', restartPolicy: 'Always' }]
  const moved = rewritten(object, helped)
  assert.deepEqual(helpersOf(moved), ['initContainers'])
  assert.equal(moved.spec.initContainers[0].image, 'registry.example/pipy:1')
  assert.equal(moved.spec.initContainers[0].terminationMessagePolicy, 'File')
  assert.deepEqual(editsOf(stored(moved), helped), [])
  moved.spec.initContainers.pop()
  const back = rewritten(moved, helped)
  assert.deepEqual(helpersOf(back), ['containers'])
  assert.equal(helperOf(back).image, 'registry.example/pipy:1')
  assert.equal(helperOf(back).restartPolicy, undefined)
  assert.deepEqual(editsOf(stored(back), helped), [])
})

test('an API server that does not know native sidecars has its restartPolicy put back', () => {
  const object = rewritten(ending({}), answered)
  delete object.spec.initContainers[0].restartPolicy
  assert.deepEqual(changed(object, answered), ['spec.initContainers.0.restartPolicy'])
})

test('the Pod’s IP is a variable of the helper while a check asks there', () => {
  const pod = withTcp(5432, 6379)
  pod.metadata.annotations = { 'pipy-probes/target.c6379': 'POD_IP' }
  const object = rewritten(pod, helped)
  const variables = (one: Json): string[] => helperOf(one).env.map(({ name }: Json) => name)
  assert.equal(helperOf(object).env[0].value, '5432,6379@POD_IP')
  assert.equal(variables(object).at(-1), 'POD_IP')
  assert.deepEqual(editsOf(stored(object), helped), [])
  object.metadata.annotations['pipy-probes/target.c6379'] = '127.0.0.1'
  const back = rewritten(object, helped)
  assert.equal(helperOf(back).env[0].value, '5432,6379')
  assert.equal(variables(back).includes('POD_IP'), false)
})

test.run()
