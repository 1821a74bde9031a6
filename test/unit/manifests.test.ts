/** What is no manifest is refused with its place, and so is what only says it is a Pod. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileOf } from '../command.ts'
import { runHere } from '../here.ts'
import { suite } from '../suite.ts'
import { brokenManifests } from './brokenManifests.ts'

const test = suite('manifests')

const GOOD = `kind: Pod
metadata: {name: good}
spec: {containers: [{name: a, livenessProbe: {httpGet: {port: 80}}}]}
---
`
const afterGood = (input: string | Buffer) => Buffer.concat([Buffer.from(GOOD), Buffer.from(input)])

for (const { name, input, error } of brokenManifests) {
  test(`${name}: exit code 2, one line with file, document and line, nothing written`, async () => {
    const { stdout, stderr, status } = await runHere(['rewrite', '-f', '-'], afterGood(input))
    assert.deepEqual([stderr, status, stdout], [`pipy-probes: -:${error}\n`, 2, ''])
  })
}

const SOME = ['a Pod whose containers are text', 'control characters', 'prose', 'a picture']
const COMMANDS = ['config', 'iptables', 'run', 'check', 'probe', 'rewrite -i']

for (const command of [...COMMANDS, 'rewrite --undo -o json']) {
  test(`${command} refuses them as well, and leaves the file as it was`, async () => {
    const some = brokenManifests.filter(({ name }) => SOME.includes(name))
    assert.equal(some.length, SOME.length)
    for (const { input, error } of some) {
      const file = fileOf('bad', afterGood(input))
      const { stdout, stderr, status } = await runHere([...command.split(' '), '-f', file])
      assert.deepEqual([stderr, status, stdout], [`pipy-probes: ${file}:${error}\n`, 2, ''])
      assert.deepEqual(readFileSync(file), afterGood(input))
    }
  })
}

/** Manifests that have nothing to rewrite. */
const untouched: Record<string, string> = {
  nothing: '',
  'comments alone': '# nothing\n\n# yet\n',
  null: 'null\n',
  'documents of other kinds': `kind: ConfigMap
data: {a: "b"}   # kept
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec: {names: {kind: Pod}}
`,
  'lists without Pods': `kind: List
items: []
---
kind: PodList
items: null
---
kind: List
items:
- kind: Service
`,
  'another group’s kind of the same name': `apiVersion: batch.volcano.sh/v1alpha1
kind: Job
spec: {tasks: [{template: {spec: {}}}]}
`,
  'an object without kind': 'replicas: 3\n',
  'kinds that every object of JavaScript has':
    'kind: constructor\n---\nkind: __proto__\nspec: {}\n',
  'a Pod without a container': 'kind: Pod\nspec: {containers: []}\n',
  'a byte order mark': '\ufeffkind: Pod\nspec: {containers: []}\n',
  'a directive, and line ends of Windows': '%YAML 1.2\r\n---\r\nkind: Service\r\n',
}
for (const [name, text] of Object.entries(untouched)) {
  test(`${name}: goes through, byte for byte`, async () => {
    const { stdout, stderr, status } = await runHere(['rewrite', '--any-kind'], text)
    assert.deepEqual([stdout, stderr, status], [text, '', 0])
  })
}

test('a Pod after empty documents is rewritten', async () => {
  const { stdout } = await runHere(['rewrite'], `---\n# first\n---\n---\n---\n${GOOD}`)
  assert.match(stdout, /^---\n# first\n---\n---\n---\nkind: Pod\n[^]*port: 15901/)
})

test('with --any-kind a kind may leave out what Kubernetes needs, as Knative’s Service', async () => {
  const service = `apiVersion: serving.knative.dev/v1
kind: Service
spec: {template: {spec: {containers: [{livenessProbe: {httpGet: {path: /}}}]}}}
`
  const { stdout, status } = await runHere(['rewrite', '--any-kind'], service)
  assert.deepEqual([stdout, status], [service, 0])
})

test('a long line of several chunks keeps its characters', async () => {
  const text = `kind: ConfigMap\ndata: {a: "${'ü€😀'.repeat(100_000)}"}\n`
  assert.equal((await runHere(['rewrite'], text)).stdout, text)
})

test.run()
