/**
 * Real runs: something is broken against a running sidecar, the probe fails, check names it, and
 * its mend makes the probe pass.
 */
import assert from 'node:assert/strict'
import type { CodeName } from '../../scripts/check/codes.ts'
import { fileOf } from '../command.ts'
import { answering, ok, pathOf, startApp, startTlsApp, type Behaviour } from '../e2e/app.ts'
import { sidecarSuite, startSidecar } from '../e2e/sidecar.ts'
import { jsonFrom, runHere } from '../here.ts'
import { freePorts } from '../ports.ts'
import { set, setInConfig, type Change, type Json } from './changes.ts'

const test = sidecarSuite('check, for real')

interface Broken {
  /** What the running sidecar's Pod or config has wrong. */
  readonly pod?: Change
  readonly config?: Change
  /** What the application does while it is broken; `null` is no application. */
  readonly app?: Behaviour | null
  readonly codes: readonly CodeName[]
}

const CASES: Record<string, Broken> = {
  'the application is down': { app: null, codes: ['answer-503'] },
  'the application fails': { app: answering(ok('', '500 Broken')), codes: ['answer-failure'] },
  'the application closes without an answer': {
    app: socket => void socket.end(),
    codes: ['answer-502'],
  },
  'the application is slow': { app: () => {}, codes: ['answer-late'] },
  'the config has no liveness probe': {
    config: setInConfig('LivenessProbes', null),
    codes: ['config-no-listener', 'answer-refused'],
  },
  'the config has another path': {
    config: setInConfig('LivenessProbes.0.httpGet.path', '/other'),
    codes: ['config-no-route', 'answer-404'],
  },
  'the config asks another port': {
    config: setInConfig('LivenessProbes.0.original.port', 1),
    codes: ['config-other-target', 'answer-503'],
  },
  'the config’s original is the sidecar’s own port': {
    config: setInConfig('LivenessProbes.0.original.port', 15901),
    codes: ['config-other-target', 'answer-508'],
  },
  'the config has no TCP check': {
    config: setInConfig('ReadinessProbes.0.original.port', 1),
    codes: ['config-no-route', 'answer-403'],
  },
  'the TCP check has no header': {
    pod: set('app.readinessProbe.httpGet.httpHeaders', undefined),
    codes: ['tcp-header-missing', 'answer-400'],
  },
  'the TCP check’s header is another port': {
    pod: set('app.readinessProbe.httpGet.httpHeaders.0.value', '22'),
    codes: ['tcp-header-wrong', 'answer-403'],
  },
  'the TCP check’s path is another': {
    pod: set('app.readinessProbe.httpGet.path', '/'),
    codes: ['tcp-path-wrong', 'answer-404'],
  },
  'the probe’s path was not rewritten': {
    pod: set('app.livenessProbe.httpGet.path', '/liveness'),
    codes: ['probe-path-not-rewritten', 'answer-404'],
  },
  'the probe goes to another kind’s port': {
    pod: pod => {
      const { port } = pod.spec.containers[0].startupProbe.httpGet
      set('app.livenessProbe.httpGet.port', port)(pod)
    },
    codes: ['probe-wrong-port'],
  },
  'the HTTPS path was changed': {
    pod: set('app.startupProbe.httpGet.path', '/osm-startup-probe'),
    codes: ['https-path-changed', 'answer-404'],
  },
}

/** A Pod with a probe of each kind: HTTP to one app, TCP and HTTPS to the other. */
const manifestOf = (plain: number, secure: number) => ({
  kind: 'Pod',
  metadata: { name: 'shop' },
  spec: {
    containers: [
      {
        name: 'app',
        livenessProbe: { httpGet: { path: '/liveness', port: plain } },
        readinessProbe: { tcpSocket: { port: secure } },
        startupProbe: { httpGet: { path: '/secure', port: secure, scheme: 'HTTPS' } },
      },
    ],
  },
})

const serveConfig = (config: Json) => {
  const entries: Json[] = Object.values(config.Spec.Probes).flatMap((list: Json) => list ?? [])
  const ports = new Set<number>(entries.map(({ httpGet }) => httpGet.port))
  return startSidecar(JSON.stringify(config), [...ports])
}

const check = (pod: Json, config: Json, ports: string) => {
  const files = `-f ${fileOf('pod.json', pod)} --config ${fileOf('config.json', config)}`
  return runHere(`check ${files} --live 127.0.0.1 --ports ${ports}`.split(' '))
}
const probe = (pod: Json) => runHere(['probe', '-f', fileOf('pod.json', pod)])

for (const [name, broken] of Object.entries(CASES)) {
  test(`${name}: ${broken.codes.join(', ')}`, async () => {
    const ports = (await freePorts(4)).join(',')
    const contract = ['--ports', ports, '--healthcheck', 'sidecar']
    const secure = await startTlsApp(
      (socket, head) =>
        void socket.end(pathOf(head) === '/secure' ? ok() : ok('', '404 Not Found')),
    )
    const plain = await startApp(broken.app ?? undefined)
    const manifest = manifestOf(plain.port, secure.port)
    const brokenPod = await jsonFrom(['rewrite', '-o', 'json', ...contract], manifest)
    const brokenConfig = await jsonFrom(['config', '-f', '-', ...contract], manifest)
    broken.pod?.(brokenPod)
    broken.config?.(brokenConfig)
    if (broken.app === null) await plain.stop()
    const sidecar = await serveConfig(brokenConfig)
    const named = await check(brokenPod, brokenConfig, ports)
    assert.equal(named.status, 1, named.stderr)
    for (const code of broken.codes)
      assert.match(named.stdout, new RegExp(` ${code} `), named.stdout)
    assert.equal((await probe(brokenPod)).status, 1, 'the probe fails')

    // The mends: the Pod rewritten anew, its own config, and the application in order.
    await sidecar.stop()
    const undone = await jsonFrom(['rewrite', '--undo', '-o', 'json'], brokenPod)
    const mendedPod = await jsonFrom(['rewrite', '-o', 'json', ...contract], undone)
    const mendedConfig = await jsonFrom(['config', '-f', '-', ...contract], mendedPod)
    if (broken.app !== undefined) {
      await plain.stop()
      await startApp(answering(ok()), plain.port)
    }
    await serveConfig(mendedConfig)
    const after = await check(mendedPod, mendedConfig, ports)
    assert.equal(after.stdout, '✓ Pod "shop": nothing wrong was found\n')
    assert.equal((await probe(mendedPod)).status, 0, 'the probe passes')
  })
}

test.run()
