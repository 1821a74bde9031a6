/** A webhook for a test, on the host that the suite runs on, and an API server’s side of it. */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { applyPatch } from 'rfc6902'
import selfsigned from 'selfsigned'
import { Sidecar } from '../../pipy/sidecar.ts'
import { distFile } from '../../scripts/paths.ts'
import { host } from '../e2e/sidecar.ts'
import { freePort } from '../ports.ts'
import { suite, type Suite } from '../suite.ts'

type Json = any

/** A running webhook; its certificate may be written anew. */
export interface Webhook {
  readonly port: number
  readonly sidecar: Sidecar
  readonly agent: Agent
  /** Whom clients trust. */
  readonly trusted: string
  /** Makes a new pair, and puts both files in their place. */
  renew(): Promise<void>
  readonly files: { readonly cert: string; readonly key: string }
}

const running = new Set<Webhook & { folder: string }>()

const NAMES = {
  name: 'subjectAltName' as const,
  altNames: [{ type: 2 as const, value: 'localhost' }],
}

/** Vouches for each certificate of a run, as a cluster's own does. */
const authority = selfsigned.generate([{ name: 'commonName', value: 'authority' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
})

/** A pair for localhost; the subject tells one from another. */
export const makeCertificate = async (name = 'pipy-probes') => {
  const { private: key, cert } = await authority
  const made = await selfsigned.generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key, cert },
    extensions: [NAMES],
  })
  return { cert: made.cert, key: made.private, trusted: cert }
}

/** Whether the host is too old for the webhook. */
export const isTooOld = / 0\.50\./.test(host.name)

/**
 * A suite that is skipped as a whole on a host that is too
 * old; start.test.ts has what that one says.
 */
export function webhookSuite(name: string, limit?: number): Suite {
  const tests = suite(name, limit)
  if (!isTooOld) return tests
  const skipped = Object.assign(() => {}, tests, { after: () => {} })
  tests.skip(`${name} (need a clock, and more, which Pipy has since 0.90)`)
  return skipped
}

/** Starts it with OPTIONS, and with what the environment is to have beside. */
export async function startWebhook(
  options = '',
  env: Readonly<Record<string, string>> = {},
): Promise<Webhook> {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-'))
  const files = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') }
  const trusted = (await authority).cert
  let renewals = 0
  const renew = async () => {
    const pair = await makeCertificate(`pipy-probes ${renewals}`)
    renewals += 1
    for (const name of ['key', 'cert'] as const) {
      writeFileSync(`${files[name]}.new`, pair[name])
      renameSync(`${files[name]}.new`, files[name])
    }
  }
  await renew()
  const port = await freePort()
  const sidecar = await Sidecar.start({
    host,
    scripts: { 'webhook.js': distFile('webhook.js'), 'healthcheck.js': distFile('healthcheck.js') },
    files: {},
    ports: [port],
    env: { PORT: `${port}`, TLS_CERT: files.cert, TLS_KEY: files.key, OPTIONS: options, ...env },
  })
  const agent = new Agent({ keepAlive: true, ca: trusted })
  const webhook = { port, sidecar, agent, trusted, renew, files, folder }
  running.add(webhook)
  return webhook
}

/** Stops what a test has left. */
export async function stopWebhooks(): Promise<void> {
  for (const webhook of running) {
    webhook.agent.destroy()
    await webhook.sidecar.stop()
    rmSync(webhook.folder, { recursive: true, force: true })
  }
  running.clear()
}

/** What comes back over HTTPS. */
export interface Reply {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly text: string
}

/** Asks over HTTPS, by the keep-alive connections of an API server unless an agent is given. */
export const ask = (
  webhook: Webhook,
  body: string | Buffer,
  {
    method = 'POST',
    path = '/mutate?timeout=10s',
    type = 'application/json' as string | undefined,
    agent = webhook.agent,
  } = {},
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const headers: Record<string, string | number> = {
      accept: 'application/json, */*',
      'user-agent': 'kube-apiserver-admission',
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(method === 'GET' ? {} : { 'content-length': Buffer.byteLength(body) }),
    }
    const asked = request(
      { agent, host: 'localhost', family: 4, port: webhook.port, method, path, headers },
      response => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => void (text += part))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        )
      },
    )
    asked.on('error', reject)
    asked.end(method === 'GET' ? undefined : body)
  })

/** Reviews an object, and gives the response of the review that comes back. */
export async function review(webhook: Webhook, object: unknown, more: object = {}): Promise<Json> {
  const { status, text } = await ask(webhook, JSON.stringify(reviewOf(object, more)))
  if (status !== 200) throw new Error(`${status}: ${text}`)
  return JSON.parse(text).response
}

/** An object as the response would have it stored. */
export function patched(object: unknown, { patch }: { patch?: string }): Json {
  const copy = structuredClone(object)
  if (patch === undefined) return copy
  const errors = applyPatch(copy, JSON.parse(Buffer.from(patch, 'base64').toString('utf8')))
  const [error] = errors.filter(one => one !== null)
  if (error) throw error
  return copy
}

/** What an API server of Kubernetes 1.32 sends when an object is made. */
export const reviewOf = (object: unknown, more: object = {}): Json => ({
  kind: 'AdmissionReview',
  apiVersion: 'admission.k8s.io/v1',
  request: {
    uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    requestKind: { group: '', version: 'v1', kind: 'Pod' },
    requestResource: { group: '', version: 'v1', resource: 'pods' },
    name: 'shop',
    namespace: 'default',
    operation: 'CREATE',
    userInfo: {
      username: 'system:serviceaccount:kube-system:replicaset-controller',
      uid: '43bd4ae8-7c5d-4dcf-9c60-8bb7bb3d3a6d',
      groups: ['system:serviceaccounts', 'system:authenticated'],
    },
    object,
    oldObject: null,
    dryRun: false,
    options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
    ...more,
  },
})

/** Sends bytes over TLS as they are, and gives what comes back until the end. */
export const exchange = (webhook: Webhook, ...pieces: (string | Buffer)[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = dial(webhook)
    let received = ''
    socket.setEncoding('latin1').on('data', (text: string) => void (received += text))
    socket.on('close', () => resolve(received))
    socket.on('error', error => (received === '' ? reject(error) : resolve(received)))
    for (const piece of pieces) socket.write(piece)
  })

/** A connection over TLS. */
export const dial = (webhook: Webhook): TLSSocket =>
  connect({ host: '127.0.0.1', port: webhook.port, servername: 'localhost', ca: webhook.trusted })

/** The resident memory of the host, in MiB. */
export const memoryOf = ({ sidecar }: Webhook): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${sidecar.pid}/status`, 'utf8'))?.[1]) / 1024
