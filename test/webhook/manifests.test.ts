/** What installs the webhook: its objects, what a cluster would say of them, and that they run. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import * as admission from 'kubernetes-models/admissionregistration.k8s.io/v1'
import * as apps from 'kubernetes-models/apps/v1'
import * as networking from 'kubernetes-models/networking.k8s.io/v1'
import * as policy from 'kubernetes-models/policy/v1'
import * as core from 'kubernetes-models/v1'
import { parseAllDocuments } from 'yaml'
import { distFile } from '../../scripts/paths.ts'
import { assertRefused } from '../command.ts'
import { runHere } from '../here.ts'
import { host } from '../e2e/sidecar.ts'
import { folderOf } from '../folder.ts'
import { freePort } from '../ports.ts'
import { suite, until } from '../suite.ts'

type Json = any

const test = suite('manifests')

const objectsOf = async (...args: string[]): Promise<Json[]> => {
  const { stdout, status, stderr } = await runHere(['manifests', ...args])
  assert.equal(status, 0, stderr)
  return parseAllDocuments(stdout).map(document => document.toJS())
}

const one = (objects: readonly Json[], kind: string): Json =>
  objects.find(object => object.kind === kind)

/** Kubernetes' published schemas, by the version of an API. */
const MODELS: Record<string, Record<string, Json>> = {
  v1: core,
  'apps/v1': apps,
  'policy/v1': policy,
  'networking.k8s.io/v1': networking,
  'admissionregistration.k8s.io/v1': admission,
}

const KINDS =
  'Namespace ServiceAccount ConfigMap Issuer Certificate Deployment PodDisruptionBudget Service ' +
  'NetworkPolicy MutatingWebhookConfiguration'

for (const args of [[], ['--self-signed'], ['--failure-policy', 'Fail', '--mesh', 'fsm']]) {
  test(`each object is what its schema says: ${args.join(' ') || 'by default'}`, async () => {
    for (const object of await objectsOf(...args)) {
      const Model = MODELS[object.apiVersion]?.[object.kind]
      // cert-manager's two are none of Kubernetes' own.
      if (object.apiVersion.startsWith('cert-manager.io/')) continue
      assert.ok(Model, `${object.apiVersion} ${object.kind}`)
      new Model(object).validate()
    }
  })
}

test('the schemas refuse what is none', async () => {
  const deployment = one(await objectsOf(), 'Deployment')
  deployment.spec.template.spec.containers[0].ports[0].containerPort = 'https'
  assert.throws(() => new apps.Deployment(deployment).validate(), /containerPort/)
})

test('the registration comes last, and twice the same comes out', async () => {
  assert.deepEqual(
    (await objectsOf()).map(({ kind }) => kind),
    KINDS.split(' '),
  )
  assert.equal((await runHere(['manifests'])).stdout, (await runHere(['manifests'])).stdout)
})

test('a Pod of the webhook is as `restricted` as its namespace asks for', async () => {
  const objects = await objectsOf()
  const { template, replicas } = one(objects, 'Deployment').spec
  const [container] = template.spec.containers
  assert.equal(replicas, 2)
  assert.equal(one(objects, 'ServiceAccount').automountServiceAccountToken, false)
  assert.equal(template.spec.securityContext.runAsNonRoot, true)
  assert.equal(template.spec.securityContext.seccompProfile.type, 'RuntimeDefault')
  assert.equal(container.securityContext.readOnlyRootFilesystem, true)
  assert.deepEqual(container.securityContext.capabilities, { drop: ['ALL'] })
})

test('neither the system’s namespaces nor its own are sent to it, nor a Pod that opts out', async () => {
  const [webhook] = one(
    await objectsOf('--namespace', 'mesh'),
    'MutatingWebhookConfiguration',
  ).webhooks
  const [names] = webhook.namespaceSelector.matchExpressions
  assert.deepEqual(names.values, ['kube-system', 'kube-public', 'kube-node-lease', 'mesh'])
  assert.deepEqual(webhook.namespaceSelector.matchLabels, { 'pipy-probes/inject': 'enabled' })
  assert.equal(webhook.objectSelector.matchExpressions[0].key, 'pipy-probes/rewrite')
  assert.equal(webhook.reinvocationPolicy, 'IfNeeded')
  assert.equal(webhook.clientConfig.service.namespace, 'mesh')
})

test('a certificate of its own is for the Service’s name, and the registration trusts it', async () => {
  const objects = await objectsOf('--self-signed', '--namespace', 'mesh')
  const { stringData } = one(objects, 'Secret')
  const [webhook] = one(objects, 'MutatingWebhookConfiguration').webhooks
  const certificate = new X509Certificate(stringData['tls.crt'])
  assert.equal(certificate.checkHost('pipy-probes-webhook.mesh.svc') !== undefined, true)
  assert.equal(atob(webhook.clientConfig.caBundle), stringData['tls.crt'])
  assert.equal(one(objects, 'Issuer'), undefined)
})

const golden = new URL('../golden/manifests/', import.meta.url).pathname

/** What each build and each call brings anew has `…` in its place: scripts, hash, certificate. */
const withoutWhatChanges = (text: string): string =>
  text
    .replace(
      /^( +)((?:webhook|healthcheck)\.js|tls\.(?:crt|key)): \|-?\n(?:\1 .*\n|\n)+/gm,
      '$1$2: …\n',
    )
    .replace(/^( +(?:caBundle|pipy-probes-webhook\/scripts)): \S+$/gm, '$1: …')

// A new one begins as a file of its first line alone.
for (const file of readdirSync(golden)) {
  const written = readFileSync(`${golden}${file}`, 'utf8')
  const [first = ''] = written.split('\n')
  test(`golden: ${file.replace('.yaml', '').replaceAll('-', ' ')}`, async () => {
    assert.match(first, /^# manifests( |$)/)
    const { stdout, status, stderr } = await runHere(first.split(' ').slice(1))
    assert.equal(status, 0, stderr)
    const text = `${first}\n${withoutWhatChanges(stdout)}`
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(`${golden}${file}`, text)
    else assert.equal(text, written, `${file} is stale: UPDATE_GOLDEN=1 npm test writes it anew`)
  })
}

test('the ConfigMap holds the scripts as they are built, and the Deployment their hash', async () => {
  const objects = await objectsOf()
  const { data } = one(objects, 'ConfigMap')
  for (const name of ['webhook.js', 'healthcheck.js'])
    assert.equal(data[name], readFileSync(distFile(name), 'utf8'))
  const { annotations } = one(objects, 'Deployment').spec.template.metadata
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex')
  assert.deepEqual(annotations, { 'pipy-probes-webhook/scripts': hash })
})

const refused: Record<string, [string[], RegExp]> = {
  'a namespace that is none': [['--namespace', 'A_b'], /--namespace "A_b"/],
  'no replica': [['--replicas', '0'], /--replicas "0" is no number from 1 to 100/],
  'a time-out that no API server takes': [['--timeout', '31'], /from 1 to 30/],
  'an unknown policy': [['--failure-policy', 'ignore'], /Ignore or Fail/],
  'a certificate without its key': [['--cert', 'a.pem'], /--cert and --key belong together/],
  'an unknown mesh': [['--mesh', 'istio'], /--mesh "istio" is unknown/],
}
for (const [name, [args, message]] of Object.entries(refused)) {
  test(`${name} is refused, and nothing is printed`, async () =>
    assertRefused(await runHere(['manifests', ...args]), message))
}

/** Runs a Deployment's container here: its command and environment, its volumes in a folder. */
const startByHand = async (objects: readonly Json[]): Promise<{ port: number; stop(): void }> => {
  const [container] = one(objects, 'Deployment').spec.template.spec.containers
  const port = await freePort()
  const folder = folderOf({
    ...one(objects, 'ConfigMap').data,
    ...one(objects, 'Secret').stringData,
  })
  const here = (text: string): string =>
    container.volumeMounts.reduce(
      (result: string, { mountPath }: Json) => result.replaceAll(`${mountPath}/`, `${folder}/`),
      text,
    )
  const env = container.env.map(({ name, value }: Json) => [name, here(value)])
  // The image has its Pipy on PATH.
  const pipy = `pipy() { exec ${host.command.join(' ')} "$@"; }`
  const [shell, flag, command] = container.command
  const child = spawn(shell, [flag, `${pipy}; ${here(command).replace('sleep 5; ', '')}`], {
    env: { ...process.env, ...Object.fromEntries(env), PORT: `${port}` },
    stdio: 'ignore',
  })
  return { port, stop: () => void child.kill('SIGTERM') }
}

const statusOf = (port: number, path: string, ca: string): Promise<number> =>
  new Promise(resolve => {
    get({ port, path, ca, host: '127.0.0.1', servername: 'pipy-probes-webhook.mesh.svc' })
      .on('response', response => resolve(response.resume().statusCode ?? 0))
      .on('error', () => resolve(0))
  })

const byHand = async (): Promise<void> => {
  const objects = await objectsOf('--self-signed', '--namespace', 'mesh')
  const { port, stop } = await startByHand(objects)
  const ca = one(objects, 'Secret').stringData['tls.crt']
  await until('the webhook is ready', async () => (await statusOf(port, '/readyz', ca)) === 200)
  assert.equal(await statusOf(port, '/healthz', ca), 200)
  stop()
  await until('the webhook has ended', async () => (await statusOf(port, '/readyz', ca)) === 0)
}

if (/ 0\.50\./.test(host.name))
  test.skip('the webhook’s own Deployment (needs a clock, and more, which Pipy has since 0.90)')
else test('its own Deployment, run by hand, is ready, and ends when it is told to', byHand)

test.run()
