/** Each code, from a Pod as kubectl prints it that is broken in one place. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CODES, type CodeName } from '../../scripts/check/codes.ts'
import { codesTable } from '../../scripts/check/table.ts'
import { distFile } from '../../scripts/paths.ts'
import { suite } from '../suite.ts'
import { healthyConfig, healthyPod, originalPod, type Json } from './pod.ts'

const test = suite('check')
const folder = mkdtempSync(join(tmpdir(), 'check-'))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const run = (args: string[], input: string) =>
  spawnSync(process.execPath, [distFile('pipy-probes.js'), 'check', ...args], {
    input,
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, NO_COLOR: '1', NODE_V8_COVERAGE: '' },
  })

interface Case {
  /** Breaks the healthy Pod, or its config. */
  readonly pod?: (pod: Json) => void
  readonly config?: (config: Json) => void
  readonly event?: string
  readonly iptables?: string
  /** `container field`, as the finding must say it. */
  readonly at: string
}

const app = (pod: Json): Json => pod.spec.containers[0]
const state = (pod: Json, name: string): Json =>
  pod.status.containerStatuses.find((one: Json) => one.name === name)
const original = (pod: Json, change: (record: Json) => void): void => {
  const record = JSON.parse(pod.metadata.annotations['pipy-probes/originals'])
  change(record)
  pod.metadata.annotations['pipy-probes/originals'] = JSON.stringify(record)
}
const liveness = (message: string): Case => ({
  event: `Liveness probe failed: ${message}`,
  at: 'bookstore livenessProbe',
})
const http = (status: number): string => `HTTP probe failed with statuscode: ${status}`

const CASES: Record<CodeName, Case> = {
  'probe-not-rewritten': {
    pod: pod =>
      void (app(pod).livenessProbe.httpGet = { path: '/liveness', port: 14001, scheme: 'HTTP' }),
    at: 'bookstore livenessProbe.httpGet.port',
  },
  'probe-wrong-port': {
    pod: pod => void (app(pod).livenessProbe.httpGet.port = 15902),
    at: 'bookstore livenessProbe.httpGet.port',
  },
  'probe-path-not-rewritten': {
    pod: pod => void (app(pod).livenessProbe.httpGet.path = '/liveness'),
    at: 'bookstore livenessProbe.httpGet.path',
  },
  'https-path-changed': {
    pod: pod => void (app(pod).startupProbe.httpGet.path = '/osm-startup-probe'),
    at: 'bookstore startupProbe.httpGet.path',
  },
  'tcp-not-rewritten': {
    pod: pod => void (app(pod).readinessProbe = { tcpSocket: { port: 'http' } }),
    at: 'bookstore readinessProbe.tcpSocket',
  },
  'tcp-path-wrong': {
    pod: pod => void (app(pod).readinessProbe.httpGet.path = '/'),
    at: 'bookstore readinessProbe.httpGet.path',
  },
  'tcp-header-missing': {
    pod: pod => void delete app(pod).readinessProbe.httpGet.httpHeaders,
    at: 'bookstore readinessProbe.httpGet.httpHeaders',
  },
  'tcp-header-wrong': {
    pod: pod => void (app(pod).readinessProbe.httpGet.httpHeaders[0].value = '14002'),
    at: 'bookstore readinessProbe.httpGet.httpHeaders',
  },
  'helper-missing': {
    pod: pod =>
      void (pod.spec.containers = pod.spec.containers.filter(
        (one: Json) => one.name !== 'osm-healthcheck',
      )),
    at: 'osm-healthcheck ',
  },
  'helper-not-running': {
    pod: pod =>
      void (state(pod, 'osm-healthcheck').state = { terminated: { exitCode: 1, reason: 'Error' } }),
    at: 'osm-healthcheck ',
  },
  'helper-without-need': {
    pod: pod => void delete app(pod).readinessProbe,
    at: 'osm-healthcheck ',
  },
  'config-broken': { config: config => void (config.Spec.Probes.LivenessProbes = 7), at: ' ' },
  'config-no-listener': {
    config: config => void (config.Spec.Probes.LivenessProbes = null),
    at: 'bookstore livenessProbe.httpGet',
  },
  'config-no-route': {
    config: config => void (config.Spec.Probes.LivenessProbes[0].httpGet.path = '/other'),
    at: 'bookstore livenessProbe.httpGet',
  },
  'config-ambiguous': {
    config: config => {
      const [entry] = config.Spec.Probes.LivenessProbes
      const headers = (port: number) => [{ name: 'Original-Http-Port', value: `${port}` }]
      config.Spec.Probes.LivenessProbes = [1, 2].map(port => ({
        ...entry,
        httpGet: { ...entry.httpGet, httpHeaders: headers(port) },
        original: { ...entry.original, port },
      }))
    },
    at: 'bookstore livenessProbe.httpGet',
  },
  'config-other-target': {
    config: config => void (config.Spec.Probes.LivenessProbes[0].original.port = 14002),
    at: 'bookstore livenessProbe.httpGet',
  },
  'port-intercepted': {
    iptables: '-A OSM_PROXY_INBOUND -p tcp -m multiport --dports 15902,15903,15904 -j RETURN\n',
    at: 'bookstore livenessProbe.httpGet.port',
  },
  'containers-collide': {
    pod: pod =>
      void (pod.spec.containers[1].livenessProbe = structuredClone(app(pod).livenessProbe)),
    at: 'books livenessProbe.httpGet.path',
  },
  'probe-host-set': {
    pod: pod => void (app(pod).livenessProbe.httpGet.host = '10.0.0.9'),
    at: 'bookstore livenessProbe.httpGet.host',
  },
  'port-unknown': {
    pod: pod => void (app(pod).livenessProbe.httpGet.port = 'metrics'),
    at: 'bookstore livenessProbe.httpGet.port',
  },
  'injected-twice': {
    pod: pod =>
      original(pod, record => void (record.originals.bookstore.livenessProbe.httpGet.port = 15901)),
    at: 'bookstore livenessProbe.httpGet.port',
  },
  'grpc-probe': {
    pod: pod => void (pod.spec.containers[1].livenessProbe = { grpc: { port: 9000 } }),
    at: 'books livenessProbe.grpc',
  },
  'exec-needs-network': {
    pod: pod =>
      void (pod.spec.containers[1].livenessProbe.exec.command = [
        'sh',
        '-c',
        'wget -qO- http://books.shop.svc:9000/',
      ]),
    at: 'books livenessProbe.exec',
  },
  'opted-out': {
    pod: pod => void (pod.metadata.annotations['pipy-probes/rewrite'] = 'false'),
    at: 'bookstore livenessProbe',
  },
  'pod-unschedulable': {
    pod: pod =>
      void (pod.status = {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0/3 nodes are available: 3 Insufficient memory.',
          },
        ],
      }),
    at: ' ',
  },
  'image-not-pulled': {
    pod: pod =>
      void (state(pod, 'bookstore').state = {
        waiting: {
          reason: 'ImagePullBackOff',
          message: 'Back-off pulling image "openservicemesh/bookstore:v0.8.0"',
        },
      }),
    at: 'bookstore ',
  },
  'init-failed': {
    pod: pod =>
      void (pod.status.initContainerStatuses[0].state = {
        terminated: { exitCode: 2, reason: 'Error' },
      }),
    at: 'osm-init ',
  },
  'container-not-created': {
    pod: pod =>
      void (state(pod, 'bookstore').state = {
        waiting: { reason: 'CreateContainerConfigError', message: 'secret "books" not found' },
      }),
    at: 'bookstore ',
  },
  'sidecar-not-running': {
    pod: pod =>
      void (state(pod, 'sidecar').state = { terminated: { exitCode: 255, reason: 'Error' } }),
    at: 'sidecar ',
  },
  'crash-loop': {
    pod: pod =>
      void Object.assign(state(pod, 'bookstore'), {
        restartCount: 5,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error' } },
      }),
    at: 'bookstore ',
  },
  'out-of-memory': {
    pod: pod =>
      void Object.assign(state(pod, 'bookstore'), {
        restartCount: 1,
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
      }),
    at: 'bookstore ',
  },
  'container-restarted': {
    pod: pod =>
      void Object.assign(state(pod, 'bookstore'), {
        restartCount: 2,
        lastState: { terminated: { exitCode: 137, reason: 'Error' } },
      }),
    at: 'bookstore ',
  },
  'container-not-ready': {
    pod: pod => void (state(pod, 'bookstore').ready = false),
    at: 'bookstore ',
  },
  'killed-by-probe': {
    event: 'Container bookstore failed liveness probe, will be restarted',
    at: 'bookstore livenessProbe',
  },
  'answer-refused': liveness(
    'Get "http://10.244.0.23:15901/osm-liveness-probe": dial tcp 10.244.0.23:15901: connect: connection refused',
  ),
  'answer-400': { event: `Readiness probe failed: ${http(400)}`, at: 'bookstore readinessProbe' },
  'answer-403': { event: `Readiness probe failed: ${http(403)}`, at: 'bookstore readinessProbe' },
  'answer-404': liveness(http(404)),
  'answer-502': liveness(http(502)),
  'answer-503': liveness(http(503)),
  'answer-504': liveness(http(504)),
  'answer-508': liveness(http(508)),
  'answer-late': liveness(
    'Get "http://10.244.0.23:15901/osm-liveness-probe": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  ),
  'answer-reset': liveness('Get "http://10.244.0.23:15901/osm-liveness-probe": EOF'),
  'answer-failure': liveness(http(500)),
}

for (const [code, { pod: breakPod, config: breakConfig, event, iptables, at }] of Object.entries(
  CASES,
)) {
  test(`${code}: ${CODES[code as CodeName].wrong}`, () => {
    const [pod, config] = [healthyPod(), healthyConfig()]
    breakPod?.(pod)
    breakConfig?.(config)
    const events = {
      items: event
        ? [
            {
              message: event,
              involvedObject: { name: pod.metadata.name, fieldPath: 'spec.containers{bookstore}' },
            },
          ]
        : [],
    }
    const { stdout, stderr, status } = run(
      [
        '-o',
        'json',
        '-f',
        '-',
        '--events',
        file('events.json', JSON.stringify(events)),
        ...(breakConfig ? ['--config', file('config.json', JSON.stringify(config))] : []),
        ...(iptables ? ['--iptables', file('iptables', iptables)] : []),
      ],
      JSON.stringify(pod),
    )
    assert.equal(status, 1, stderr)
    const findings = JSON.parse(stdout)[0].findings.map(
      (one: Json) => `${one.code}: ${one.container} ${one.field}`,
    )
    assert.equal(findings.includes(`${code}: ${at}`), true, findings.join('\n'))
  })
}

test('a healthy Pod gives one line and 0, with config, rules and events to compare', () => {
  const { stdout, status } = run(
    [
      '-',
      '--config',
      file('config.json', JSON.stringify(healthyConfig())),
      '--events',
      file('none', 'Events:  <none>\n'),
    ],
    JSON.stringify(healthyPod()),
  )
  assert.equal(stdout, '✓ Pod "bookstore-v1-5848999cb6-hp6qg": nothing wrong was found\n')
  assert.equal(status, 0)
})

test('the guide’s own events are recognised in what kubectl describe prints, and tied to their cause', () => {
  const describe = `Events:
  Type     Reason     Age              From               Message
  ----     ------     ----             ----               -------
  Normal   Started    14s              kubelet            Started container pipy
  Warning  Unhealthy  13s              kubelet            Startup probe failed: Get "http://10.244.0.23:15903/osm-startup-probe": dial tcp 10.244.0.23:15903: connect: connection refused
  Warning  Unhealthy  32s (x6 over 50s)  kubelet            Liveness probe failed: HTTP probe failed with statuscode: 503
  Normal   Killing    32s (x2 over 44s)  kubelet            Container bookstore-v1 failed liveness probe, will be restarted
`
  const config = healthyConfig()
  config.Spec.Probes.StartupProbes = null
  const { stdout } = run(
    [
      '-',
      '--events',
      file('describe', describe),
      '--config',
      file('config.json', JSON.stringify(config)),
    ],
    JSON.stringify(healthyPod()),
  )
  for (const code of ['answer-refused', 'answer-503', 'killed-by-probe', 'config-no-listener'])
    assert.match(stdout, new RegExp(`✗ ${code} `))
  assert.match(stdout, /answer-refused[^]*?cause {2}config-no-listener/)
  assert.match(stdout, /✗ config-no-listener \(step 1\)[^]*✗ answer-refused/)
})

test('a finding says where, what, how it shows and how to mend it', () => {
  const pod = healthyPod()
  state(pod, 'bookstore').state = {
    waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "x"' },
  }
  assert.equal(
    run(['-'], JSON.stringify(pod)).stdout,
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

const wrongPorts: [string, (pod: Json) => void, string][] = [
  [
    'another kind’s port',
    pod => void (app(pod).livenessProbe.httpGet.port = 15902),
    '15902, which is for readiness probes: the right one is 15901',
  ],
  [
    'the port of TCP checks',
    pod => void (app(pod).livenessProbe.httpGet.port = 15904),
    '15904, which is for TCP checks: the right one is 15901',
  ],
  [
    'a port that the sidecar has not',
    pod => void (app(pod).livenessProbe.httpGet.port = 8080),
    '8080, which is no port of the sidecar: the right one is 15901',
  ],
  [
    'a kind’s port for a TCP check',
    pod => void (app(pod).readinessProbe.httpGet.port = 15902),
    '15902, which is for readiness probes: the right one is 15904',
  ],
  [
    'another kind’s port for HTTPS',
    pod => void (app(pod).startupProbe.httpGet.port = 15901),
    '15901, which is for liveness probes: the right one is 15903',
  ],
]
for (const [name, breakPod, found] of wrongPorts) {
  for (const recorded of [true, false]) {
    test(`${name}${recorded ? '' : ', without our record'}: the finding names the right one`, () => {
      const pod = healthyPod()
      breakPod(pod)
      if (!recorded) delete pod.metadata.annotations['pipy-probes/originals']
      const { stdout } = run(['-o', 'json', '-'], JSON.stringify(pod))
      const wrong = JSON.parse(stdout)[0]
        .findings.filter(({ code }: Json) => code === 'probe-wrong-port')
        .map((one: Json) => one.found)
      // Without a record a TCP check on its kind's port is FSM's way.
      assert.deepEqual(wrong, recorded || !name.endsWith('TCP check') ? [found] : [])
    })
  }
}

test('a whole namespace is a table first', () => {
  const [healthy, broken] = [healthyPod(), originalPod()]
  broken.metadata.name = 'raw'
  const { stdout, status } = run(
    ['-'],
    JSON.stringify({ kind: 'PodList', items: [healthy, broken] }),
  )
  assert.equal(status, 1)
  assert.match(
    stdout,
    /^POD +FINDINGS +FIRST\nPod\/bookstore-v1-5848999cb6-hp6qg +ok\nPod\/raw +3 +probe-not-rewritten\n\nPod "raw"\n/,
  )
})

const corpus = new URL('../../../shared/corpus/', import.meta.url).pathname
if (!existsSync(corpus)) test.skip('the corpus, which is not here (../shared/corpus)')
for (const name of existsSync(corpus)
  ? readdirSync(corpus).filter(one => one.endsWith('.yaml'))
  : []) {
  test(`corpus: ${name} has no finding after the rewriting`, () => {
    const text = spawnSync(
      process.execPath,
      [distFile('pipy-probes.js'), 'rewrite', corpus + name],
      { encoding: 'utf8' },
    ).stdout
    const reports = JSON.parse(run(['-o', 'json', '-'], text).stdout) as Json[]
    const codes = new Set(reports.flatMap(({ findings }) => findings.map(({ code }: Json) => code)))
    assert.deepEqual([...codes], [])
  })
}

const refused: [string, string[], string, RegExp][] = [
  ['no Pod', ['-'], 'kind: Service\n', /"-" holds no Pod/],
  [
    'an annotation that is not ours',
    ['-'],
    'kind: Pod\nmetadata: {name: a, annotations: {pipy-probes/originals: "{"}}\nspec: {containers: [{name: a}]}\n',
    /annotation "pipy-probes\/originals" is not one of ours/,
  ],
  ['an address that is none', ['-', '--live', 'pod'], '{}', /--live "pod" is no IP address/],
  [
    'a port map that is none',
    ['-', '--live', '127.0.0.1', '--port-map', '1'],
    '{}',
    /--port-map "1" is not PORT=PORT/,
  ],
  [
    'a URL that answers nothing',
    ['-', '--config', 'http://127.0.0.1:1/'],
    '{}',
    /--config "http:\/\/127\.0\.0\.1:1\/" cannot be fetched/,
  ],
  [
    'events that are broken',
    ['-', '--events', file('broken', '{')],
    '{}',
    /--events ".*" is neither JSON/,
  ],
]
for (const [name, args, input, message] of refused) {
  test(`${name}: one clear line, exit code 2`, () => {
    const { stderr, status } = run(args, input)
    assert.equal(status, 2)
    assert.match(stderr, message)
    assert.doesNotMatch(stderr, /\n\s+at /)
  })
}

test('the README’s table of codes is the code’s own', () => {
  assert.equal(
    readFileSync(new URL('../../README.md', import.meta.url), 'utf8').includes(codesTable()),
    true,
    `README.md needs this table:\n${codesTable()}`,
  )
})

test.run()
