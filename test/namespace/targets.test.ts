/** Applications that listen here or there in a Pod, and where the sidecar has to ask them. */
import assert from 'node:assert/strict'
import { parse } from 'yaml'
import { Sidecar } from '../../pipy/sidecar.ts'
import { distFile } from '../../scripts/paths.ts'
import type { Target } from '../../src/config/types.ts'
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

const test = suite('targets', 60_000)
const absent = missing()

/** Where each container's application listens. */
const APPS = {
  everywhere: { host: '::', port: 14001 },
  'pod-ipv4': { host: POD_IPS[0], port: 14002 },
  'pod-ipv6': { host: POD_IPS[1], port: 14003 },
  localhost: { host: '127.0.0.1', port: 14004 },
  'localhost-ipv6': { host: '::1', port: 14005 },
  'all-ipv4': { host: '0.0.0.0', port: 14006 },
  'all-ipv6': { host: '::', port: 14007, ipv6Only: true },
}
type Name = keyof typeof APPS
const NAMES = Object.keys(APPS) as Name[]

/** Those whose probes succeed without a mesh, by the Pod's primary IP, which the kubelet asks. */
const DIRECTLY: Record<string, Name[]> = {
  [POD_IPS[0]]: ['everywhere', 'pod-ipv4', 'all-ipv4'],
  [POD_IPS[1]]: ['everywhere', 'pod-ipv6', 'all-ipv6'],
}
/** And through a sidecar that asks 127.0.0.1, whatever the Pod's IP is. */
const AT_LOOPBACK: Name[] = ['everywhere', 'localhost', 'all-ipv4']

const manifestWith = (annotations: Record<string, string>): string =>
  JSON.stringify({
    kind: 'Pod',
    metadata: { name: 'shop', annotations },
    spec: {
      containers: NAMES.map(name => ({
        name,
        livenessProbe: { httpGet: { path: '/', port: APPS[name].port } },
        readinessProbe: { tcpSocket: { port: APPS[name].port } },
      })),
    },
  })

/** Whose probes succeed, of HTTP and of TCP. */
interface Healthy {
  readonly http: Name[]
  readonly tcp: Name[]
}
const both = (names: Name[]): Healthy => ({ http: names, tcp: names })

const healthyOf = async (kubelet: Worker, podIP: string, manifest: string): Promise<Healthy> => {
  const { spec } = parse(manifest) as PodTemplate
  const apps = spec.containers.filter(({ name }) => NAMES.includes(name as Name))
  const healthy = async (field: 'livenessProbe' | 'readinessProbe'): Promise<Name[]> => {
    const asked = apps.map(container => ({ probe: container[field] ?? {}, container, podIP }))
    const verdicts = await healthBy(kubelet, asked)
    return apps.filter((_, index) => verdicts[index]).map(({ name }) => name as Name)
  }
  return { http: await healthy('livenessProbe'), tcp: await healthy('readinessProbe') }
}

/** A Pod of these applications in the mesh, whose primary IP is `podIP`. */
interface Stage {
  readonly podIP: string
  readonly kubelet: Worker
}

const startStage = async (podIP: string): Promise<Stage> => {
  createNetwork()
  const kubelet = await startPart(node, 0, 'kubelet')
  const places = Object.values(APPS).map(place => JSON.stringify(place))
  await startPart(pod, APP_USER, 'apps', ...places)
  const original = manifestWith({})
  await until('the Pod to be reached', async () =>
    (await healthyOf(kubelet, podIP, original)).http.includes('everywhere'),
  )
  assert.deepEqual(
    await healthyOf(kubelet, podIP, original),
    both(DIRECTLY[podIP] ?? []),
    'without a mesh',
  )
  await startPart(pod, SIDECAR_USER, 'proxy', INBOUND_PORT)
  loadInterception()
  return { podIP, kubelet }
}

/** What becomes of the Pod, rewritten with these annotations, while its sidecar serves. */
const inMesh = async (
  { podIP, kubelet }: Stage,
  annotations: Record<string, string>,
  check: (rules: string, healthy: () => Promise<Healthy>) => Promise<void>,
): Promise<void> => {
  const rewritten = runCommand(['rewrite'], manifestWith(annotations)).stdout
  const file = fileOf('rewritten.yaml', rewritten)
  const sidecar = await Sidecar.start({
    host: { ...host, command: [...inside(pod, SIDECAR_USER), ...hostWords] },
    scripts: { 'main.js': distFile('main.js') },
    files: { 'config.json': runCommand(['config', '-f', file]).stdout },
    ports: [],
    env: { POD_IP: podIP },
    readableByAll: true,
  })
  const { spec } = parse(rewritten) as { spec: { containers: (Helper & { name: string })[] } }
  const declared = spec.containers.find(({ name }) => name === 'osm-healthcheck')
  const helper = declared && startHelper(declared, podIP)
  try {
    await check(runCommand(['iptables', '-f', file]).stdout, () =>
      healthyOf(kubelet, podIP, rewritten),
    )
  } finally {
    helper?.kill('SIGTERM')
    await sidecar.stop()
  }
}

const served = async (healthy: () => Promise<Healthy>): Promise<Healthy> => {
  await until('the sidecar and the helper to serve', async () => {
    const { http, tcp } = await healthy()
    return http.includes('everywhere') && tcp.includes('everywhere')
  })
  return healthy()
}

const asked = (target: Target, healthcheck: string) => ({
  'pipy-probes/target': target,
  'pipy-probes/healthcheck': healthcheck,
})

const within = async (podIP: string, check: (stage: Stage) => Promise<void>): Promise<void> => {
  try {
    await check(await startStage(podIP))
  } finally {
    await removeNetwork()
  }
}

const FAMILIES = { IPv4: POD_IPS[0], IPv6: POD_IPS[1] }
if (absent !== '') test.skip(`not run: ${absent} is missing`)
for (const [family, podIP] of absent === '' ? Object.entries(FAMILIES) : []) {
  test(`in a Pod of ${family}, asked at 127.0.0.1: who listens there succeeds`, () =>
    within(podIP, async stage => {
      for (const answers of ['sidecar', 'container'])
        await inMesh(stage, asked('127.0.0.1', answers), async (rules, healthy) => {
          loadRules(rules)
          assert.deepEqual(await served(healthy), both(AT_LOOPBACK))
        })
    }))

  if (host.name.startsWith('pipy 0.50')) {
    test.skip(`probes at the Pod’s ${family} (need connect’s bind, which Pipy has since 0.90)`)
    continue
  }

  test(`in a Pod of ${family}, asked at its IP: the verdicts are those without a mesh`, () =>
    within(podIP, async stage => {
      await inMesh(stage, asked('POD_IP', 'sidecar'), async (rules, healthy) => {
        loadRules(withoutOutbound(rules))
        assert.deepEqual((await healthy()).http, [], 'the mesh takes what the sidecar sends there')
        loadRules(rules)
        assert.deepEqual(await served(healthy), both(DIRECTLY[podIP] ?? []))
      })
      await inMesh(stage, asked('POD_IP', 'container'), async (_rules, healthy) =>
        assert.deepEqual(await served(healthy), both(DIRECTLY[podIP] ?? [])),
      )
      assert.deepEqual(
        await reachedBy(SIDECAR_USER, ['127.0.0.1', podIP]),
        [true, false],
        'a call of the application to itself still goes through the proxy',
      )
    }))

  test(`in a Pod of ${family}, one container at 127.0.0.1 and one at the Pod’s IP succeed`, () =>
    within(podIP, stage =>
      inMesh(
        stage,
        { [`pipy-probes/target.pod-${family.toLowerCase()}`]: 'POD_IP' },
        async (rules, healthy) => {
          loadRules(rules)
          const expected = [...AT_LOOPBACK, `pod-${family.toLowerCase()}` as Name]
          assert.deepEqual(await served(healthy), both(NAMES.filter(one => expected.includes(one))))
        },
      ),
    ))
}

const withoutOutbound = (rules: string): string =>
  rules
    .split('\n')
    .filter(rule => !rule.includes('OUTBOUND'))
    .join('\n')

/** At which addresses a user in the Pod reaches the application that listens everywhere. */
const reachedBy = async (user: number, addresses: readonly string[]): Promise<boolean[]> => {
  const client = await startPart(pod, user, 'kubelet')
  const probe = { httpGet: { path: '/', port: APPS.everywhere.port } }
  return healthBy(
    client,
    addresses.map(podIP => ({ probe, container: { name: 'app' }, podIP })),
  )
}

test.run()
