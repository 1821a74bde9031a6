/** Which probes of a Pod are left alone, and what is said about them. */
import assert from 'node:assert/strict'
import type { Container } from '../../src/pod/types.ts'
import { suite } from '../suite.ts'
import { podOf, rewrittenProbes } from './podOf.ts'

const test = suite('left alone')

interface Alone {
  readonly container: Partial<Container>
  /** The field that the warning names. */
  readonly field: string
}
const httpGet = { port: 80 }
const alone: Record<string, Alone> = {
  'a host': {
    container: { livenessProbe: { httpGet: { ...httpGet, host: '1.2.3.4' } } },
    field: 'livenessProbe.httpGet.host',
  },
  'two handlers': { container: { startupProbe: { httpGet, exec: {} } }, field: 'startupProbe' },
  'a port of the sidecar': {
    container: { livenessProbe: { tcpSocket: { port: 15904 } } },
    field: 'livenessProbe.tcpSocket.port',
  },
  'port 0': {
    container: { livenessProbe: { tcpSocket: { port: 0 } } },
    field: 'livenessProbe.tcpSocket.port',
  },
  'an unknown scheme': {
    container: { livenessProbe: { httpGet: { ...httpGet, scheme: 'ftp' } } },
    field: 'livenessProbe.httpGet.scheme',
  },
  'a successThreshold that is refused': {
    container: { livenessProbe: { httpGet, successThreshold: 2 } },
    field: 'livenessProbe',
  },
  'a time-out below 0': {
    container: { readinessProbe: { httpGet, timeoutSeconds: -1 } },
    field: 'readinessProbe',
  },
}
for (const [name, { container, field }] of Object.entries(alone)) {
  test(`a probe with ${name} is left alone, with a warning`, () => {
    const { probes, warnings } = rewrittenProbes(podOf(container))
    assert.equal(probes.length, 0)
    assert.deepEqual(
      warnings.map(warning => warning.field),
      [field],
    )
  })
}

test('on the host’s network a hook is left alone, with the reason', () => {
  const pod = podOf({ lifecycle: { preStop: { httpGet } } })
  const { hooks, warnings } = rewrittenProbes({ spec: { ...pod.spec, hostNetwork: true } })
  assert.deepEqual([hooks, warnings.map(({ field }) => field)], [[], ['spec.hostNetwork']])
})

test('exec, empty and absent probes are left alone, in silence', () => {
  const { probes, warnings } = rewrittenProbes(
    podOf({ livenessProbe: { exec: {} }, startupProbe: {} }, {}),
  )
  assert.deepEqual([probes, warnings], [[], []])
})

test('annotations opt a Pod or a container out', () => {
  const pod = podOf(
    { livenessProbe: { httpGet: { port: 80 } } },
    { livenessProbe: { httpGet: { port: 81 } } },
  )
  const annotated = (annotations: Record<string, string>) =>
    rewrittenProbes({ ...pod, metadata: { annotations } }).probes.length
  assert.deepEqual(
    [
      annotated({ 'pipy-probes/rewrite': 'false' }),
      annotated({ 'pipy-probes/rewrite.c1': 'false' }),
      annotated({}),
    ],
    [0, 1, 2],
  )
})

test.run()
