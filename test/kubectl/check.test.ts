/** `check pod/NAME`: all that the guide looks at by hand, in one report. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startApiServer } from './apiServer.ts'
import { healthyConfig } from '../check/pod.ts'
import { assertRefused } from '../command.ts'
import {
  DEPLOYMENT_PATH,
  deployment,
  eventOf,
  EVENTS_PATH,
  listOf,
  POD_PATH,
  PODS_PATH,
  run,
  shop,
  suite,
} from './scene.ts'

const CONFIG = 'pipy-probes/config'
const server = await startApiServer()
const { cluster } = server
const app = createServer((_request, response) => response.end('ok')).listen(0)
const { port } = app.address() as AddressInfo
const blank = structuredClone(cluster)

const test = suite('kubectl: check', async () => {
  Object.assign(cluster, structuredClone(blank))
  server.requests.length = 0
})

/** A healthy Pod whose ports are all answered, but for TLS. */
const serve = (pod = shop()) => {
  delete pod.spec.containers[0].startupProbe
  cluster.objects[POD_PATH] = pod
  cluster.objects[EVENTS_PATH] = listOf('Event')
  cluster.ports = { 15901: port, 15904: port }
  return pod
}
const codesIn = (stdout: string) =>
  [...stdout.matchAll(/[✗!] ([\w-]+) \(step/g)].map(([, code]) => code)

test('a healthy Pod is said to be, with what was looked at', async () => {
  serve()
  const { stdout, stderr, status } = await run(server, 'check pod/shop -n shops')
  assert.equal(
    stdout,
    '✓ Pod "shop": nothing wrong was found\n\n' +
      'Looked at, of "shop": its events; the config in its annotation; ' +
      'the answers of port 15901, 15904\n',
  )
  assert.equal(stderr, '')
  assert.equal(status, 0)
})

test('its events are its own, and not those of an earlier Pod of its name', async () => {
  const pod = serve()
  const words = 'Liveness probe failed: HTTP probe failed with statuscode: '
  const earlier = { metadata: { ...pod.metadata, uid: 'earlier' } }
  cluster.objects[EVENTS_PATH] = listOf(
    'Event',
    eventOf(earlier, 'bookstore', `${words}504`),
    eventOf(pod, 'bookstore', `${words}503`),
  )
  const { stdout, status } = await run(server, 'check pod/shop')
  assert.deepEqual(codesIn(stdout), ['answer-503'])
  assert.equal(status, 1)
})

test('a port where nobody listens is refused, as the kubelet would have it', async () => {
  serve()
  cluster.ports = { 15904: port }
  const { stdout } = await run(server, 'check pod/shop')
  assert.deepEqual(codesIn(stdout), ['answer-refused'])
  assert.match(
    stdout,
    /shows {2}liveness probe failed: connect to port 15901 of the Pod: connection refused/,
  )
})

test('an answer that the application gives now is a finding', async () => {
  const failing = createServer((_request, response) => response.writeHead(500).end()).listen(0)
  serve()
  cluster.ports[15901] = (failing.address() as AddressInfo).port
  const { stdout } = await run(server, 'check pod/shop')
  failing.close()
  assert.deepEqual(codesIn(stdout), ['answer-failure'])
})

test('the last lines of a container that was killed are shown', async () => {
  const pod = serve()
  Object.assign(pod.status.containerStatuses[0], {
    restartCount: 2,
    lastState: { terminated: { exitCode: 137, reason: 'Error' } },
  })
  cluster.logs['shops/shop/bookstore!'] = 'opening the shop\nout of books\n'
  const { stdout } = await run(server, 'check pod/shop')
  assert.deepEqual(codesIn(stdout), ['container-restarted'])
  assert.match(
    stdout,
    /the last lines of container "bookstore" before it ended\n {2}\| opening the shop\n {2}\| out of books\n/,
  )
})

test('without the annotation the sidecar’s config is read in its container', async () => {
  const pod = serve()
  delete pod.metadata.annotations[CONFIG]
  const config = healthyConfig()
  config.Spec.Probes.LivenessProbes = null
  cluster.files['shops/shop/sidecar config.json'] = JSON.stringify(config)
  const { stdout } = await run(server, 'check pod/shop --live none')
  assert.deepEqual(codesIn(stdout), ['config-no-listener'])
  assert.ok(!server.requests.some(request => request.includes('portforward')))
})

test('a sidecar’s config in a mesh’s repo is read through its Service, without exec', async () => {
  const pod = serve()
  delete pod.metadata.annotations[CONFIG]
  const address = 'http://osm-controller.osm-system.svc:6060/repo/osm-edge-sidecar/shop/'
  pod.spec.containers.find(({ name }: { name: string }) => name === 'sidecar').args = [
    'pipy',
    address,
  ]
  const service = '/api/v1/namespaces/osm-system/services/http:osm-controller:6060/proxy'
  cluster.objects[`${service}/repo/osm-edge-sidecar/shop/config.json`] = { Spec: { Probes: 7 } }
  const { stdout } = await run(server, 'check pod/shop')
  assert.deepEqual(codesIn(stdout), ['config-broken'])
  assert.ok(!server.requests.some(request => request.includes('/exec')))
})

test('rules that only the init container’s log shows are read there', async () => {
  const pod = serve()
  pod.spec.initContainers[0].command = ['/init.sh']
  cluster.logs['shops/shop/osm-init'] =
    '-A OSM_PROXY_IN_REDIRECT -p tcp -j REDIRECT --to-ports 15003\n' +
    '-A OSM_PROXY_INBOUND -p tcp --dport 15904 -j RETURN\n'
  const { stdout } = await run(server, 'check pod/shop')
  assert.deepEqual(codesIn(stdout), ['port-intercepted'])
})

test('a Deployment is its Pods, of which the one that is not ready is asked', async () => {
  const pod = serve()
  const other = shop('shop-2')
  delete other.spec.containers[0].startupProbe
  other.status.containerStatuses[0].ready = false
  cluster.objects[DEPLOYMENT_PATH] = deployment()
  cluster.objects[PODS_PATH] = listOf('Pod', pod, other)
  cluster.objects[`${PODS_PATH}/shop-2`] = other
  const { stdout, status } = await run(server, 'check deploy/shop')
  assert.match(stdout, /^POD .*\nPod\/shop +ok\nPod\/shop-2 +1 +container-not-ready\n/)
  assert.match(stdout, /Looked at, of "shop-2"/)
  assert.equal(status, 1)
  const labels = server.requests.filter(request => request.includes('labelSelector=app%3Dshop'))
  assert.equal(labels.length, 1)
  assert.ok(!server.requests.some(request => request.includes('/shop/portforward')))
})

test('a Deployment without Pods is checked by its template', async () => {
  cluster.objects[DEPLOYMENT_PATH] = deployment()
  cluster.objects[PODS_PATH] = listOf('Pod')
  cluster.objects[EVENTS_PATH] = listOf('Event')
  const { stdout } = await run(server, 'check deployments.apps/shop -n shops')
  assert.match(stdout, /^Deployment "shop"\n {2}✗ probe-not-rewritten/)
})

test('a CronJob is checked by its template', async () => {
  const { spec } = deployment().spec.template
  const path = '/apis/batch/v1/namespaces/shops/cronjobs/night'
  cluster.objects[EVENTS_PATH] = listOf('Event')
  cluster.objects[path] = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'night', namespace: 'shops' },
    spec: { jobTemplate: { spec: { template: { spec: { ...spec, restartPolicy: 'Never' } } } } },
  }
  const { stdout } = await run(server, 'check cj/night')
  assert.match(stdout, /^CronJob "night"\n {2}✗ probe-not-rewritten/)
})

test('-o json and yaml are for programs, and --dry-run asks nothing', async () => {
  serve()
  const json = await run(server, 'check pod/shop -o json')
  const [pod] = JSON.parse(json.stdout).pods
  assert.deepEqual([pod.namespace, pod.name, pod.findings, pod.notRead], ['shops', 'shop', [], []])
  const yaml = await run(server, 'check pod/shop -o yaml --live none')
  assert.match(yaml.stdout, /^pods:\n {2}- kind: Pod\n {4}namespace: shops\n {4}name: shop\n/)
  server.requests.length = 0
  const dry = await run(server, 'check pod/shop -n shops --context test --dry-run')
  assert.deepEqual(dry.stdout.split('\n'), [
    'kubectl --context test get pod/shop -n shops -o json',
    'kubectl --context test get events -n shops --field-selector ' +
      'involvedObject.kind=Pod,involvedObject.name=shop -o json',
    'kubectl --context test exec shop -n shops -c SIDECAR -- cat config.json',
    'kubectl --context test logs shop -n shops -c CONTAINER --previous --tail=10',
    'kubectl --context test port-forward pod/shop :PORT -n shops --address 127.0.0.1',
    '',
  ])
  assert.deepEqual(server.requests, [])
})

test('--fix of a workload is a patch of it, and of a Pod says what makes it', async () => {
  serve()
  const owned = deployment()
  owned.metadata.uid = 'uid-deployment'
  cluster.objects[DEPLOYMENT_PATH] = owned
  cluster.objects[PODS_PATH] = listOf('Pod', shop())
  const workload = await run(server, 'check deploy/shop -n shops --fix')
  assert.match(workload.stdout, /^# Deployment "shop": this mends probe-not-rewritten/)
  assert.match(workload.stdout, /\nkubectl patch deployment shop -n shops --type=json -p '\[/)
  assert.equal(workload.status, 1)
  cluster.objects[POD_PATH].spec.containers[0].livenessProbe.httpGet.port = 15902
  const pod = await run(server, 'check pod/shop --live none --fix')
  assert.match(pod.stdout, /^# Pod "shop": this mends probe-wrong-port/)
  assertRefused(await run(server, 'check pod/shop --fix -o diff'), /-o "diff" is unknown: text/)
})

test('nothing but reading is ever asked', async () => {
  serve()
  delete cluster.objects[POD_PATH].metadata.annotations[CONFIG]
  await run(server, 'check pod/shop')
  const others = server.requests.filter(request => !request.startsWith('GET '))
  assert.ok(others.length > 0)
  assert.deepEqual(
    others.filter(request => !/^POST \S+\/shop\/(portforward$|exec\?command=cat&)/.test(request)),
    [],
  )
})

test.after(() => {
  server.close()
  app.close()
})
test.run()
