/** What `check` says of every form of Pod, after it was rewritten. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileOf } from '../command.ts'
import { runHere } from '../here.ts'
import { suite } from '../suite.ts'
import { check } from './findings.ts'

const test = suite('check: forms of Pods')

const golden = (name: string): string =>
  readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')

/** What is found of the first Pod of rewritten manifests. */
const codesOf = async (manifests: string, ...args: string[]): Promise<string[]> => {
  const { stdout, stderr } = await check(['-', '-o', 'json', ...args], manifests)
  assert.equal(stderr, '')
  const [{ findings }] = JSON.parse(stdout)
  return findings.map((one: { code: string; container: string; field: string }) =>
    `${one.code} ${one.container || one.field}`.trim(),
  )
}

const FORMS: Record<string, string[]> = {
  'job-has-its-tcp-checks-from-the-sidecar': [],
  'cron-job-with-a-helper-has-it-as-a-native-sidecar': [],
  'helper-starts-before-the-native-sidecars-it-checks': [],
  'static-pod-in-its-file-is-rewritten': [],
  'init-containers-before-and-after-a-native-mesh-sidecar': ['probe-before-sidecar before'],
  'startup-probe-before-a-regular-mesh-sidecar-is-left-alone': [
    'probe-before-sidecar proxy',
    'probe-before-sidecar database',
  ],
  'lifecycle-hooks-beside-a-helper-stay-as-they-are': ['hook-not-served cart'],
  'lifecycle-hooks-beside-the-helper-of-a-mesh-stay-as-they-are': ['hook-not-served cart'],
  'lifecycle-hooks-are-asked-of-the-sidecar': [],
  'host-network-is-left-alone': ['outside-mesh spec.hostNetwork'],
  'windows-by-its-os-is-left-alone': ['outside-mesh spec.os.name'],
  'windows-by-its-node-selector-is-left-alone': ['outside-mesh spec.nodeSelector.kubernetes.io/os'],
  'unknown-fields-and-handlers-are-left-alone': [
    'probe-unknown fields',
    'probe-unknown fields',
    'probe-unknown handlers',
    'probe-unknown handlers',
  ],
  'annotations-come-before-the-options': ['opted-out three'],
}
for (const [name, expected] of Object.entries(FORMS)) {
  test(name.replaceAll('-', ' '), async () =>
    assert.deepEqual(await codesOf(golden(`${name}.out.yaml`)), expected),
  )
}

test('the rules that iptables prints are what a target at the Pod’s IP needs', async () => {
  const pod = (
    await runHere(
      ['rewrite', '--target', 'POD_IP'],
      golden('three-http-probes-of-one-container.in.yaml'),
    )
  ).stdout
  const rules = (await runHere(['iptables', '-f', '-'], pod)).stdout
  const without = rules.replace(/^.*OUTBOUND.*\n/gm, '')
  assert.deepEqual(await codesOf(pod, '--iptables', fileOf('rules', rules)), [])
  assert.deepEqual(
    [...new Set(await codesOf(pod, '--iptables', fileOf('without', without)))],
    ['target-intercepted app'],
  )
})

test('a config that asks at another address than the Pod says is another target', async () => {
  const pod = golden('three-http-probes-of-one-container.out.yaml')
  const config = (await runHere(['config', '-f', '-', '--target', 'POD_IP'], pod)).stdout
  assert.deepEqual(
    [...new Set(await codesOf(pod, '--config', fileOf('config', config)))],
    ['config-other-target app'],
  )
})

test.run()
