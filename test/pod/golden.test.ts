/** Golden pairs: `<name>.in.yaml` and the `<name>.out.yaml` and `<name>.warnings.txt` that rewriting makes of it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { distFile } from '../../scripts/paths.ts'
import { suite } from '../suite.ts'

const test = suite('golden')
const folder = new URL('../golden/', import.meta.url).pathname
const update = process.env.UPDATE_GOLDEN === '1'
const corpus = new URL('../../../shared/corpus/', import.meta.url).pathname

/** Coverage is for the tests of `src/`, and would slow a process a case. */
const env = { ...process.env, NO_COLOR: '1', NODE_V8_COVERAGE: '' }
const command = (args: string[], input: string) =>
  spawnSync(process.execPath, [distFile('pipy-probes.js'), ...args], {
    input,
    encoding: 'utf8',
    timeout: 20_000,
    env,
  })

const names = readdirSync(folder)
  .filter(file => file.endsWith('.in.yaml'))
  .map(file => file.replace('.in.yaml', ''))

for (const name of names) {
  const input = readFileSync(`${folder}${name}.in.yaml`, 'utf8')
  const args = /^# rewrite (.*)\n/.exec(input)?.[1]?.split(' ') ?? []

  test(name.replaceAll('-', ' '), () => {
    const { stdout, stderr, status } = command(['rewrite', ...args], input)
    assert.equal(status, 0, stderr)
    golden(`${name}.out.yaml`, stdout)
    golden(`${name}.warnings.txt`, stderr)
    assert.equal(
      command(['rewrite', ...args], stdout).stdout,
      stdout,
      'a second rewriting changes nothing',
    )
    const undone = command(['rewrite', '--undo', '-o', 'json', ...args], stdout)
    assert.deepEqual(
      json(undone.stdout),
      json(command(['rewrite', '--undo', '-o', 'json', ...args], input).stdout),
      'an undo gives an equal object',
    )
  })
}

const golden = (file: string, text: string): void => {
  const path = folder + file
  if (update && text !== '') writeFileSync(path, text)
  assert.equal(
    text,
    existsSync(path) ? readFileSync(path, 'utf8') : '',
    `${file} is stale: UPDATE_GOLDEN=1 npm test writes it anew`,
  )
}

const json = (text: string): unknown[] =>
  text
    .split(/(?<=^\})\n/m)
    .filter(part => part.trim() !== '')
    .map(part => JSON.parse(part))

test('no golden output is without its input', () => {
  const stale = readdirSync(folder).filter(file => !names.some(name => file.startsWith(`${name}.`)))
  assert.deepEqual(stale, [])
})

const manifests = existsSync(corpus)
  ? readdirSync(corpus).filter(file => file.endsWith('.yaml'))
  : []
if (manifests.length === 0) test.skip('the corpus, which is not here (../shared/corpus)')
for (const file of manifests) {
  test(`corpus: ${file} is rewritten, stays so, is undone to the byte, and nothing but probes changes`, () => {
    const before = readFileSync(corpus + file, 'utf8')
    const after = command(['rewrite'], before).stdout
    assert.notEqual(after, before)
    assert.equal(command(['rewrite'], after).stdout, after)
    assert.equal(command(['rewrite', '--undo'], after).stdout, before)
    const diff = command(['rewrite', '-o', 'diff', '--healthcheck', 'sidecar'], before).stdout
    for (const line of diff.split('\n').filter(text => /^[-+] /.test(text))) {
      assert.match(
        line,
        /^[-+]\s+(- )?(path|port|scheme|name|value|httpGet|httpHeaders|tcpSocket|grpc|service|annotations|metadata|pipy-probes\/originals):/,
      )
    }
  })
}

test('config of a rewritten Pod is as the Pod was rewritten, without the options again', () => {
  const args = ['--mesh', 'fsm', '--https', 'terminate', '--healthcheck', 'sidecar']
  const pod =
    'kind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, livenessProbe: {httpGet: {port: 443, scheme: HTTPS}}, readinessProbe: {tcpSocket: {port: 443}}}]}\n'
  const rewritten = command(['rewrite', ...args], pod).stdout
  assert.equal(
    command(['config', '-f', '-'], rewritten).stdout,
    command(['config', '-f', '-', ...args], pod).stdout,
  )
  assert.match(
    command(['iptables', '-f', '-'], rewritten).stdout,
    /-I FSM_PROXY_INBOUND .* 15901,15904 /,
  )
})

test('-i writes in place, and a broken document leaves every file as it was', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'in-place-'))
  const good =
    'kind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, livenessProbe: {httpGet: {port: 80}}}]}\n'
  writeFileSync(`${temporary}/a.yaml`, good)
  writeFileSync(`${temporary}/b.yaml`, `${good}---\n{broken\n`)
  const failed = command(['rewrite', '-i', '-f', temporary], '')
  assert.equal(failed.status, 2)
  assert.match(failed.stderr, /b\.yaml:\d+:\d+: /)
  assert.equal(readFileSync(`${temporary}/a.yaml`, 'utf8'), good)
  assert.equal(command(['rewrite', '-i', '-f', `${temporary}/a.yaml`], '').status, 0)
  assert.match(readFileSync(`${temporary}/a.yaml`, 'utf8'), /port: 15901/)
  assert.deepEqual(readdirSync(temporary).sort(), ['a.yaml', 'b.yaml'])
})

test('an error in the last document leaves no half output', () => {
  const { stdout, stderr, status } = command(
    ['rewrite'],
    'kind: Pod\nspec: {containers: []}\n---\na: [\n',
  )
  assert.equal(status, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /^pipy-probes: -:\d:1: /)
})

test('an annotation that is not ours is refused, not guessed at', () => {
  const { stderr, status } = command(
    ['rewrite'],
    'kind: Pod\nmetadata: {name: a, annotations: {pipy-probes/originals: "x"}}\nspec: {containers: []}\n',
  )
  assert.equal(status, 2)
  assert.match(
    stderr,
    /-: document 1 \(Pod "a"\): annotation "pipy-probes\/originals" is not one of ours/,
  )
})

test('10,000 Pods in one stream are rewritten, to the byte as one by one', () => {
  const pod = (number: number) =>
    `kind: Pod\nmetadata: {name: shop-${number}}\nspec: {containers: [{name: app, livenessProbe: {httpGet: {port: 80}}}]}\n`
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--max-old-space-size=64', distFile('pipy-probes.js'), 'rewrite'],
    {
      input: Array.from({ length: 10_000 }, (_, number) => pod(number)).join('---\n'),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      timeout: 60_000,
      env,
    },
  )
  assert.equal(status, 0)
  const [first = ''] = command(['rewrite'], pod(0)).stdout.split('---\n')
  assert.equal(stdout.split('---\n').length, 10_000)
  assert.equal(stdout.startsWith(first), true)
})

test.run()
