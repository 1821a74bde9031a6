/** Which probes of a Pod go where, and which are left alone. */
import assert from 'node:assert/strict'
import { configOf } from '../../src/pod/config.ts'
import type { Choices } from '../../src/pod/choices.ts'
import { contractOf } from '../../src/pod/contract.ts'
import { applyEdits } from '../../src/pod/edits.ts'
import { bypassRules, restoreDocument } from '../../src/pod/iptables.ts'
import { rewriteProbes } from '../../src/pod/rewrite.ts'
import type { Container, PodTemplate } from '../../src/pod/types.ts'
import { workloadsOf } from '../../src/pod/workloads.ts'
import { suite } from '../suite.ts'

const test = suite('pod')
const osm = contractOf('osm')

const podOf = (...containers: Partial<Container>[]): PodTemplate => ({
  spec: { containers: containers.map((container, index) => ({ name: `c${index}`, ...container })) },
})
const rewritten = (template: PodTemplate, choices: Choices = {}) =>
  rewriteProbes(template, osm, choices)
const asked = (template: PodTemplate, choices: Choices = {}) =>
  rewritten(template, choices).probes.map(
    ({ probe }) => `${probe.httpGet?.scheme ?? ''}:${probe.httpGet?.port}${probe.httpGet?.path}`,
  )

test('the guide’s HTTP example', () => {
  const probe = { httpGet: { path: '/liveness', port: 14001, scheme: 'HTTP' }, timeoutSeconds: 3 }
  const { probes } = rewritten(podOf({ livenessProbe: probe }))
  assert.deepEqual(probes[0]?.probe, {
    httpGet: { path: '/osm-liveness-probe', port: 15901, scheme: 'HTTP' },
    timeoutSeconds: 3,
  })
  assert.deepEqual(probes[0]?.original, {
    container: 'c0',
    scheme: 'HTTP',
    port: 14001,
    path: '/liveness',
  })
})

test('the guide’s tcpSocket example', () => {
  assert.deepEqual(
    rewritten(podOf({ livenessProbe: { tcpSocket: { port: 14001 } } })).probes[0]?.probe,
    {
      httpGet: {
        httpHeaders: [{ name: 'Original-Tcp-Port', value: '14001' }],
        path: '/osm-healthcheck',
        port: 15904,
        scheme: 'HTTP',
      },
    },
  )
})

test('HTTPS changes its port alone; with terminate it becomes HTTP', () => {
  const pod = podOf({
    readinessProbe: { httpGet: { path: '/readyz', port: 443, scheme: 'HTTPS' } },
  })
  assert.deepEqual(asked(pod), ['HTTPS:15902/readyz'])
  assert.deepEqual(asked(pod, { https: 'terminate' }), ['HTTP:15902/osm-readiness-probe'])
})

test('containers with the same kind get a path each, a single one the guide’s', () => {
  const livenessProbe = { httpGet: { path: '/', port: 80 } }
  assert.deepEqual(
    asked(podOf({ livenessProbe, readinessProbe: livenessProbe }, { livenessProbe })),
    [':15901/osm-liveness-probe/c0', ':15902/osm-readiness-probe', ':15901/osm-liveness-probe/c1'],
  )
})

test('a second HTTPS probe of one kind becomes HTTP, with a warning', () => {
  const livenessProbe = { httpGet: { path: '/', port: 443, scheme: 'HTTPS' } }
  const pod = podOf({ livenessProbe }, { livenessProbe })
  assert.deepEqual(asked(pod), ['HTTPS:15901/', 'HTTP:15901/osm-liveness-probe'])
  assert.deepEqual(
    rewritten(pod).warnings.map(({ container, field }) => [container, field]),
    [['c1', 'livenessProbe.httpGet.scheme']],
  )
})

test('named ports are those of the container, then digits', () => {
  const httpGet = { path: '/', port: 'http' }
  const pod = podOf(
    { ports: [{ name: 'http', containerPort: 8080 }], livenessProbe: { httpGet } },
    { livenessProbe: { httpGet } },
    { livenessProbe: { httpGet: { port: '9090' } } },
  )
  const { probes, warnings } = rewritten(pod)
  assert.deepEqual(
    probes.map(({ original }) => original.port),
    [8080, 9090],
  )
  assert.equal(warnings[0]?.container, 'c1')
  assert.equal(
    warnings[0]?.message,
    'is "http", which is neither a port of container "c1" nor a number from 1 to 65535: declare it under ports',
  )
})

test('init containers that stay have probes, others have none', () => {
  const livenessProbe = { httpGet: { port: 80 } }
  const pod = {
    spec: {
      initContainers: [
        { name: 'a', restartPolicy: 'Always', livenessProbe },
        { name: 'b', livenessProbe },
      ],
      containers: [],
    },
  }
  assert.deepEqual(
    rewritten(pod).probes.map(({ declared }) => declared.path),
    [['spec', 'initContainers', 0, 'livenessProbe']],
  )
})

const alone: [string, Partial<Container>, string][] = [
  [
    'a host',
    { livenessProbe: { httpGet: { host: '1.2.3.4', port: 80 } } },
    'livenessProbe.httpGet.host',
  ],
  ['two handlers', { startupProbe: { httpGet: { port: 80 }, exec: {} } }, 'startupProbe'],
  [
    'a port of the sidecar',
    { livenessProbe: { tcpSocket: { port: 15904 } } },
    'livenessProbe.tcpSocket.port',
  ],
  ['port 0', { livenessProbe: { tcpSocket: { port: 0 } } }, 'livenessProbe.tcpSocket.port'],
  [
    'an unknown scheme',
    { livenessProbe: { httpGet: { port: 80, scheme: 'ftp' } } },
    'livenessProbe.httpGet.scheme',
  ],
  [
    'a successThreshold that is refused',
    { livenessProbe: { httpGet: { port: 80 }, successThreshold: 2 } },
    'livenessProbe',
  ],
  [
    'a time-out below 0',
    { readinessProbe: { httpGet: { port: 80 }, timeoutSeconds: -1 } },
    'readinessProbe',
  ],
]
for (const [name, container, field] of alone) {
  test(`a probe with ${name} is left alone, with a warning`, () => {
    const { probes, warnings } = rewritten(podOf(container))
    assert.equal(probes.length, 0)
    assert.deepEqual(
      warnings.map(warning => warning.field),
      [field],
    )
  })
}

test('exec, grpc, empty and absent probes are left alone, in silence', () => {
  const { probes, warnings } = rewritten(
    podOf(
      { livenessProbe: { exec: {} }, readinessProbe: { grpc: { port: 1 } }, startupProbe: {} },
      {},
    ),
  )
  assert.deepEqual([probes, warnings], [[], []])
})

test('a probe’s empty fields are what the API server makes of them', () => {
  const { probes, warnings } = rewritten(
    podOf({
      livenessProbe: {
        httpGet: { path: '', port: 80, scheme: '', host: '' },
        timeoutSeconds: 0,
        successThreshold: 0,
      },
    }),
  )
  assert.deepEqual(probes[0]?.original, { container: 'c0', scheme: 'HTTP', port: 80, path: '/' })
  assert.deepEqual(warnings, [])
})

test('annotations opt a Pod or a container out', () => {
  const pod = podOf(
    { livenessProbe: { httpGet: { port: 80 } } },
    { livenessProbe: { httpGet: { port: 81 } } },
  )
  const annotated = (annotations: Record<string, string>) =>
    rewritten({ ...pod, metadata: { annotations } }).probes.length
  assert.deepEqual(
    [
      annotated({ 'pipy-probes/rewrite': 'false' }),
      annotated({ 'pipy-probes/rewrite.c1': 'false' }),
      annotated({}),
    ],
    [0, 1, 2],
  )
})

test('the config lists each rewritten probe with its original and its defaults, and null for absent kinds', () => {
  const config = configOf(
    podOf({ livenessProbe: { httpGet: { port: 80, path: '/x' }, periodSeconds: 7 } }),
    osm,
    { https: 'passthrough', healthcheck: 'container' },
  )
  assert.deepEqual(config, {
    Spec: {
      Probes: {
        LivenessProbes: [
          {
            httpGet: { path: '/osm-liveness-probe', port: 15901, scheme: 'HTTP' },
            timeoutSeconds: 1,
            periodSeconds: 7,
            successThreshold: 1,
            failureThreshold: 3,
            original: { container: 'c0', scheme: 'HTTP', port: 80, path: '/x' },
          },
        ],
        ReadinessProbes: null,
        StartupProbes: null,
        Healthcheck: 'container',
      },
    },
  })
})

test('edits set, add and take away, and leave the object they begin from', () => {
  const value = { a: [1, { b: 2 }], c: null }
  assert.deepEqual(
    applyEdits(value, [
      { path: ['a', 1, 'b'], value: 3 },
      { path: ['a', 2], value: 4 },
      { path: ['c', 'd'], value: 5 },
      { path: ['a', 0], value: undefined },
      { path: ['e'], value: undefined },
    ]),
    { a: [{ b: 3 }, 4], c: { d: 5 } },
  )
  assert.deepEqual(value, { a: [1, { b: 2 }], c: null })
})

test('no rule has more than 15 ports, or iptables-restore would refuse them all (D1)', () => {
  const chains = { inbound: 'X', outbound: 'Y' }
  const ports = Array.from({ length: 31 }, (_, port) => port + 1)
  const rules = bypassRules(chains, '-4', { ports, podIP: false })
  assert.deepEqual(
    rules.map(rule => rule.split(',').length),
    [15, 15, 1],
  )
  assert.equal(
    restoreDocument(chains, { ports: [1, 2], podIP: false }),
    '*nat\n-I X -p tcp -m multiport --dports 1,2 -j RETURN\nCOMMIT\n',
  )
})

test('one document for IPv4 and IPv6 lets the sidecar ask at the Pod’s IP', () => {
  const chains = { inbound: 'X', outbound: 'Y' }
  const bypass = { ports: [1], podIP: true }
  assert.deepEqual(restoreDocument(chains, bypass).split('\n').slice(2, 4), [
    '-4 -I Y -o lo -s 127.0.0.1/32 -p tcp -j RETURN',
    '-6 -I Y -o lo -s ::1/128 -p tcp -j RETURN',
  ])
  assert.deepEqual(bypassRules(chains, '-6', bypass).slice(1), [
    '-I Y -o lo -s ::1/128 -p tcp -j RETURN',
  ])
})

test('Pods are found in every kind that has one', () => {
  const template = { spec: { containers: [] } }
  const found = (object: object, anyKind = false) =>
    workloadsOf(object, anyKind).map(({ path }) => path.join('.'))
  assert.deepEqual(found({ kind: 'Pod', ...template }), [''])
  for (const kind of [
    'Deployment',
    'ReplicaSet',
    'StatefulSet',
    'DaemonSet',
    'Job',
    'ReplicationController',
  ])
    assert.deepEqual(found({ kind, spec: { template } }), ['spec.template'])
  assert.deepEqual(found({ kind: 'CronJob', spec: { jobTemplate: { spec: { template } } } }), [
    'spec.jobTemplate.spec.template',
  ])
  assert.deepEqual(
    found({ kind: 'List', items: [{ kind: 'Service' }, { kind: 'Pod', ...template }] }),
    ['items.1'],
  )
  assert.deepEqual(found({ kind: 'PodList', items: [template] }), ['items.0'])
  assert.deepEqual(found({ kind: 'Rollout', spec: { template } }), [])
  assert.deepEqual(found({ kind: 'Rollout', spec: { template } }, true), ['spec.template'])
  assert.deepEqual(found({ kind: 'Pod' }), [])
})

test.run()
