/** Where Pods stand in objects, and how fields in them are changed. */
import assert from 'node:assert/strict'
import { applyEdits } from '../../src/pod/edits.ts'
import { workloadsOf } from '../../src/pod/workloads.ts'
import { suite } from '../suite.ts'

const test = suite('workloads')

test('Pods are found in every kind that has one', () => {
  const template = { spec: { containers: [] } }
  const found = (object: object, anyKind = false) =>
    workloadsOf(object, anyKind).map(({ path }) => path.join('.'))
  assert.deepEqual(found({ kind: 'Pod', ...template }), [''])
  const kinds = 'Deployment ReplicaSet StatefulSet DaemonSet Job ReplicationController'
  for (const kind of kinds.split(' '))
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

test.run()
