/** What `check --fix` prints for objects of a cluster, for manifests, and for bad input. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyPatch } from 'rfc6902'
import { assertRefused, fileOf, newFolder } from '../command.ts'
import { runHere, type Done } from '../here.ts'
import { suite } from '../suite.ts'
import { brokenPod as brokenPodOf } from './broken.ts'
import { set, type Json } from './changes.ts'
import { check } from './findings.ts'
import { healthyConfig, healthyPod, originalPod } from './pod.ts'

const test = suite('check: forms of fixes')

const fix = (object: Json, ...args: string[]): Promise<Done> =>
  check(['-', '--fix', ...args], object)

/** With a wrong port, as `kubectl get -o json` prints it. */
const deployment = (): Json => {
  const { spec, metadata } = healthyPod()
  set('bookstore.livenessProbe.httpGet.port', 15902)({ spec })
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'bookstore', namespace: 'books', uid: '1' },
    spec: { template: { metadata: { annotations: metadata.annotations }, spec } },
  }
}
const brokenPod = (metadata: object): Json => {
  const pod = originalPod()
  delete pod.metadata.ownerReferences
  Object.assign(pod.metadata, metadata)
  return pod
}

/** Runs a script with a stand-in for kubectl, and gives the words of each of its calls. */
const runScript = (script: string): { calls: string[][]; folder: string } => {
  const folder = newFolder()
  const kubectl = join(folder, 'kubectl')
  const calls = newFolder()
  writeFileSync(kubectl, `#!/bin/sh\nprintf '%s\\0' "$@" > '${calls}'/$$\n`)
  chmodSync(kubectl, 0o755)
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` }
  const { status, stderr } = spawnSync('sh', ['-c', script], { cwd: folder, env, encoding: 'utf8' })
  assert.deepEqual([status, stderr], [0, ''])
  // The commands of a pipe run at once: each call has a file of its own.
  const texts = readdirSync(calls).map(name => readFileSync(join(calls, name), 'utf8'))
  return { calls: texts.map(text => text.split('\0').slice(0, -1)), folder }
}

/** Each of `calls`, without the patch, which is looked at for itself. */
const withoutPatch = (words: readonly string[] = []): string =>
  words.map((word, index) => (words[index - 1] === '-p' ? 'PATCH' : word)).join(' ')
const patchIn = (words: readonly string[] = []): Json =>
  JSON.parse(words[words.indexOf('-p') + 1] ?? '')

test('a Deployment is patched by a command that the shell takes as it is meant', async () => {
  const object = deployment()
  const { stdout, status } = await fix(object)
  assert.equal(status, 1)
  const { calls } = runScript(stdout)
  assert.deepEqual(calls.map(withoutPatch), [
    'patch deployment bookstore -n books --type=json -p PATCH',
  ])
  assert.deepEqual(
    applyPatch(object, patchIn(calls[0])).filter(failed => failed !== null),
    [],
  )
  assert.equal((await check(['-'], object)).status, 0)
})

test('words with quotes, dollars and line breaks stay words', async () => {
  const object = deployment()
  const { containers } = object.spec.template.spec
  // The helper is added anew, with its command and script.
  containers.splice(-1)
  containers.push({ name: `x'; touch pwned; '$(touch pwned)\ntouch pwned` })
  containers.at(-1).livenessProbe = { 'evil\ntouch pwned': {} }
  const { calls, folder } = runScript((await fix(object)).stdout)
  assert.equal(calls.length, 1)
  assert.equal(existsSync(join(folder, 'pwned')), false)
  assert.deepEqual(
    applyPatch(object, patchIn(calls[0])).filter(failed => failed !== null),
    [],
  )
})

test('a patch is refused where another container stands in the place', async () => {
  const object = deployment()
  const patch = JSON.parse((await fix(object, '-o', 'patch')).stdout)
  object.spec.template.spec.containers.unshift({ name: 'new' })
  const [first] = applyPatch(object, patch)
  assert.equal(first?.name, 'TestError')
})

test('only what is wrong is changed, with the record as it was', async () => {
  const operations: Json[] = JSON.parse((await fix(deployment(), '-o', 'patch')).stdout)
  assert.deepEqual(
    operations.map(({ op, path }) => `${op} ${path}`),
    [
      'test /spec/template/spec/containers/0/name',
      'replace /spec/template/spec/containers/0/livenessProbe/httpGet/port',
    ],
  )
})

for (const [what, apiVersion, kind, type] of [
  ['a StatefulSet', 'apps/v1', 'StatefulSet', 'statefulset'],
  ['another project’s kind', 'argoproj.io/v1alpha1', 'Rollout', 'Rollout.v1alpha1.argoproj.io'],
] as const) {
  test(`${what} is named as kubectl takes it`, async () => {
    const { stdout } = await fix({ ...deployment(), apiVersion, kind })
    assert.match(stdout, new RegExp(`^kubectl patch ${type} bookstore -n books --type=json `, 'm'))
  })
}

test('a Pod of a Deployment is mended there', async () => {
  const pod = brokenPod({ labels: { 'pod-template-hash': '5848999cb6' } })
  const ownerReferences = originalPod().metadata.ownerReferences
  const { stdout } = await fix({ ...pod, metadata: { ...pod.metadata, ownerReferences } })
  assert.deepEqual(runScript(stdout).calls, [])
  assert.match(
    stdout,
    /^# {3}kubectl get deployment bookstore-v1 -n bookstore -o json \| pipy-probes check --fix -$/m,
  )
  assert.match(stdout, /^# {3}kubectl rollout restart deployment bookstore-v1 -n bookstore$/m)
})

test('a Pod of nobody is deleted by no command, but the way is told', async () => {
  const pod = brokenPod({})
  const { stdout } = await fix(pod)
  assert.deepEqual(runScript(stdout).calls, [])
  const way = (stdout.match(/^# {3}.*$/gm) ?? []).map(line => line.slice(2)).join('\n')
  const { calls } = runScript(way)
  assert.deepEqual(calls.map(withoutPatch).sort(), [
    'get pod bookstore-v1-5848999cb6-hp6qg -n bookstore -o json',
    'patch --local -f - --type=json -p PATCH -o json',
    'replace --force -f -',
  ])
  applyPatch(pod, patchIn(calls.find(([word]) => word === 'patch')))
  assert.equal((await check(['-'], pod)).status, 0)
})

test('a Job is created anew', async () => {
  const { stdout } = await fix({ ...deployment(), apiVersion: 'batch/v1', kind: 'Job' })
  assert.deepEqual(runScript(stdout).calls, [])
  assert.match(stdout, /^# a Job’s Pods cannot be changed: mend its manifest/m)
})

test('a namespace’s Pods are one paragraph each', async () => {
  const items = [healthyPod(), brokenPod({ name: 'raw' })]
  const { stdout } = await fix({ apiVersion: 'v1', kind: 'List', items })
  const titles = stdout.split('\n\n').map(text => text.split('\n')[0])
  assert.equal(titles[0], '# Pod "bookstore-v1-5848999cb6-hp6qg": nothing wrong was found')
  assert.match(titles[1] ?? '', /^# Pod "raw": this mends probe-not-rewritten \(/)
  assert.match(stdout, /kubectl get pod raw .*"path":"\/spec\/containers/)
})

const MANIFEST = `kind: Pod
metadata: {name: shop}   # sold out
spec:
  containers:
    - name: app
      livenessProbe:
        httpGet: {port: 8080}
`

test('a manifest is patched as a file, one of several by a diff', async () => {
  const alone = fileOf('one manifest.yaml', MANIFEST)
  const { calls } = runScript((await runHere(['check', '--fix', alone])).stdout)
  assert.deepEqual(calls.map(withoutPatch), [
    `patch --local -f ${alone} --type=json -p PATCH -o yaml`,
  ])
  const several = fileOf('several.yaml', `${MANIFEST}---\nkind: Service\n`)
  const { stdout } = await runHere(['check', '--fix', several])
  assert.deepEqual(runScript(stdout).calls, [])
  assert.match(
    stdout,
    /^# its file holds more: pipy-probes check --fix -o diff \/.*several\.yaml$/m,
  )
})

test('a manifest’s diff changes no other byte', async () => {
  const { stdout, status } = await runHere(['check', '--fix', '-o', 'diff', '-'], MANIFEST)
  assert.equal(status, 1)
  assert.equal(stdout, (await runHere(['rewrite', '-o', 'diff'], MANIFEST)).stdout)
})

test('where nothing is wrong there is nothing to mend', async () => {
  const pod = healthyPod()
  assert.deepEqual(JSON.parse((await fix(pod, '-o', 'patch')).stdout), [])
  assert.equal((await fix(pod, '-o', 'diff')).stdout, '')
  assert.equal((await fix(pod)).status, 0)
})

test('what is outside the object has its command, with the names filled in', async () => {
  const config = fileOf('empty.config', {})
  const file = fileOf('healthy.json', healthyPod())
  const { stdout } = await runHere(['check', '--fix', file, '--config', config])
  assert.match(stdout, /^# left: config-no-listener .*: pipy-probes config -f \/.*healthy\.json$/m)
})

test('without a record the right value is named, and no original is made up', async () => {
  const object = deployment()
  object.spec.template.metadata = {}
  const { stdout } = await fix(object)
  assert.deepEqual(runScript(stdout).calls, [])
  assert.match(stdout, /^# left: probe-wrong-port .*: 15901 is needed; /m)
})

test('what a wrong path has made of a right config is mended with it', async () => {
  const pod = healthyPod()
  set('bookstore.livenessProbe.httpGet.path', '/other')(pod)
  const config = fileOf('right.config', healthyConfig())
  const { stdout } = await fix(pod, '--config', config)
  assert.match(stdout, /this mends probe-path-not-rewritten .*; config-no-route /)
  assert.doesNotMatch(stdout, /left/)
})

test('a config that does not know the mended probe is what is left', async () => {
  const { pod } = brokenPodOf('containers-collide')
  const config = fileOf('right.config', healthyConfig())
  const { stdout } = await fix(pod, '--config', config)
  assert.match(stdout, /this mends .*containers-collide/)
  assert.match(
    stdout,
    /^# left: config-no-route \(container "books", livenessProbe\.httpGet\): 15901\S* → 9000\/books is needed; /m,
  )
})

test('forms that are none are refused', async () => {
  assertRefused(
    await fix(healthyPod(), '-o', 'json'),
    /-o "json" is unknown: with --fix text, patch or diff/,
  )
  assertRefused(
    await check(['-', '-o', 'patch'], healthyPod()),
    /-o "patch" is unknown: .*with --fix/,
  )
  assertRefused(
    await runHere(['check', '--fix', '-o', 'patch'], `${MANIFEST}---\n${MANIFEST}`),
    /-o patch is for one object/,
  )
})

test.run()
