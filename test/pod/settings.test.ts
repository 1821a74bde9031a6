/** A Pod's annotations: what they choose, and what is refused. */
import assert from 'node:assert/strict'
import { assertRefused } from '../command.ts'
import { runHere } from '../here.ts'
import { suite } from '../suite.ts'

const test = suite('annotations')

const podWith = (annotations: object): string =>
  JSON.stringify({
    kind: 'Pod',
    metadata: { name: 'shop', annotations },
    spec: {
      containers: [
        { name: 'one', livenessProbe: { httpGet: { path: '/', port: 1, scheme: 'HTTPS' } } },
        { name: 'two', readinessProbe: { tcpSocket: { port: 2 } } },
      ],
    },
  })

const KNOWN =
  'pipy-probes/rewrite, pipy-probes/https, pipy-probes/target, pipy-probes/hooks, ' +
  'pipy-probes/healthcheck'
const refused: Record<string, [annotations: object, message: string]> = {
  'a value that is none of its own': [
    { 'pipy-probes/rewrite': 'no' },
    'pipy-probes/rewrite is "no", and "true" or "false" is needed',
  ],
  'a value in no quotes': [
    { 'pipy-probes/rewrite.one': false },
    'pipy-probes/rewrite.one is false, and "true" or "false" is needed',
  ],
  'an unknown way for HTTPS': [
    { 'pipy-probes/https': 'plain' },
    'pipy-probes/https is "plain", and "passthrough" or "terminate" is needed',
  ],
  'an address that is no target': [
    { 'pipy-probes/target.two': '10.0.0.1' },
    'pipy-probes/target.two is "10.0.0.1", and "POD_IP" or "127.0.0.1" is needed',
  ],
  'an empty value': [
    { 'pipy-probes/healthcheck': '' },
    'pipy-probes/healthcheck is "", and "container" or "sidecar" is needed',
  ],
  'a name with a slip': [
    { 'pipy-probes/rewite': 'false' },
    `pipy-probes/rewite is no annotation that is known: ${KNOWN}`,
  ],
  'a container where the whole Pod is meant': [
    { 'pipy-probes/healthcheck.one': 'sidecar' },
    `pipy-probes/healthcheck.one is no annotation that is known: ${KNOWN}`,
  ],
}
for (const [name, [annotations, message]] of Object.entries(refused)) {
  for (const args of [['rewrite'], ['config', '-f', '-'], ['iptables', '-f', '-'], ['check', '-']])
    test(`${name} is refused by ${args[0]}, with its place`, async () => {
      const ended = await runHere(args, podWith(annotations))
      assertRefused(ended, /^pipy-probes: -:1:\d+: document 1 \(Pod "shop"\): metadata\.annot/)
      assert.equal(ended.stderr.includes(`metadata.annotations.${message}\n`), true, ended.stderr)
    })
}

/** The config that a Pod's annotations give with options, in a few words. */
const configWith = async (annotations: object, ...args: string[]) => {
  const { stdout, stderr } = await runHere(['config', '-f', '-', ...args], podWith(annotations))
  assert.equal(stderr, '')
  const { LivenessProbes, ReadinessProbes, Target, Healthcheck } = JSON.parse(stdout).Spec.Probes
  return {
    schemes: LivenessProbes.map(({ httpGet }: { httpGet: { scheme: string } }) => httpGet.scheme),
    target: Target,
    targets: [...LivenessProbes, ...ReadinessProbes].map(
      ({ original }: { original: { target?: string } }) => original.target,
    ),
    healthcheck: Healthcheck,
  }
}

const chosen = {
  schemes: ['HTTPS'],
  target: undefined,
  targets: [undefined, undefined],
  healthcheck: 'container',
}
const choices: Record<string, [annotations: object, args: string[], config: object]> = {
  'nothing is chosen': [{}, [], {}],
  'a container’s own annotation comes before the Pod’s': [
    { 'pipy-probes/https': 'terminate', 'pipy-probes/https.one': 'passthrough' },
    [],
    {},
  ],
  'the Pod’s annotation comes before the options': [
    { 'pipy-probes/https': 'terminate', 'pipy-probes/healthcheck': 'sidecar' },
    ['--https', 'passthrough', '--healthcheck', 'container'],
    { schemes: ['HTTP'], healthcheck: undefined },
  ],
  'a target of the Pod is for all': [{ 'pipy-probes/target': 'POD_IP' }, [], { target: 'POD_IP' }],
  'a target of a container is for it alone': [
    { 'pipy-probes/target.two': 'POD_IP' },
    [],
    { targets: [undefined, 'POD_IP'] },
  ],
  'a container may stay at 127.0.0.1': [
    { 'pipy-probes/target.one': '127.0.0.1' },
    ['--target', 'POD_IP'],
    { target: 'POD_IP', targets: ['127.0.0.1', undefined] },
  ],
}
for (const [name, [annotations, args, config]] of Object.entries(choices)) {
  test(`config: ${name}`, async () =>
    assert.deepEqual(await configWith(annotations, ...args), { ...chosen, ...config }))
}

test('config knows the target that a Pod was rewritten with', async () => {
  const rewritten = (await runHere(['rewrite', '--target', 'POD_IP'], podWith({}))).stdout
  const { stdout } = await runHere(['config', '-f', '-'], rewritten)
  assert.equal(JSON.parse(stdout).Spec.Probes.Target, 'POD_IP')
  assert.match(
    (await runHere(['iptables', '-f', '-'], rewritten)).stdout,
    /^-4 -I OSM_PROXY_OUTBOUND/m,
  )
})

test('iptables lets the sidecar ask at the Pod’s IP where a container wants it', async () => {
  const rules = async (annotations: object, ...args: string[]) =>
    (await runHere(['iptables', '-f', '-', ...args], podWith(annotations))).stdout
  assert.doesNotMatch(await rules({}), /OUTBOUND/)
  assert.match(
    await rules({ 'pipy-probes/target.one': 'POD_IP' }),
    /^-6 -I OSM_PROXY_OUTBOUND -o lo/m,
  )
  assert.match(
    await rules({ 'pipy-probes/target': 'POD_IP' }, '--outbound-chain', 'OUT', '-o', 'commands'),
    /^ip6tables -t nat -I OUT -o lo -s ::1\/128 -p tcp -j RETURN$/m,
  )
})

test('an unknown target is refused', async () =>
  assertRefused(
    await runHere(['rewrite', '--target', 'localhost'], podWith({})),
    /^pipy-probes: --target "localhost" is unknown: POD_IP or 127\.0\.0\.1\n/,
  ))

test.run()
