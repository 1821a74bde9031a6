/** A cluster that refuses, is slow, goes away or is not there: each is said, and the rest goes on. */
import assert from 'node:assert/strict'
import { assertRefused, newFolder } from '../command.ts'
import { folderOf } from '../folder.ts'
import { startApiServer, type ApiServer } from './apiServer.ts'
import { EVENTS_PATH, eventOf, listOf, POD_PATH, run, shop, suite } from './scene.ts'

const servers: ApiServer[] = []
const test = suite('kubectl: failures', async () => servers.splice(0).forEach(one => one.close()))

/** A server with a Pod that was killed, and whose sidecar's config is to be read by exec. */
const startShop = async (): Promise<ApiServer> => {
  const server = await startApiServer()
  servers.push(server)
  const pod = shop()
  delete pod.metadata.annotations['pipy-probes/config']
  delete pod.spec.containers[0].startupProbe
  pod.status.containerStatuses[0].restartCount = 1
  const words = 'Liveness probe failed: HTTP probe failed with statuscode: 504'
  const { cluster } = server
  cluster.objects[POD_PATH] = pod
  cluster.objects[EVENTS_PATH] = listOf('Event', eventOf(pod, 'bookstore', words))
  cluster.logs['shops/shop/bookstore!'] = 'out of books\n'
  return server
}

interface Right {
  readonly what: RegExp
  readonly rule: string
}
const rights: Record<string, Right> = {
  'list events': {
    what: /! events\n/,
    rule: '{apiGroups: [""], resources: [events], verbs: [list]}',
  },
  'get pods/log': {
    what: /! the last log of container "bookstore"\n/,
    rule: '{apiGroups: [""], resources: [pods/log], verbs: [get]}',
  },
  'create pods/exec': {
    what: /! config\.json in container "sidecar"\n/,
    rule: '{apiGroups: [""], resources: [pods/exec], verbs: [create]}',
  },
  'create pods/portforward': {
    what: /! live answers\n/,
    rule: '{apiGroups: [""], resources: [pods/portforward], verbs: [create]}',
  },
}
for (const [right, { what, rule }] of Object.entries(rights)) {
  test(`without the right to ${right} the rest is said, and the rule that would allow it`, async () => {
    const server = await startShop()
    server.cluster.files['shops/shop/sidecar config.json'] = '{}'
    server.cluster.refused = [right]
    const { stdout, stderr, status } = await run(server, 'check pod/shop')
    const [, missing = ''] = stdout.split('\nNot read\n')
    assert.match(missing, what)
    assert.deepEqual(missing.match(/allow {2}.*/g), [`allow  ${rule}`])
    assert.match(missing, /why .* is forbidden: User "jane" cannot/)
    assert.match(stdout, /! container-restarted/)
    assert.equal(/✗ answer-504/.test(stdout), right !== 'list events')
    assert.equal(/out of books/.test(stdout), right !== 'get pods/log')
    assert.equal(stderr, '')
    assert.equal(status, 1)
  })
}

test('without the right to the Pod itself there is the rule alone, and exit code 2', async () => {
  const server = await startShop()
  server.cluster.refused = ['get pods', 'list pods']
  const one = await run(server, 'check pod/shop')
  assertRefused(
    one,
    /mend {6}have a Role.* \{apiGroups: \[""\], resources: \[pods\], verbs: \[get\]\}/,
  )
  const all = await run(server, 'check -A')
  assertRefused(
    all,
    /ClusterRole, with the rule \{apiGroups: \[""\], resources: \[pods\], verbs: \[list\]\}/,
  )
})

test('what is not there is named, with how to look for it', async () => {
  const server = await startShop()
  assertRefused(await run(server, 'check pod/nope'), /pod\/nope: pods "nope" not found/)
  assertRefused(
    await run(server, 'check deploy/nope -n shops'),
    /deployments(\.apps)? "nope" not found/,
  )
  assertRefused(await run(server, 'rewrite sts/nope'), /statefulsets(\.apps)? "nope" not found/)
  assertRefused(
    await run(server, 'check pod/shop --context nope'),
    /context (was not found.*: nope|"nope" does not exist)/,
  )
})

test('an answer that does not come is waited for no longer than was asked', async () => {
  const server = await startShop()
  server.cluster.silent = /\/pods\/shop\/log/
  const late = await run(server, 'check pod/shop --request-timeout 8s')
  assert.match(
    late.stdout,
    /! the last log of container "bookstore"\n {6}why {4}no answer came within 8 s/,
  )
  assert.match(late.stdout, /✗ answer-504/)
  server.cluster.silent = /\/pods\/shop/
  const whole = await run(server, 'check pod/shop --request-timeout 2s')
  assertRefused(
    whole,
    /pod\/shop: no answer came within 2 s\n.*\n {2}mend {6}ask again, or wait longer/,
  )
})

test('a port-forward that does not open is waited for no longer', async () => {
  const server = await startShop()
  server.cluster.silent = /portforward/
  const { stdout } = await run(server, 'check pod/shop --request-timeout 8s')
  assert.match(stdout, /! live answers\n {6}why {4}no answer came within 8 s/)
})

test('a config that is not in the sidecar is said in the words of the container', async () => {
  const server = await startShop()
  const { stdout } = await run(server, 'check pod/shop --live none')
  assert.match(stdout, /! config\.json in container "sidecar"\n {6}why {4}cat: no such file\n/)
})

test('an API server that goes away in the middle leaves what was read before', async () => {
  const server = await startShop()
  server.cluster.goesAt = /\/events/
  const { stdout, status } = await run(server, 'check pod/shop')
  assert.match(stdout, /! container-restarted/)
  const [, missing = ''] = stdout.split('\nNot read\n')
  for (const what of ['events', 'the last log of', 'config.json in', 'live answers'])
    assert.match(missing, new RegExp(`! ${what}`))
  assert.match(missing, /why {4}.*(refused|EOF|reset)/)
  assert.equal(status, 1)
})

test('a server that is not there is said to be unreachable', async () => {
  const server = await startShop()
  server.close()
  const { status, stderr, stdout } = await run(server, 'check pod/shop')
  assertRefused(
    { status, stderr, stdout },
    /mend {6}see that the cluster runs, and is the right one/,
  )
})

test('without kubectl it is said how to have it', async () => {
  const server = await startShop()
  const path = { PATH: newFolder() }
  for (const words of [
    'check pod/shop',
    'rewrite deploy/shop',
    'config pod/shop',
    'probe pod/shop',
  ])
    assertRefused(await run(server, words, path), /kubectl is not on PATH.*install it/)
})

test('a Pod whose annotation was edited does not hide the others', async () => {
  const server = await startShop()
  const broken = shop('broken')
  broken.metadata.annotations['pipy-probes/originals'] = '{"originals":{'
  server.cluster.objects['/api/v1/namespaces/shops/pods'] = listOf('Pod', broken, shop('fine'))
  const { stdout, status } = await run(server, 'check -n shops')
  assert.match(stdout, /✓ Pod "fine": nothing wrong was found/)
  assert.match(stdout, /Not checked\n {2}✗ shops: .*\(Pod "broken"\): .* is not one of ours/)
  assert.equal(status, 1)
})

test('words that are against each other are refused before anything is asked', async () => {
  const server = await startShop()
  const file = `${folderOf({ 'pod.yaml': 'kind: Pod\n' })}/pod.yaml`
  const refused: Record<string, RegExp> = {
    [`check ${file} pod/shop`]: /give files, or TYPE\/NAME, not both/,
    [`check -f ${file} pod/shop`]: /give files, or TYPE\/NAME, not both/,
    'check pod/shop -A': /give "pod\/shop" alone, or -A, -l or pods: not both/,
    'check pod/shop -o xml': /-o "xml" is unknown: text, json, yaml, wide, name/,
    'check pod/shop --request-timeout soon': /--request-timeout "soon" is no time/,
    [`config -f ${file} -n shops`]: /--namespace is for TYPE\/NAME/,
    'config pod/shop pod/other': /give one TYPE\/NAME, and not 2/,
    'config shop': /"shop" is no TYPE\/NAME/,
    'rewrite pod/shop -i': /-i writes files, and a cluster is only read/,
    'probe pod/shop --pod-ip 10.0.0.1': /--pod-ip is for files/,
    'check pod/shop --live nowhere': /--live "nowhere" is no IP address/,
  }
  for (const [words, message] of Object.entries(refused))
    assertRefused(await run(server, words), message)
  assert.deepEqual(server.requests, [])
})

test.run()
