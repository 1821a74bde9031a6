/** What a mesh's config.js gives, and what is left of it for the mesh's own main.js. */
import assert from 'node:assert/strict'
import { configIn, takeProbes } from '../../src/config/mesh.ts'
import { suite } from '../suite.ts'

const test = suite('mesh')

const Probes = { LivenessProbes: [{ httpGet: { port: 15901 } }], ReadinessProbes: null }
const config = () => ({ Spec: { Probes, SidecarTimeout: 60 }, Inbound: { TrafficMatches: {} } })
const taken = {
  ...config(),
  Spec: { SidecarTimeout: 60, Probes: { Healthcheck: 'container', ...Probes } },
}

test('the config is what config.js gives, or stands in it', () => {
  const plain = config()
  assert.equal(configIn(plain), plain)
  assert.equal(configIn({ config: plain, probeScheme: 'HTTP' }), plain)
  assert.equal(configIn(7), 7)
})

test('main.js finds no probes once they are taken, and all else', () => {
  const solved = config()
  assert.deepEqual(takeProbes(solved), taken)
  assert.equal(solved.Spec.Probes, undefined)
  assert.equal(solved.Spec.SidecarTimeout, 60)
})

test('nor what osm-edge 1.1 and 1.2 make of them', () => {
  const solved = { config: config(), probeScheme: 'HTTP' }
  assert.deepEqual(takeProbes(solved), taken)
  assert.equal(solved.config.Spec.Probes, undefined)
  assert.equal(solved.probeScheme, undefined)
})

test('a config may say who answers TCP checks', () => {
  const Spec = { Probes: { Healthcheck: 'sidecar' } }
  assert.deepEqual(takeProbes({ Spec: { ...Spec } }), { Spec })
})

test('a config of this project’s own rewriting says where the helper answers them', () => {
  const own = [{ httpGet: { port: 15901 }, original: { scheme: 'HTTP', port: 80, path: '/' } }]
  for (const name of ['StartupProbes', 'LifecycleHooks']) {
    const Spec = { Probes: { ...Probes, [name]: own } }
    assert.deepEqual(takeProbes({ Spec: { ...Spec } }), { Spec })
  }
})

test('what has no probes is left as it is', () => {
  for (const other of [7, null, [], {}, { Spec: 7 }, { Spec: {} }, { Spec: { Probes: 7 } }])
    assert.equal(takeProbes(other), other)
})

test.run()
