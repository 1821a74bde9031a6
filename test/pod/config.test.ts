/** What a mesh is given beside a rewritten Pod: the sidecar's config, and rules for iptables. */
import assert from 'node:assert/strict'
import { configOf } from '../../src/pod/config.ts'
import { bypassRules, restoreDocument } from '../../src/pod/iptables.ts'
import { suite } from '../suite.ts'
import { osm, podOf } from './podOf.ts'

const test = suite('config of a Pod')

test('the config lists each rewritten probe, its original and defaults; null is no probe', () => {
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

const chains = { inbound: 'X', outbound: 'Y' }

test('no rule has more than 15 ports, or iptables-restore would refuse them all (D1)', () => {
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
  const bypass = { ports: [1], podIP: true }
  assert.deepEqual(restoreDocument(chains, bypass).split('\n').slice(2, 4), [
    '-4 -I Y -o lo -s 127.0.0.1/32 -p tcp -j RETURN',
    '-6 -I Y -o lo -s ::1/128 -p tcp -j RETURN',
  ])
  assert.deepEqual(bypassRules(chains, '-6', bypass).slice(1), [
    '-I Y -o lo -s ::1/128 -p tcp -j RETURN',
  ])
})

test.run()
