/** What is no manifest, or says it is a Pod and is none, is refused with its place; all else goes through. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { distFile } from '../../scripts/paths.ts'
import { suite } from '../suite.ts'

const test = suite('manifests')
const folder = mkdtempSync(join(tmpdir(), 'manifests-'))
const run = (args: string[], input: string | Buffer = '') =>
  spawnSync(process.execPath, [distFile('pipy-probes.js'), ...args], {
    input,
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, NODE_V8_COVERAGE: '' },
  })

const GOOD =
  'kind: Pod\nmetadata: {name: good}\nspec: {containers: [{name: a, livenessProbe: {httpGet: {port: 80}}}]}\n---\n'
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const oneContainer = (fields: string) =>
  `kind: Pod\nmetadata: {name: b}\nspec:\n  containers:\n  - name: a\n    ${fields}\n`

/** Name, input, and the error after `pipy-probes: bad:`, where the input stands after a good document. */
const broken: [string, string | Buffer, string][] = [
  [
    'a Pod whose containers are text',
    '{"kind":"Pod","spec":{"containers":"x"}}',
    '5:36: document 2 (Pod): spec.containers is "x", and a list of containers is needed',
  ],
  [
    'a container that is a number',
    'kind: Deployment\nmetadata: {name: cart}\nspec:\n  template:\n    spec:\n      containers:\n        - 1\n',
    '11:11: document 2 (Deployment "cart"): spec.template.spec.containers[0] is 1, and a container is needed',
  ],
  [
    'a Pod without spec',
    'kind: Pod\nmetadata: {name: b}\n',
    '5:1: document 2 (Pod "b"): spec is missing, and an object with containers is needed',
  ],
  [
    'a Pod without containers',
    'kind: Pod\nspec: {}\n',
    '6:7: document 2 (Pod): spec.containers is missing, and a list of containers is needed',
  ],
  [
    'a CronJob whose template is null',
    'kind: CronJob\nspec: {jobTemplate: {spec: {template: null}}}\n',
    '6:39: document 2 (CronJob): spec.jobTemplate.spec.template is null, and a Pod template is needed',
  ],
  [
    'a broken Pod in a list',
    'kind: PodList\nitems:\n- spec: {containers: []}\n- spec: 7\n',
    '8:9: document 2 (Pod): items[1].spec is 7, and an object with containers is needed',
  ],
  [
    'a container without a name',
    'kind: Pod\nspec: {containers: [{image: a}]}\n',
    '6:21: document 2 (Pod): spec.containers[0].name is missing, and a name is needed',
  ],
  [
    'two containers of one name',
    'kind: Pod\nspec: {containers: [{name: a}, {name: a}]}\n',
    '6:39: document 2 (Pod): spec.containers[1].name is "a", as another container\'s, and a name of its own is needed',
  ],
  [
    'a probe that is text',
    oneContainer('livenessProbe: /health'),
    '10:20: document 2 (Pod "b"): spec.containers[0].livenessProbe is "/health", and a probe is needed',
  ],
  [
    'a handler that is a list',
    oneContainer('livenessProbe: {httpGet: [80]}'),
    '10:30: document 2 (Pod "b"): spec.containers[0].livenessProbe.httpGet is a list, and an object with a port is needed',
  ],
  [
    'a scheme that is a number',
    oneContainer('livenessProbe: {httpGet: {port: 80, scheme: 1}}'),
    '10:49: document 2 (Pod "b"): spec.containers[0].livenessProbe.httpGet.scheme is 1, and text is needed',
  ],
  [
    'ports that are no list',
    oneContainer('ports: http'),
    '10:12: document 2 (Pod "b"): spec.containers[0].ports is "http", and a list of ports is needed',
  ],
  [
    'an item of ports that is null',
    oneContainer('ports: [null]'),
    '10:13: document 2 (Pod "b"): spec.containers[0].ports[0] is null, and a port with containerPort is needed',
  ],
  [
    'control characters',
    '\x01\x02',
    '5:1: document 2: the control character U+0001 is in no YAML or JSON: remove it, or write "\\u0001" in double quotes',
  ],
  [
    'a control character in a comment',
    'kind: ConfigMap\n# bell \x07\n',
    '6:8: document 2: the control character U+0007 is in no YAML or JSON: remove it, or write "\\u0007" in double quotes',
  ],
  [
    'prose',
    'Rewrite the Pods, please.\nThank you.\n',
    '5:1: document 2: this is plain text, and a Kubernetes object is needed, in YAML or JSON',
  ],
  [
    'a list',
    '- kind: Pod\n',
    '5:1: document 2: this is a list, and a Kubernetes object is needed, in YAML or JSON',
  ],
  [
    'a number',
    '42\n',
    '5:1: document 2: this is the number 42, and a Kubernetes object is needed, in YAML or JSON',
  ],
  [
    'a picture',
    PNG,
    '5: document 2: this line is no UTF-8 text: give manifests in YAML or JSON, encoded as UTF-8',
  ],
  [
    'UTF-16',
    Buffer.from('\ufeffkind: Pod\n', 'utf16le'),
    '5: document 2: this line is no UTF-8 text: give manifests in YAML or JSON, encoded as UTF-8',
  ],
  [
    'an alias of nothing',
    'kind: ConfigMap\ndata: *nothing\n',
    '5:1: document 2: Unresolved alias (the anchor must be set before the alias): nothing',
  ],
  [
    'a document end without a beginning',
    'kind: ConfigMap\n...\nkind: Pod\n',
    '7:1: document 2: one document ends and another begins without "---": put that line between them',
  ],
]

const file = join(folder, 'bad')
const afterGood = (input: string | Buffer) => Buffer.concat([Buffer.from(GOOD), Buffer.from(input)])

for (const [name, input, message] of broken) {
  test(`${name}: exit code 2, one line with file, document and line, nothing written`, () => {
    const { stdout, stderr, status } = run(['rewrite', '-f', '-'], afterGood(input))
    assert.equal(stderr, `pipy-probes: -:${message}\n`)
    assert.equal(status, 2)
    assert.equal(stdout, '')
  })
}

for (const command of [
  ['config'],
  ['iptables'],
  ['run'],
  ['check'],
  ['probe'],
  ['rewrite', '-i'],
  ['rewrite', '--undo', '-o', 'json'],
]) {
  test(`${command.join(' ')} refuses them as well, and leaves the file as it was`, () => {
    for (const name of [
      'a Pod whose containers are text',
      'control characters',
      'prose',
      'a picture',
    ]) {
      const [, input = '', message] = broken.find(([other]) => other === name) ?? []
      writeFileSync(file, afterGood(input))
      const { stdout, stderr, status } = run([...command, '-f', file])
      assert.equal(stderr, `pipy-probes: ${file}:${message}\n`)
      assert.equal(status, 2)
      assert.equal(stdout, '')
      assert.deepEqual(readFileSync(file), afterGood(input))
    }
  })
}

const untouched: [string, string][] = [
  ['nothing', ''],
  ['comments alone', '# nothing\n\n# yet\n'],
  ['null', 'null\n'],
  [
    'documents of other kinds',
    'kind: ConfigMap\ndata: {a: "b"}   # kept\n---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {names: {kind: Pod}}\n',
  ],
  [
    'lists without Pods',
    'kind: List\nitems: []\n---\nkind: PodList\nitems: null\n---\nkind: List\nitems:\n- kind: Service\n',
  ],
  [
    'another group’s kind of the same name',
    'apiVersion: batch.volcano.sh/v1alpha1\nkind: Job\nspec: {tasks: [{template: {spec: {}}}]}\n',
  ],
  ['an object without kind', 'replicas: 3\n'],
  ['a Pod without a container', 'kind: Pod\nspec: {containers: []}\n'],
  ['a byte order mark', '\ufeffkind: Pod\nspec: {containers: []}\n'],
  ['a directive, and lines that end as on Windows', '%YAML 1.2\r\n---\r\nkind: Service\r\n'],
]
for (const [name, text] of untouched) {
  test(`${name}: goes through, byte for byte`, () => {
    const { stdout, stderr, status } = run(['rewrite', '--any-kind'], text)
    assert.equal(stderr, '')
    assert.equal(status, 0)
    assert.equal(stdout, text)
  })
}

test('a Pod after empty documents is rewritten', () => {
  const { stdout } = run(['rewrite'], `---\n# first\n---\n---\n---\n${GOOD}`)
  assert.match(stdout, /^---\n# first\n---\n---\n---\nkind: Pod\n[^]*port: 15901/)
})

test('with --any-kind another kind may leave out what Kubernetes needs, as Knative’s Service does', () => {
  const service =
    'apiVersion: serving.knative.dev/v1\nkind: Service\nspec: {template: {spec: {containers: [{livenessProbe: {httpGet: {path: /}}}]}}}\n'
  const { stdout, status } = run(['rewrite', '--any-kind'], service)
  assert.equal(stdout, service)
  assert.equal(status, 0)
})

test('a long line of several chunks keeps its characters', () => {
  const text = `kind: ConfigMap\ndata: {a: "${'ü€😀'.repeat(100_000)}"}\n`
  assert.equal(run(['rewrite'], text).stdout, text)
})

test.run()
