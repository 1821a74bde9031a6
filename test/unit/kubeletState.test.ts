/** What the kubelet makes of verdicts in a row (Kubernetes 1.32, pkg/kubelet/prober/worker.go). */
import assert from 'node:assert/strict'
import type { Verdict } from '../../scripts/kubelet/verdict.ts'
import {
  initialState,
  nextState,
  outlook,
  waitsForStartup,
  type State,
} from '../../scripts/kubelet/worker.ts'
import type { Probe } from '../../src/config/types.ts'
import type { KindName } from '../../src/kinds.ts'
import { suite } from '../suite.ts'

const test = suite('the kubelet’s state')

const verdict = (result: Verdict['result']): Verdict => ({
  result,
  message: '',
  status: 0,
  duration: 0,
})
const after = (kind: KindName, probe: Probe, ...results: Verdict['result'][]): State =>
  results.reduce(
    (state, result) => nextState(state, kind, probe, verdict(result)),
    initialState(kind),
  )

test('15: readiness begins as failure, liveness as success, startup as unknown', () => {
  assert.deepEqual(
    (['readiness', 'liveness', 'startup'] as const).map(kind => initialState(kind).result),
    ['failure', 'success', 'unknown'],
  )
})

test('15: thresholds count results in a row; an error moves nothing', () => {
  const probe = { failureThreshold: 3, successThreshold: 2 }
  assert.equal(after('readiness', probe, 'success').result, 'failure')
  assert.equal(after('readiness', probe, 'success', 'warning').result, 'success')
  assert.equal(after('readiness', probe, 'success', 'failure', 'success').result, 'failure')
  assert.equal(
    after('liveness', {}, 'failure', 'failure', 'success', 'failure', 'failure').result,
    'success',
  )
  assert.equal(
    after('liveness', {}, 'failure', 'unknown', 'failure', 'unknown', 'failure').result,
    'failure',
  )
})

test('15: liveness stops at its threshold, startup with success; the others wait for it', () => {
  const failed = after('liveness', {}, 'failure', 'failure', 'failure')
  assert.deepEqual([failed.result, failed.stopped], ['failure', true])
  assert.equal(nextState(failed, 'liveness', {}, verdict('success')), failed)
  assert.equal(after('startup', {}, 'success').stopped, true)
  assert.equal(after('readiness', {}, 'failure', 'failure', 'failure').stopped, false)
  assert.equal(waitsForStartup('liveness', initialState('startup')), true)
  assert.equal(waitsForStartup('liveness', after('startup', {}, 'success')), false)
  assert.equal(waitsForStartup('readiness', undefined), false)
})

test('what comes next is said in the kubelet’s terms', () => {
  assert.equal(
    outlook(after('liveness', {}, 'failure', 'failure'), 'liveness', {}),
    '2 of 3 failures, then restart',
  )
  assert.equal(
    outlook(after('readiness', {}, 'failure', 'failure', 'failure'), 'readiness', {}),
    '3 of 3 failures: not ready',
  )
  assert.equal(outlook(after('startup', {}, 'success'), 'startup', {}), 'started')
  const two = { successThreshold: 2 }
  const once = outlook(after('readiness', two, 'success'), 'readiness', two)
  assert.equal(once, '1 of 2 successes')
  assert.equal(outlook(initialState('liveness'), 'liveness', {}), '')
})

test.run()
