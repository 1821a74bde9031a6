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

test('no rule has more than 15 ports, or iptables-restore would refuse them all (D1)', () => {
  const rules = bypassRules(
    { inbound: 'X' },
    Array.from({ length: 31 }, (_, port) => port + 1),
  )
  assert.deepEqual(
    rules.map(rule => rule.split(',').length),
    [15, 15, 1],
  )
  assert.equal(
    restoreDocument({ inbound: 'X' }, [1, 2]),
    '*nat\n-I X -p tcp -m multiport --dports 1,2 -j RETURN\nCOMMIT\n',
  )
})

test.run()
