/** The sidecar's config: what is served, and the words for what is not understood. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { withoutSurplusBraces } from '../../src/config/json.ts'
import { readConfig } from '../../src/config/read.ts'
import type { Route } from '../../src/config/types.ts'
import { suite } from '../suite.ts'

const test = suite('config')

const lists = (liveness: unknown, more: object = {}) => ({
  Spec: { Probes: { LivenessProbes: liveness, ...more } },
})
const httpGet = (fields: object = {}) => ({
  httpGet: { path: '/osm-liveness-probe', port: 15901, scheme: 'HTTP', ...fields },
})

const routes = (config: unknown): readonly Route[] => {
  const read = readConfig(config)
  if ('error' in read) throw new Error(read.error)
  return read.listeners.flatMap(listener => listener.routes)
}

const errors: [string, unknown, string][] = [
  ['no object', 7, 'the config is no JSON object'],
  ['Probes that are a list', { Spec: { Probes: [] } }, 'Spec.Probes is no object'],
  ['a list that is an object', lists({}), 'Spec.Probes.LivenessProbes is neither null nor a list'],
  [
    'an entry that is null',
    lists([null]),
    'Spec.Probes.LivenessProbes[0] is no probe: an object is needed',
  ],
  [
    'httpGet that is a list',
    lists([{ httpGet: [] }]),
    'Spec.Probes.LivenessProbes[0].httpGet is no object',
  ],
  [
    'a port that is too big',
    lists([httpGet({ port: 65536 })]),
    'Spec.Probes.LivenessProbes[0].httpGet.port is 65536: a port number from 1 to 65535 is needed',
  ],
  [
    'no port',
    lists([{ httpGet: {} }]),
    'Spec.Probes.LivenessProbes[0].httpGet.port is undefined: a port number from 1 to 65535 is needed',
  ],
  [
    'an unknown scheme',
    lists([httpGet({ scheme: 'FTP' })]),
    'Spec.Probes.LivenessProbes[0].httpGet.scheme is "FTP": HTTP or HTTPS is needed',
  ],
  [
    'headers that are no list',
    lists([httpGet({ httpHeaders: {} })]),
    'Spec.Probes.LivenessProbes[0].httpGet.httpHeaders is no list of {name, value}',
  ],
  [
    'a header without a name',
    lists([httpGet({ httpHeaders: [{}] })]),
    'Spec.Probes.LivenessProbes[0].httpGet.httpHeaders is no list of {name, value}',
  ],
  [
    'a time-out of 0',
    lists([{ ...httpGet(), timeoutSeconds: 0 }]),
    'Spec.Probes.LivenessProbes[0].timeoutSeconds is 0: a number of seconds from 1 is needed',
  ],
  [
    'an Original-Tcp-Port that is none',
    lists([httpGet({ port: 15904, httpHeaders: [{ name: 'original-TCP-port', value: 'x' }] })]),
    'Spec.Probes.LivenessProbes[0].httpGet.httpHeaders: Original-Tcp-Port is "x": a port number from 1 to 65535 is needed',
  ],
  [
    'an original that is a list',
    lists([{ ...httpGet(), original: [] }]),
    'Spec.Probes.LivenessProbes[0].original is no object',
  ],
  [
    'an original without a port',
    lists([{ ...httpGet(), original: { scheme: 'HTTP' } }]),
    'Spec.Probes.LivenessProbes[0].original.port is undefined: a port number from 1 to 65535 is needed',
  ],
  [
    'an original without a scheme',
    lists([{ ...httpGet(), original: { port: 1 } }]),
    'Spec.Probes.LivenessProbes[0].original.scheme is undefined: HTTP, HTTPS or TCP is needed',
  ],
  [
    'another kind’s port',
    { Probes: { StartupProbes: [httpGet()] } },
    'Probes.StartupProbes[0].httpGet.port is 15901, which is the port of liveness probes: a startup probe needs 15903',
  ],
  [
    'an unknown target',
    lists(null, { Target: 'x' }),
    'Spec.Probes.Target is neither "POD_IP" nor "127.0.0.1"',
  ],
  [
    'an unknown target of one probe',
    lists([{ ...httpGet(), original: { scheme: 'HTTP', port: 1, target: 'localhost' } }]),
    'Spec.Probes.LivenessProbes[0].original.target is "localhost": POD_IP or 127.0.0.1 is needed',
  ],
  [
    'an unknown healthcheck',
    lists(null, { Healthcheck: 'x' }),
    'Spec.Probes.Healthcheck is neither "sidecar" nor "container"',
  ],
  [
    'networks that are no list',
    lists(null, { Networks: 'x' }),
    'Spec.Probes.Networks is no list of networks',
  ],
  [
    'a network that is none',
    lists(null, { Networks: ['10.0.0.0/8', '10.0/8'] }),
    'Spec.Probes.Networks[1] is "10.0/8": a network as 10.0.0.0/8 or fd00::/8 is needed',
  ],
  [
    'two places for one path',
    lists([
      { ...httpGet(), original: { scheme: 'HTTP', port: 1 } },
      { ...httpGet(), original: { scheme: 'HTTP', port: 2 } },
    ]),
    'Spec.Probes.LivenessProbes[0] and Spec.Probes.LivenessProbes[1] are both asked for by path "/osm-liveness-probe" on port 15901, and have different originals: give each a path of its own and scheme HTTP',
  ],
  [
    'two HTTPS originals on one port',
    lists(
      [1, 2].map(port => ({
        ...httpGet({ scheme: 'HTTPS' }),
        original: { scheme: 'HTTPS', port },
      })),
    ),
    'Spec.Probes.LivenessProbes[0] and Spec.Probes.LivenessProbes[1] are both asked for by raw TLS on port 15901, and have different originals: give each a path of its own and scheme HTTP',
  ],
]
for (const [name, config, message] of errors) {
  test(`${name} is an error that names the place`, () =>
    assert.deepEqual(readConfig(config), { error: message }))
}

test('an original comes from the entry before the headers, and from those before the inbound port', () => {
  const inbound = {
    Inbound: { TrafficMatches: { 9000: { Protocol: 'tcp' }, 9001: { Protocol: 'http' } } },
  }
  const headers = [
    { name: 'ORIGINAL-HTTP-PORT', value: '8001' },
    { name: 'original-http-path', value: '/h' },
  ]
  const first = (entry: object, more: object = {}) =>
    routes({ ...lists([entry]), ...more })[0]?.original
  assert.deepEqual(
    first(
      {
        ...httpGet({ httpHeaders: headers }),
        original: { container: 'c', scheme: 'HTTP', port: 7001, path: '/o' },
      },
      inbound,
    ),
    { container: 'c', scheme: 'HTTP', port: 7001, path: '/o' },
  )
  assert.deepEqual(first(httpGet({ httpHeaders: headers }), inbound), {
    container: '',
    scheme: 'HTTP',
    port: 8001,
    path: '/h',
  })
  assert.deepEqual(first(httpGet(), inbound), {
    container: '',
    scheme: 'HTTP',
    port: 9001,
    path: '/liveness',
  })
  assert.deepEqual(first(httpGet()), { container: '', scheme: 'HTTP', port: 80, path: '/liveness' })
  assert.deepEqual(first(httpGet({ scheme: 'HTTPS', path: '/livez' })), {
    container: '',
    scheme: 'HTTPS',
    port: 443,
    path: '/livez',
  })
  assert.deepEqual(
    first(httpGet({ httpHeaders: [{ name: 'Original-Tcp-Port', value: '5432' }] })),
    { container: '', scheme: 'TCP', port: 5432, path: '' },
  )
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
  const tcp = httpGet({
    port: 15904,
    path: '/osm-healthcheck',
    httpHeaders: [{ name: 'Original-Tcp-Port', value: '1' }],
  })
  const config = { Probes: { LivenessProbes: [tcp], ReadinessProbes: [tcp] } }
  const read = readConfig(config)
  assert.equal(
    'listeners' in read &&
      read.listeners.find(listener => listener.name === 'healthcheck')?.routes.length,
    2,
  )
  assert.equal(routes({ Probes: { ...config.Probes, Healthcheck: 'container' } }).length, 0)
  const elsewhere = readConfig({ Probes: { ...config.Probes, Healthcheck: 'container' } })
  assert.equal(
    'listeners' in elsewhere &&
      elsewhere.listeners.some(listener => listener.name === 'healthcheck'),
    true,
    'a drop-in links to its pipeline all the same',
  )
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
const anyHttpGet = fc.record(
  {
    path: anything,
    port: anything,
    scheme: anything,
    httpHeaders: fc.oneof(anything, fc.array(fc.record({ name: anything, value: anything }))),
  },
  { requiredKeys: [] },
)
const anyEntry = fc.oneof(
  anything,
  fc.record(
    {
      httpGet: fc.oneof(anything, anyHttpGet),
      timeoutSeconds: anything,
      original: fc.oneof(
        anything,
        fc.record(
          { container: anything, scheme: anything, port: anything, path: anything },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: [] },
  ),
)
const anyList = fc.oneof(anything, fc.array(anyEntry, { maxLength: 4 }))
const anyProbes = fc.record(
  {
    LivenessProbes: anyList,
    ReadinessProbes: anyList,
    StartupProbes: anyList,
    Target: anything,
    Healthcheck: anything,
    Networks: anything,
  },
  { requiredKeys: [] },
)
const anyConfig = fc.oneof(
  anything,
  fc.record(
    {
      Spec: fc.oneof(anything, fc.record({ Probes: anyProbes })),
      Probes: anyProbes,
      Inbound: anything,
    },
    { requiredKeys: [] },
  ),
)

test('whatever the config, reading it gives listeners or one error that names a place', () => {
  fc.assert(
    fc.property(anyConfig, config => {
      const read = readConfig(config)
      if ('error' in read) assert.match(read.error, /config|Probes/)
      else
        for (const listener of read.listeners)
          for (const route of listener.routes)
            assert.equal(route.port >= 1 && route.original.port >= 1, true)
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
