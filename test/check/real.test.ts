/** Real runs: something is broken against a running sidecar, the probe fails, check names it, and its mend makes the probe pass. */
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CodeName } from '../../scripts/check/codes.ts'
import { distFile } from '../../scripts/paths.ts'
import { answering, ok, startApp, startTlsApp, type Behaviour } from '../e2e/app.ts'
import { cleanUp, freePorts, startSidecar } from '../e2e/sidecar.ts'
import { suite } from '../suite.ts'
import type { Json } from './pod.ts'

const test = suite('check, for real')
const folder = mkdtempSync(join(tmpdir(), 'real-'))
const env = { ...process.env, NO_COLOR: '1', NODE_V8_COVERAGE: '' }

const file = (name: string, value: unknown): string => {
  writeFileSync(join(folder, name), JSON.stringify(value))
  return join(folder, name)
}
const command = (args: string[], input: unknown): Json =>
  JSON.parse(
    execFileSync(process.execPath, [distFile('pipy-probes.js'), ...args], {
      input: JSON.stringify(input),
      encoding: 'utf8',
      env,
    }),
  )

interface Exit {
  readonly status: number
  readonly output: string
}

/** Beside this process, whose apps have to answer meanwhile. */
const beside = (args: string[]): Promise<Exit> =>
  new Promise(resolve => {
    const child = spawn(process.execPath, [distFile('pipy-probes.js'), ...args], { env })
    let output = ''
    child.stdout.on('data', text => void (output += text))
    child.stderr.on('data', text => void (output += text))
    child.on('close', status => resolve({ status: status ?? -1, output }))
  })

interface Broken {
  /** What the running sidecar's Pod or config has wrong. */
  readonly pod?: (pod: Json) => void
  readonly config?: (config: Json) => void
  /** What the application does while it is broken; `null` is no application. */
  readonly app?: Behaviour | null
  readonly codes: readonly CodeName[]
}

const container = (pod: Json): Json => pod.spec.containers[0]
/** The ports that a config listens on. */
const portsOf = (config: Json): number[] => [
  ...new Set<number>(
    Object.values(config.Spec.Probes)
      .flatMap((list: Json) => list ?? [])
      .map(({ httpGet }: Json) => httpGet.port),
  ),
]

const liveness = (config: Json): Json => config.Spec.Probes.LivenessProbes

const CASES: Record<string, Broken> = {
  'the application is down': { app: null, codes: ['answer-503'] },
  'the application fails': { app: answering(ok('', '500 Broken')), codes: ['answer-failure'] },
  'the application closes without an answer': {
    app: socket => void socket.end(),
    codes: ['answer-502'],
  },
  'the application is slow': { app: () => {}, codes: ['answer-late'] },
  'the config has no liveness probe': {
    config: config => void (config.Spec.Probes.LivenessProbes = null),
    codes: ['config-no-listener', 'answer-refused'],
  },
  'the config has another path': {
    config: config => void (liveness(config)[0].httpGet.path = '/other'),
    codes: ['config-no-route', 'answer-404'],
  },
  'the config asks another port': {
    config: config => void (liveness(config)[0].original.port = 1),
    codes: ['config-other-target', 'answer-503'],
  },
  'the config’s original is the sidecar’s own port': {
    config: config => void (liveness(config)[0].original.port = 15901),
    codes: ['config-other-target', 'answer-508'],
  },
  'the config has no TCP check': {
    config: config => void (config.Spec.Probes.ReadinessProbes[0].original.port = 1),
    codes: ['config-no-route', 'answer-403'],
  },
  'the TCP check has no header': {
    pod: pod => void delete container(pod).readinessProbe.httpGet.httpHeaders,
    codes: ['tcp-header-missing', 'answer-400'],
  },
  'the TCP check’s header is another port': {
    pod: pod => void (container(pod).readinessProbe.httpGet.httpHeaders[0].value = '22'),
    codes: ['tcp-header-wrong', 'answer-403'],
  },
  'the TCP check’s path is another': {
    pod: pod => void (container(pod).readinessProbe.httpGet.path = '/'),
    codes: ['tcp-path-wrong', 'answer-404'],
  },
  'the probe’s path was not rewritten': {
    pod: pod => void (container(pod).livenessProbe.httpGet.path = '/liveness'),
    codes: ['probe-path-not-rewritten', 'answer-404'],
  },
  'the probe goes to another kind’s port': {
    pod: pod =>
      void (container(pod).livenessProbe.httpGet.port = container(pod).startupProbe.httpGet.port),
    codes: ['probe-wrong-port'],
  },
  'the HTTPS path was changed': {
    pod: pod => void (container(pod).startupProbe.httpGet.path = '/osm-startup-probe'),
    codes: ['https-path-changed', 'answer-404'],
  },
}

for (const [name, broken] of Object.entries(CASES)) {
  test(`${name}: ${broken.codes.join(', ')}`, async () => {
    const [ports, secure] = [
      await freePorts(4),
      await startTlsApp(
        (socket, head) =>
          void socket.end(head.startsWith('GET /secure ') ? ok() : ok('', '404 Not Found')),
      ),
    ]
    const plain = await startApp((socket, head, number) =>
      (broken.app ?? answering(ok()))(socket, head, number),
    )
    const manifest = {
      kind: 'Pod',
      metadata: { name: 'shop' },
      spec: {
        containers: [
          {
            name: 'app',
            livenessProbe: { httpGet: { path: '/liveness', port: plain.port } },
            readinessProbe: { tcpSocket: { port: secure.port } },
            startupProbe: { httpGet: { path: '/secure', port: secure.port, scheme: 'HTTPS' } },
          },
        ],
      },
    }
    const contract = ['--ports', ports.join(','), '--healthcheck', 'sidecar']
    const pod = command(['rewrite', '-o', 'json', ...contract], manifest)
    const config = command(['config', '-f', '-', ...contract], manifest)
    const check = (of: Json, configured: Json): Promise<Exit> =>
      beside([
        'check',
        '-f',
        file('pod.json', of),
        '--config',
        file('config.json', configured),
        '--live',
        '127.0.0.1',
        '--ports',
        ports.join(','),
      ])

    const [brokenPod, brokenConfig] = [structuredClone(pod), structuredClone(config)]
    broken.pod?.(brokenPod)
    broken.config?.(brokenConfig)
    if (broken.app === null) await plain.stop()
    const sidecar = await startSidecar(JSON.stringify(brokenConfig), portsOf(brokenConfig))
    const named = await check(brokenPod, brokenConfig)
    assert.equal(named.status, 1, named.output)
    for (const code of broken.codes)
      assert.match(named.output, new RegExp(` ${code} `), named.output)
    assert.equal(
      (await beside(['probe', '-f', file('pod.json', brokenPod)])).status,
      1,
      'the probe fails',
    )

    // The mends: the Pod rewritten anew, its own config, and the application in order.
    await sidecar.stop()
    const mendedPod = command(
      ['rewrite', '-o', 'json', ...contract],
      command(['rewrite', '--undo', '-o', 'json'], brokenPod),
    )
    const mendedConfig = command(['config', '-f', '-', ...contract], mendedPod)
    if (broken.app !== undefined) {
      await plain.stop()
      await startApp(answering(ok()), plain.port)
    }
    await startSidecar(JSON.stringify(mendedConfig), portsOf(mendedConfig))
    const after = await check(mendedPod, mendedConfig)
    assert.equal(after.output, '✓ Pod "shop": nothing wrong was found\n')
    assert.equal(
      (await beside(['probe', '-f', file('pod.json', mendedPod)])).status,
      0,
      'the probe passes',
    )
    await cleanUp()
  })
}

test.run()
