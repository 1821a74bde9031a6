/** Which probes of a Pod go where. */
import assert from 'node:assert/strict'
import { suite } from '../suite.ts'
import { asked, podOf, rewrittenProbes } from './podOf.ts'

const test = suite('probes')

test('the guide’s HTTP example becomes what the guide says', () => {
  const probe = { httpGet: { path: '/liveness', port: 14001, scheme: 'HTTP' }, timeoutSeconds: 3 }
  const { probes } = rewrittenProbes(podOf({ livenessProbe: probe }))
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

test('the guide’s tcpSocket example becomes a TCP check', () => {
  assert.deepEqual(
    rewrittenProbes(podOf({ livenessProbe: { tcpSocket: { port: 14001 } } })).probes[0]?.probe,
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
    rewrittenProbes(pod).warnings.map(({ container, field }) => [container, field]),
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
  const { probes, warnings } = rewrittenProbes(pod)
  assert.deepEqual(
    probes.map(({ original }) => original.port),
    [8080, 9090],
  )
  const [warning] = warnings
  assert.equal(warning?.container, 'c1')
  assert.match(warning?.message ?? '', /^is "http", which is neither a port of container "c1" nor /)
  assert.match(warning?.message ?? '', / a number from 1 to 65535: declare it under ports$/)
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
    rewrittenProbes(pod).probes.map(({ declared }) => declared.path),
    [['spec', 'initContainers', 0, 'livenessProbe']],
  )
})

test('a probe’s empty fields are what the API server makes of them', () => {
  const { probes, warnings } = rewrittenProbes(
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

test('a gRPC probe is asked for by httpGet, its service kept as the original', () => {
  const { probes, warnings } = rewrittenProbes(
    podOf({
      livenessProbe: { grpc: { port: 9000 }, periodSeconds: 7 },
      readinessProbe: { grpc: { port: 9000, service: 'shop.Books' } },
    }),
  )
  const [liveness, readiness] = probes
  const grpc = { container: 'c0', scheme: 'GRPC', port: 9000, path: '' }
  assert.deepEqual(liveness?.probe, {
    httpGet: { path: '/osm-liveness-probe', port: 15901, scheme: 'HTTP' },
    periodSeconds: 7,
  })
  assert.deepEqual(liveness?.original, { ...grpc, service: '' })
  assert.equal(readiness?.probe.httpGet?.port, 15902)
  assert.deepEqual(readiness?.original, { ...grpc, service: 'shop.Books' })
  assert.deepEqual(warnings, [])
})

test('a gRPC probe of a port of the sidecar is left alone, with a warning', () => {
  const { probes, warnings } = rewrittenProbes(podOf({ livenessProbe: { grpc: { port: 15901 } } }))
  assert.equal(probes.length, 0)
  assert.equal(warnings[0]?.field, 'livenessProbe.grpc.port')
})

test.run()
