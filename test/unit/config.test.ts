/** The sidecar's config: what is served of it. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { withoutSurplusBraces } from '../../src/config/json.ts'
import { readConfig } from '../../src/config/read.ts'
import type { Listener, Original, Route } from '../../src/config/types.ts'
import { suite } from '../suite.ts'
import { httpGet, lists } from './configs.ts'

const test = suite('config')

const listeners = (config: unknown): readonly Listener[] => {
  const read = readConfig(config)
  if ('error' in read) throw new Error(read.error)
  return read.listeners
}
const routes = (config: unknown): readonly Route[] =>
  listeners(config).flatMap(listener => listener.routes)

test('an original is the entry’s own, then from headers, then from the inbound port', () => {
  const inbound = {
    Inbound: { TrafficMatches: { 9000: { Protocol: 'tcp' }, 9001: { Protocol: 'http' } } },
  }
  const httpHeaders = [
    { name: 'ORIGINAL-HTTP-PORT', value: '8001' },
    { name: 'original-http-path', value: '/h' },
  ]
  const tcp = [{ name: 'Original-Tcp-Port', value: '5432' }]
  const original: Original = { container: 'c', scheme: 'HTTP', port: 7001, path: '/o' }
  const first = (entry: object, more: object = {}): string => {
    const [route] = routes({ ...lists([entry]), ...more })
    assert.ok(route)
    const { container, scheme, port, path } = route.original
    return `${container} ${scheme}:${port}${path}`
  }
  assert.equal(first({ ...httpGet({ httpHeaders }), original }, inbound), 'c HTTP:7001/o')
  assert.equal(first(httpGet({ httpHeaders }), inbound), ' HTTP:8001/h')
  assert.equal(first(httpGet(), inbound), ' HTTP:9001/liveness')
  assert.equal(first(httpGet()), ' HTTP:80/liveness')
  assert.equal(first(httpGet({ scheme: 'HTTPS', path: '/livez' })), ' HTTPS:443/livez')
  assert.equal(first(httpGet({ httpHeaders: tcp })), ' TCP:5432')
})

test('probes that the kubelet runs without us are no routes', () => {
  const left = [
    { exec: { command: ['x'] } },
    { tcpSocket: { port: 1 } },
    { grpc: { port: 1 } },
    httpGet({ port: 8080 }),
    httpGet({ port: 'http' }),
    {},
  ]
  assert.equal(routes(lists(left)).length, 0)
  assert.equal(routes({}).length, 0)
})

test('TCP entries of every kind are one listener, unless a helper container has them', () => {
  const httpHeaders = [{ name: 'Original-Tcp-Port', value: '1' }]
  const tcp = httpGet({ port: 15904, path: '/osm-healthcheck', httpHeaders })
  const Probes = { LivenessProbes: [tcp], ReadinessProbes: [tcp] }
  const healthcheck = (config: object) =>
    listeners(config).find(listener => listener.name === 'healthcheck')
  assert.equal(healthcheck({ Probes })?.routes.length, 2)
  const elsewhere = { Probes: { ...Probes, Healthcheck: 'container' } }
  assert.equal(routes(elsewhere).length, 0)
  assert.notEqual(healthcheck(elsewhere), undefined, 'a drop-in links to its pipeline all the same')
})

test('surplus braces are taken from the end alone, and not from texts', () => {
  assert.equal(withoutSurplusBraces('{"a": {}}}\n}'), '{"a": {}}')
  assert.equal(withoutSurplusBraces('{"a": "}}\\"}"}'), '{"a": "}}\\"}"}')
  assert.equal(withoutSurplusBraces('{"a": "\\\\"}}'), '{"a": "\\\\"}')
  assert.equal(withoutSurplusBraces('} x'), '} x')
})

/** Configs whose keys are the right ones, and whose values are anything. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(0, 80, 15901, 15904, '15902', 'HTTP', 'HTTPS', 'TCP', '/x'),
)
/** An object with some of these fields, or anything. */
const someOf = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof(anything, fc.record(fields, { requiredKeys: [] }))
const anyHttpGet = someOf({
  path: anything,
  port: anything,
  scheme: anything,
  httpHeaders: fc.oneof(anything, fc.array(fc.record({ name: anything, value: anything }))),
})
const anyEntry = someOf({
  httpGet: anyHttpGet,
  timeoutSeconds: anything,
  original: someOf({ container: anything, scheme: anything, port: anything, path: anything }),
})
const anyList = fc.oneof(anything, fc.array(anyEntry, { maxLength: 4 }))
const anyProbes = someOf({
  LivenessProbes: anyList,
  ReadinessProbes: anyList,
  StartupProbes: anyList,
  Target: anything,
  Healthcheck: anything,
  Networks: anything,
})
const anyConfig = someOf({
  Spec: someOf({ Probes: anyProbes }),
  Probes: anyProbes,
  Inbound: anything,
})

test('whatever the config, reading it gives listeners or one error that names a place', () => {
  fc.assert(
    fc.property(anyConfig, config => {
      const read = readConfig(config)
      if ('error' in read) assert.match(read.error, /config|Probes/)
      else
        for (const { port, original } of read.listeners.flatMap(listener => listener.routes))
          assert.equal(port >= 1 && original.port >= 1, true)
    }),
    { numRuns: 5000 },
  )
})

test('whatever the text, taking surplus braces off ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('{', '}', '"', '\\', 'a', ' ') }), text => {
      assert.equal(text.trim().startsWith(withoutSurplusBraces(text)), true)
    }),
  )
})

test.run()
