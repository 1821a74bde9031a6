/** A rewritten Pod in a network namespace, behind osm-edge's real interception. */
import assert from 'node:assert/strict'
import { parse } from 'yaml'
import { Sidecar } from '../../pipy/sidecar.ts'
import { distFile } from '../../scripts/paths.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { fileOf, runCommand } from '../command.ts'
import { host } from '../e2e/sidecar.ts'
import { suite, until } from '../suite.ts'
import {
  APP_USER,
  createNetwork,
  INBOUND_PORT,
  inside,
  loadInterception,
  loadRules,
  missing,
  node,
  pod,
  POD_IPS,
  removeNetwork,
  SIDECAR_USER,
  type Worker,
} from './network.ts'
import { healthBy, hostWords, startHelper, startPart, type Helper } from './programs.ts'

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

/** Of each container, whether its probe succeeds on each of the Pod's addresses. */
type Verdicts = Record<string, boolean[]>

const verdictsOf = async (kubelet: Worker, manifest: string): Promise<Verdicts> => {
  const { spec } = parse(manifest) as PodTemplate
  const verdicts: Verdicts = {}
  for (const container of spec.containers) {
    const probe = container.livenessProbe ?? container.readinessProbe ?? container.startupProbe
    if (!probe) continue
    const asked = POD_IPS.map(podIP => ({ probe, container, podIP }))
    verdicts[container.name] = await healthBy(kubelet, asked)
  }
  return verdicts
}

const [BOTH, NONE] = [
  [true, true],
  [false, false],
]
const UP = { http: BOTH, https: BOTH, tcp: BOTH, closed: NONE }
const DOWN = { http: NONE, https: NONE, tcp: NONE, closed: NONE }
const INTERCEPTED = { http: NONE, https: NONE, tcp: BOTH, closed: BOTH }

const startApp = () => startPart(pod, APP_USER, 'app', 14001, 14443)

/** A sidecar in the Pod's namespace, and the helper container where the Pod has one. */
const startSidecar = async (rewritten: string, config: string): Promise<Sidecar> => {
  const sidecar = await Sidecar.start({
    host: { ...host, command: [...inside(pod, SIDECAR_USER), ...hostWords] },
    scripts: { 'main.js': distFile('main.js') },
    files: { 'config.json': config },
    ports: [],
    readableByAll: true,
  })
  const { spec } = parse(rewritten) as { spec: { containers: (Helper & { name: string })[] } }
  const helper = spec.containers.find(({ name }) => name === 'osm-healthcheck')
  if (helper) startHelper(helper)
  return sidecar
}

const run = async (healthcheck: 'sidecar' | 'container'): Promise<void> => {
  const rewritten = runCommand(['rewrite', '--healthcheck', healthcheck], MANIFEST).stdout
  const file = fileOf('rewritten.yaml', rewritten)
  createNetwork()
  const kubelet = await startPart(node, 0, 'kubelet')
  const before = () => verdictsOf(kubelet, MANIFEST)
  const after = () => verdictsOf(kubelet, rewritten)
  const app = await startApp()
  await until('both addresses to be reached', async () => !(await before()).http?.includes(false))
  assert.deepEqual(await before(), UP, 'without a mesh')

  await startPart(pod, SIDECAR_USER, 'proxy', INBOUND_PORT)
  loadInterception()
  assert.deepEqual(await before(), INTERCEPTED, 'HTTP fails, and TCP passes on a closed port')

  const config = runCommand(['config', '-f', file, '--healthcheck', healthcheck]).stdout
  const sidecar = await startSidecar(rewritten, config)
  try {
    assert.deepEqual(await after(), DOWN, 'rewritten, without our rules')
    loadRules(runCommand(['iptables', '-f', file]).stdout)
    await until('the sidecar to serve', async () => {
      const { http, https, tcp } = await after()
      return [http, https, tcp].every(both => both?.[0])
    })
    assert.deepEqual(await after(), UP, 'rewritten, with our rules: as without a mesh')
    await app.stop()
    assert.deepEqual(await after(), DOWN, 'with the app stopped')
    const again = await startApp()
    assert.deepEqual(await after(), UP, 'with the app started again')
    await again.stop()
  } finally {
    await sidecar.stop()
  }
}

const ANSWERERS = {
  sidecar: 'all served by the sidecar',
  container: 'TCP checked by the helper container',
}
if (absent !== '') {
  test.skip(`not run: ${absent} is missing`)
  console.log(`the Pod in a namespace was not run: ${absent} is missing`)
} else {
  for (const healthcheck of ['sidecar', 'container'] as const) {
    test(`HTTP, HTTPS and TCP over IPv4 and IPv6, ${ANSWERERS[healthcheck]}`, async () => {
      try {
        await run(healthcheck)
      } finally {
        await removeNetwork()
      }
    })
  }
}

test.run()
