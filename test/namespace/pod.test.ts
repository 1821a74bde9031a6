/** A Pod in a network namespace, behind osm-edge's real interception: what a rewritten Pod's probes are worth. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { parse } from 'yaml'
import { Sidecar } from '../../pipy/sidecar.ts'
import { isHealthy, type Verdict } from '../../scripts/kubelet/verdict.ts'
import { distFile } from '../../scripts/paths.ts'
import type { Probe } from '../../src/config/types.ts'
import type { Container } from '../../src/pod/types.ts'
import { certificate } from '../e2e/app.ts'
import { host } from '../e2e/sidecar.ts'
import { suite, until } from '../suite.ts'
import {
  APP_USER,
  createNetwork,
  HELPER_USER,
  inside,
  INBOUND_PORT,
  loadInterception,
  loadRules,
  missing,
  node,
  pod,
  POD_IPS,
  removeNetwork,
  SIDECAR_USER,
  startProgram,
  startWorker,
  type Worker,
} from './network.ts'

const test = suite('pod in a namespace')
const absent = missing()

const MANIFEST = `kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: http
      ports: [{name: web, containerPort: 14001}]
      livenessProbe: {httpGet: {path: /health, port: web}}
    - name: https
      readinessProbe: {httpGet: {path: /health, port: 14443, scheme: HTTPS}}
    - name: tcp
      startupProbe: {tcpSocket: {port: 14001}}
    - name: closed
      livenessProbe: {tcpSocket: {port: 14099}}
`

interface Shown {
  readonly name: string
  readonly probe: Probe
  readonly container: Container
}

const folder = mkdtempSync(join(tmpdir(), 'namespace-'))
const command = (...args: string[]): string =>
  execFileSync(process.execPath, [distFile('pipy-probes.js'), ...args], { encoding: 'utf8' })
const manifest = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const shownOf = (text: string): Shown[] =>
  (parse(text) as { spec: { containers: Container[] } }).spec.containers.flatMap(container => {
    const probe = container.livenessProbe ?? container.readinessProbe ?? container.startupProbe
    return probe ? [{ name: container.name, probe, container }] : []
  })

/** The container's name, and whether its probe succeeds on each of the Pod's addresses. */
const verdicts = async (
  kubelet: Worker,
  shown: readonly Shown[],
): Promise<Record<string, boolean[]>> => {
  const rows: Record<string, boolean[]> = {}
  for (const { name, probe, container } of shown) {
    rows[name] = []
    for (const podIP of POD_IPS)
      rows[name].push(
        isHealthy(
          JSON.parse(await kubelet.ask(JSON.stringify({ probe, container, podIP }))) as Verdict,
        ),
      )
  }
  return rows
}

const UP = { http: [true, true], https: [true, true], tcp: [true, true], closed: [false, false] }
const DOWN = {
  http: [false, false],
  https: [false, false],
  tcp: [false, false],
  closed: [false, false],
}

/** Programs that every user of the namespace may read. */
const prepare = async (): Promise<string> => {
  chmodSync(folder, 0o755)
  await build({
    entryPoints: { worker: new URL('worker.ts', import.meta.url).pathname },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    outExtension: { '.js': '.mjs' },
  })
  copyFileSync(distFile('embedded.js'), join(folder, 'embedded.mjs'))
  // The helper's container has pipy on its PATH.
  const [program, ...args] = host.isPipy
    ? host.command
    : [process.execPath, join(folder, 'embedded.mjs')]
  writeFileSync(join(folder, 'pipy'), `#!/bin/sh\nexec ${[program, ...args].join(' ')} "$@"\n`)
  for (const file of ['pipy', 'worker.mjs', 'embedded.mjs']) chmodSync(join(folder, file), 0o755)
  process.env.CERTIFICATE = JSON.stringify(await certificate())
  return join(folder, 'worker.mjs')
}

const startHelper = (container: {
  command: string[]
  env: { name: string; value: string }[]
}): void => {
  const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value]))
  startProgram([...inside(pod, HELPER_USER), ...container.command], {
    ...env,
    PATH: `${folder}:${process.env.PATH}`,
  })
}

const run = async (healthcheck: 'sidecar' | 'container'): Promise<void> => {
  const worker = await prepare()
  const original = manifest('pod.yaml', MANIFEST)
  const rewritten = manifest(
    'rewritten.yaml',
    command('rewrite', '-f', original, '--healthcheck', healthcheck),
  )
  const [before, after] = [shownOf(MANIFEST), shownOf(readFileSync(rewritten, 'utf8'))]
  const node_ = process.execPath
  createNetwork()
  const kubelet = startWorker([...inside(node, 0), node_, worker, 'kubelet'])
  const startApp = async () => {
    const app = startWorker([...inside(pod, APP_USER), node_, worker, 'app', '14001', '14443'])
    await app.ask('ready?')
    return app
  }
  const app = await startApp()
  await until(
    'both addresses to be reached',
    async () => (await verdicts(kubelet, before)).http?.every(Boolean) ?? false,
  )
  assert.deepEqual(await verdicts(kubelet, before), UP, 'without a mesh')

  const proxy = startWorker([
    ...inside(pod, SIDECAR_USER),
    node_,
    worker,
    'proxy',
    `${INBOUND_PORT}`,
  ])
  await proxy.ask('ready?')
  loadInterception()
  assert.deepEqual(
    await verdicts(kubelet, before),
    { http: [false, false], https: [false, false], tcp: [true, true], closed: [true, true] },
    'in the mesh as they are, HTTP fails and TCP passes on a closed port',
  )

  const program = host.isPipy ? host.command : [process.execPath, join(folder, 'embedded.mjs')]
  const sidecar = await Sidecar.start({
    host: { ...host, command: [...inside(pod, SIDECAR_USER), ...program] },
    scripts: { 'main.js': distFile('main.js') },
    files: { 'config.json': command('config', '-f', rewritten, '--healthcheck', healthcheck) },
    ports: [],
    readableByAll: true,
  })
  if (healthcheck === 'container')
    startHelper(
      (
        parse(readFileSync(rewritten, 'utf8')) as { spec: { containers: never[] } }
      ).spec.containers.at(-1)!,
    )
  try {
    assert.deepEqual(await verdicts(kubelet, after), DOWN, 'rewritten, without our rules')
    loadRules(command('iptables', '-f', rewritten))
    await until('the sidecar to serve', async () =>
      Object.entries(await verdicts(kubelet, after)).every(
        ([name, both]) => name === 'closed' || both[0] === true,
      ),
    )
    assert.deepEqual(
      await verdicts(kubelet, after),
      UP,
      'rewritten, with our rules: as without a mesh',
    )
    await app.stop()
    assert.deepEqual(await verdicts(kubelet, after), DOWN, 'with the app stopped')
    const again = await startApp()
    assert.deepEqual(await verdicts(kubelet, after), UP, 'with the app started again')
    await again.stop()
  } finally {
    await sidecar.stop()
  }
}

if (absent !== '') {
  test.skip(`not run: ${absent} is missing`)
  console.log(`the Pod in a namespace was not run: ${absent} is missing`)
} else {
  for (const healthcheck of ['sidecar', 'container'] as const) {
    test(`HTTP, HTTPS and TCP over IPv4 and IPv6, ${healthcheck === 'sidecar' ? 'all served by the sidecar' : 'TCP checked by the helper container'}`, async () => {
      try {
        await run(healthcheck)
      } finally {
        await removeNetwork()
        rmSync('/dev/shm/osm-healthcheck.js', { force: true })
      }
    })
  }
}

test.run()
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
