/** Files and streams: what is written where, and that nothing is left half done. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { distFile } from '../../scripts/paths.ts'
import { assertRefused, newFolder, runCommand } from '../command.ts'
import { runHere } from '../here.ts'
import { podText } from '../manifest.ts'
import { suite } from '../suite.ts'

const test = suite('streams')

test('config of a rewritten Pod is as the Pod was rewritten, without the options again', () => {
  const args = ['--mesh', 'fsm', '--https', 'terminate', '--healthcheck', 'sidecar']
  const https = 'livenessProbe: {httpGet: {port: 443, scheme: HTTPS}}'
  const pod = podText('a', `name: a, ${https}, readinessProbe: {tcpSocket: {port: 443}}`)
  const rewritten = runCommand(['rewrite', ...args], pod).stdout
  assert.equal(
    runCommand(['config', '-f', '-'], rewritten).stdout,
    runCommand(['config', '-f', '-', ...args], pod).stdout,
  )
  assert.match(
    runCommand(['iptables', '-f', '-'], rewritten).stdout,
    /-I FSM_PROXY_INBOUND .* 15901,15904 /,
  )
})

const HTTP = 'name: a, livenessProbe: {httpGet: {port: 80}}'

test('-i writes in place, and a broken document leaves every file as it was', () => {
  const folder = newFolder()
  const good = podText('a', HTTP)
  writeFileSync(`${folder}/a.yaml`, good)
  writeFileSync(`${folder}/b.yaml`, `${good}---\n{broken\n`)
  assertRefused(runCommand(['rewrite', '-i', '-f', folder]), /b\.yaml:\d+:\d+: /)
  assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), good)
  assert.equal(runCommand(['rewrite', '-i', '-f', `${folder}/a.yaml`]).status, 0)
  assert.match(readFileSync(`${folder}/a.yaml`, 'utf8'), /port: 15901/)
  assert.deepEqual(readdirSync(folder).sort(), ['a.yaml', 'b.yaml'])
})

test('an error in the last document leaves no half output', () => {
  const input = 'kind: Pod\nspec: {containers: []}\n---\na: [\n'
  assertRefused(runCommand(['rewrite'], input), /^pipy-probes: -:\d:1: /)
})

const NOT_OURS = [
  'x',
  '{"originals":{',
  '{"originals":{}}',
  '{"originals":{"app":null},"added":"annotations"}',
  '{"originals":{"app":{"livenessProbe":7}},"added":"annotations"}',
  '{"originals":{},"contract":{},"added":"annotations"}',
  '{"originals":{},"sidecar":{},"added":"annotations"}',
]
for (const record of NOT_OURS)
  test(`an annotation that is not ours is refused, not guessed at: ${record}`, async () => {
    const pod = {
      kind: 'Pod',
      metadata: { name: 'a', annotations: { 'pipy-probes/originals': record } },
      spec: { containers: [{ name: 'app' }] },
    }
    const refusal =
      /-:.* ?document 1 \(Pod "a"\): annotation "pipy-probes\/originals" is not one of ours/
    for (const words of ['rewrite', 'rewrite --undo', 'check -', 'config -f -', 'iptables -f -'])
      assertRefused(await runHere(words.split(' '), JSON.stringify(pod)), refusal)
  })

test('10,000 Pods in one stream are rewritten, to the byte as one by one', () => {
  const pods = Array.from({ length: 10_000 }, (_, number) => podText(`shop-${number}`, HTTP))
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--max-old-space-size=64', distFile('pipy-probes.js'), 'rewrite'],
    { input: pods.join('---\n'), encoding: 'utf8', maxBuffer: 1 << 28, timeout: 60_000 },
  )
  assert.equal(status, 0)
  const [first = ''] = runCommand(['rewrite'], pods[0]).stdout.split('---\n')
  assert.equal(stdout.split('---\n').length, 10_000)
  assert.equal(stdout.startsWith(first), true)
})

test.run()
