/** `rewrite`, `config` and `probe` of what a cluster has, and `check` of many Pods at once. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parse } from 'yaml'
import { assertRefused, newFolder, runCommand, startCommand } from '../command.ts'
import { jsonFrom } from '../here.ts'
import { podText } from '../manifest.ts'
import { until } from '../suite.ts'
import { startApiServer } from './apiServer.ts'
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

const server = await startApiServer()
const { cluster } = server
const blank = structuredClone(cluster)
let status = 200
const app = createServer((_request, response) => response.writeHead(status).end('ok')).listen(0)
const { port } = app.address() as AddressInfo

const test = suite('kubectl: TYPE/NAME and many', async () => {
  Object.assign(cluster, structuredClone(blank))
  server.requests.length = 0
  status = 200
})

const serve = () => {
  const pod = shop()
  delete pod.spec.containers[0].startupProbe
  cluster.objects[POD_PATH] = pod
  cluster.objects[DEPLOYMENT_PATH] = deployment()
  cluster.objects[PODS_PATH] = listOf('Pod', pod)
  cluster.ports = { 15901: port, 15904: port }
  return pod
}

test('rewrite prints the object’s YAML, as of a file, and changes nothing', async () => {
  serve()
  const { stdout, status: code } = await run(server, 'rewrite deploy/shop -n shops')
  assert.equal(code, 0)
  assert.deepEqual(parse(stdout), await jsonFrom(['rewrite', '-o', 'json'], deployment()))
  assert.deepEqual(
    server.requests.filter(request => !request.startsWith('GET ')),
    [],
  )
})

test('rewrite takes several, with undo and diff, and names them in its warnings', async () => {
  serve()
  const broken = deployment()
  broken.spec.template.spec.containers[0].livenessProbe.httpGet.port = 'metrics'
  cluster.objects[DEPLOYMENT_PATH] = broken
  const { stdout, stderr } = await run(server, 'rewrite deploy/shop pod/shop')
  assert.match(stdout, /\nkind: Deployment\n[^]*\n---\napiVersion: v1\nkind: Pod\n/)
  assert.match(stderr, /deploy\/shop: document 1 \(Deployment "shop"\)/)
  const undone = await run(server, 'rewrite pod/shop --undo -o diff')
  assert.match(undone.stdout, /^--- pod\/shop\n\+\+\+ pod\/shop\n[^]*-.*pipy-probes\/originals/)
})

test('config prints the same as of a file', async () => {
  serve()
  const { stdout } = await run(server, 'config deploy/shop')
  assert.deepEqual(JSON.parse(stdout), await jsonFrom(['config', '-f', '-'], deployment()))
})

test('probe asks through a port-forward, and says what it cannot ask', async () => {
  serve()
  const good = await run(server, 'probe pod/shop')
  assert.match(good.stdout, /^bookstore {2}liveness {2}:15901\/osm-liveness-probe {2}success 200/)
  assert.match(good.stdout, /books {2}liveness {2}exec {2}not run from here/)
  assert.equal(good.status, 0)
  status = 503
  const bad = await run(server, 'probe deploy/shop')
  assert.match(bad.stdout, /failure 503 .*HTTP probe failed with statuscode: 503/)
  assert.equal(bad.stderr, 'pod/shop\n')
  assert.equal(bad.status, 1)
})

test('probe says which port the Pod refuses', async () => {
  serve()
  cluster.ports = { 15904: port }
  const { stderr, status: code } = await run(server, 'probe pod/shop')
  assert.match(stderr, /kubectl: forwarding \d+ -> 15901: .*connection refused/)
  assert.equal(code, 1)
})

test('a tcpSocket probe is not run through a port-forward, which accepts every connection', async () => {
  const pod = serve()
  for (const container of pod.spec.containers) delete container.livenessProbe
  pod.spec.containers[0].readinessProbe = { tcpSocket: { port: 5432 } }
  assertRefused(await run(server, 'probe pod/shop'), /tcpSocket cannot, since it accepts/)
  pod.spec.containers[0].livenessProbe = { httpGet: { port: 15901 }, timeoutSeconds: 20 }
  const { stdout } = await run(server, 'probe pod/shop')
  assert.match(stdout, /readiness {2}:5432 {2}not run from here/)
})

test('probe --watch goes on while a port-forward ends and is opened anew', async () => {
  const pod = serve()
  pod.spec.containers[0].livenessProbe.periodSeconds = 1
  const running = startCommand(['probe', 'pod/shop', '--watch'], server.env)
  try {
    const count = (words: RegExp) => running.output().match(words)?.length ?? 0
    const live = /liveness {2}:15901\S+ {2}success 200/g
    await until('a first success', () => count(live) > 0, 30_000)
    delete cluster.ports[15901]
    await until('a refused port', () => count(/forwarding \d+ -> 15901: .*refused/g) > 0, 30_000)
    cluster.ports[15901] = port
    const before = count(live)
    await until('success again', () => count(live) > before, 30_000)
  } finally {
    running.child.kill('SIGINT')
  }
  await running.ended
})

test('nothing is left behind when a command is ended', async () => {
  serve()
  const running = startCommand(['probe', 'pod/shop', '--watch'], server.env)
  await until('a first success', () => /success 200/.test(running.output()), 30_000)
  running.child.kill('SIGTERM')
  assert.equal(await running.ended, 0)
  cluster.silent = /shop/
  server.requests.length = 0
  const waiting = startCommand(['check', 'pod/shop'], server.env)
  await until('its question', () => server.requests.includes(`GET ${POD_PATH}`), 30_000)
  waiting.child.kill('SIGINT')
  assert.equal(await waiting.ended, 130)
  await until('the end of every kubectl', async () => (await server.clients()) === 0, 30_000)
})

test('check -A is one list of Pods and one of events, whatever there is', async () => {
  const elsewhere = shop('shop', 'other')
  const pods = [serve(), shop('shop-2'), elsewhere]
  cluster.objects['/api/v1/pods'] = listOf('Pod', ...pods)
  const words = 'Liveness probe failed: HTTP probe failed with statuscode: 503'
  cluster.objects['/api/v1/events'] = listOf('Event', eventOf(elsewhere, 'bookstore', words))
  const { stdout, status: code } = await run(server, 'check -A')
  assert.match(
    stdout,
    /^POD .*\nPod\/shops\/shop +ok\nPod\/shops\/shop-2 +ok\nPod\/other\/shop +1 +answer-503\n/,
  )
  assert.equal(code, 1)
  const asked = server.requests.filter(request => /\/(pods|events)/.test(request))
  assert.deepEqual(
    asked.map(request => request.replace(/\?.*/, '')),
    ['GET /api/v1/pods', 'GET /api/v1/events'],
  )
})

test('check -n and -l take what kubectl takes, and -o wide and name print as it does', async () => {
  const other = shop('shop-2')
  other.status.containerStatuses[0].ready = false
  cluster.objects[PODS_PATH] = listOf('Pod', serve(), other)
  cluster.objects[EVENTS_PATH] = listOf('Event')
  const wide = await run(server, 'check -n shops -l app=shop -o wide')
  assert.match(
    wide.stdout,
    /^NAMESPACE +POD +READY +RESTARTS +NODE +FINDINGS +CODES\nshops +shop +4\/4 +0 +node-1 +ok\n/,
  )
  assert.match(wide.stdout, /shops +shop-2 +3\/4 +0 +node-1 +1 +container-not-ready\n$/)
  assert.ok(server.requests.some(request => request.includes('labelSelector=app%3Dshop')))
  const name = await run(server, 'check pods -o name')
  assert.equal(name.stdout, 'pod/shop-2\n')
})

test('check --live each asks every one of many', async () => {
  cluster.objects[PODS_PATH] = listOf('Pod', serve())
  cluster.objects[EVENTS_PATH] = listOf('Event')
  cluster.ports = { 15904: port }
  const { stdout } = await run(server, 'check -n shops --live each')
  assert.match(stdout, /✗ answer-refused/)
})

test('an empty selection is said', async () => {
  cluster.objects[PODS_PATH] = listOf('Pod')
  assertRefused(
    await run(server, 'check -n shops -l app=x'),
    /there is no Pod in "shops" with the labels app=x/,
  )
})

test('a file of that name comes before TYPE/NAME, and a word that is neither is a file', async () => {
  const here = process.cwd()
  process.chdir(newFolder())
  mkdirSync('pod')
  writeFileSync('pod/shop', podText('of-a-file', 'name: a'))
  const { stdout } = runCommand(['check', 'pod/shop'])
  process.chdir(here)
  assert.match(stdout, /Pod "of-a-file": nothing wrong/)
  assertRefused(runCommand(['check', 'some/where.yaml']), /"some\/where\.yaml" does not exist/)
})

test.after(() => {
  server.close()
  app.close()
})
test.run()
