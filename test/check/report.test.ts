/** What is printed of findings, for a Pod and for many. */
import assert from 'node:assert/strict'
import { fileOf } from '../command.ts'
import { suite } from '../suite.ts'
import { ORIGINALS, set, setInConfig, setStatus } from './changes.ts'
import { check, findingsOf } from './findings.ts'
import { healthyConfig, healthyPod, originalPod } from './pod.ts'

const test = suite('check: report')

test('a healthy Pod gives one line and 0, with config and events to compare', async () => {
  const config = fileOf('config.json', healthyConfig())
  const events = fileOf('none', 'Events:  <none>\n')
  const { stdout, status } = await check(
    ['-', '--config', config, '--events', events],
    healthyPod(),
  )
  assert.equal(stdout, '✓ Pod "bookstore-v1-5848999cb6-hp6qg": nothing wrong was found\n')
  assert.equal(status, 0)
})

const GET = 'Get "http://10.244.0.23:15903/osm-startup-probe"'
const REFUSED = 'dial tcp 10.244.0.23:15903: connect: connection refused'
const STATUS = 'HTTP probe failed with statuscode: 503'
const KILLED = 'Container bookstore-v1 failed liveness probe, will be restarted'
const DESCRIBE = `Events:
  Type     Reason     Age              From               Message
  ----     ------     ----             ----               -------
  Normal   Started    14s              kubelet            Started container pipy
  Warning  Unhealthy  13s              kubelet            Startup probe failed: ${GET}: ${REFUSED}
  Warning  Unhealthy  32s (x6 over 50s)  kubelet            Liveness probe failed: ${STATUS}
  Normal   Killing    32s (x2 over 44s)  kubelet            ${KILLED}
`

test('the guide’s own events, as kubectl describe prints them, are tied to their cause', async () => {
  const config = healthyConfig()
  setInConfig('StartupProbes', null)(config)
  const files = ['--events', fileOf('describe', DESCRIBE)]
  files.push('--config', fileOf('config.json', config))
  const { stdout } = await check(['-', ...files], healthyPod())
  for (const code of ['answer-refused', 'answer-503', 'killed-by-probe', 'config-no-listener'])
    assert.match(stdout, new RegExp(`✗ ${code} `))
  assert.match(stdout, /answer-refused[^]*?cause {2}config-no-listener/)
  assert.match(stdout, /✗ config-no-listener \(step 1\)[^]*✗ answer-refused/)
})

test('a finding says where, what, how it shows and how to mend it', async () => {
  const pod = healthyPod()
  const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "x"' }
  setStatus('bookstore', { state: { waiting } })(pod)
  assert.equal(
    (await check(['-'], pod)).stdout,
    `Pod "bookstore-v1-5848999cb6-hp6qg"
  ✗ image-not-pulled (step 2)
      where  container "bookstore": ImagePullBackOff
      wrong  an image cannot be pulled
      shows  Back-off pulling image "x"
      mend   correct the image’s name, or its pull secret
  1 error, 0 warnings: begin with image-not-pulled
`,
  )
})

test('the right value stands beside the wrong one', async () => {
  const pod = healthyPod()
  set('bookstore.livenessProbe.httpGet.port', 15902)(pod)
  set('bookstore.readinessProbe.httpGet.httpHeaders', undefined)(pod)
  const { stdout } = await check(['-'], pod)
  const [port, header] = stdout.match(/(?<=where {2}container "bookstore", ).*/g) ?? []
  assert.equal(
    port,
    'livenessProbe.httpGet.port is 15902, which is for readiness probes: 15901 is needed',
  )
  assert.equal(header, 'readinessProbe.httpGet.httpHeaders: Original-Tcp-Port: 14001 is needed')
})

interface WrongPort {
  readonly probe: string
  readonly port: number
  /** What the finding says of the port. */
  readonly found: string
  readonly wanted: string
}
const wrongPorts: Record<string, WrongPort> = {
  'another kind’s port': {
    probe: 'livenessProbe',
    port: 15902,
    found: 'which is for readiness probes',
    wanted: '15901',
  },
  'the port of TCP checks': {
    probe: 'livenessProbe',
    port: 15904,
    found: 'which is for TCP checks',
    wanted: '15901',
  },
  'a port that the sidecar has not': {
    probe: 'livenessProbe',
    port: 8080,
    found: 'which is no port of the sidecar',
    wanted: '15901',
  },
  'a kind’s port for a TCP check': {
    probe: 'readinessProbe',
    port: 15902,
    found: 'which is for readiness probes',
    wanted: '15904',
  },
  'another kind’s port for HTTPS': {
    probe: 'startupProbe',
    port: 15901,
    found: 'which is for liveness probes',
    wanted: '15903',
  },
}
for (const [name, { probe, port, found, wanted }] of Object.entries(wrongPorts)) {
  for (const recorded of [true, false]) {
    test(`${name}${recorded ? '' : ', unrecorded'}: the finding names the right one`, async () => {
      const pod = healthyPod()
      set(`bookstore.${probe}.httpGet.port`, port)(pod)
      if (!recorded) delete pod.metadata.annotations[ORIGINALS]
      const wrong = (await findingsOf(pod)).filter(({ code }) => code === 'probe-wrong-port')
      // Without a record a TCP check on its kind's port is FSM's way.
      const isWrong = recorded || !name.endsWith('TCP check')
      assert.deepEqual(
        wrong.map(one => [one.found, one.wanted]),
        isWrong ? [[`${port}, ${found}`, wanted]] : [],
      )
    })
  }
}

test('a whole namespace is a table first', async () => {
  const broken = originalPod()
  broken.metadata.name = 'raw'
  const { stdout, status } = await check(['-'], { kind: 'PodList', items: [healthyPod(), broken] })
  assert.equal(status, 1)
  const [head = '', ok = '', raw = '', ...rest] = stdout.split('\n')
  assert.match(head, /^POD +FINDINGS +FIRST$/)
  assert.match(ok, /^Pod\/bookstore-v1-5848999cb6-hp6qg +ok$/)
  assert.match(raw, /^Pod\/raw +3 +probe-not-rewritten$/)
  assert.deepEqual(rest.slice(0, 2), ['', 'Pod "raw"'])
})

test.run()
