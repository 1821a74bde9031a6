/** gRPC probes in `check`, `config` and `probe`: a finding before the rewriting, none after it. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '../../scripts/check/answers.ts'
import { distFile } from '../../scripts/paths.ts'
import { startOfficial, stopGrpcApps } from '../e2e/grpcApps.ts'
import { suite } from '../suite.ts'

const test = suite('check of gRPC')
const env = { ...process.env, NO_COLOR: '1', NODE_V8_COVERAGE: '' }
const run = (args: string[], input: string) =>
  spawnSync(process.execPath, [distFile('pipy-probes.js'), ...args], {
    input,
    encoding: 'utf8',
    timeout: 20_000,
    env,
  })
const podWith = (port: number, service: string, annotations: object = {}): string =>
  JSON.stringify({
    kind: 'Pod',
    metadata: { name: 'shop', annotations },
    spec: { containers: [{ name: 'app', livenessProbe: { grpc: { port, service } } }] },
  })
const POD = podWith(9000, 'shop.Books')
const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'grpc-')), 'config.json')
  writeFileSync(path, text)
  return path
}
const check = (pod: string, ...args: string[]): string =>
  run(['check', '-o', 'json', ...args, '-'], pod).stdout
const codes = (stdout: string): string[] =>
  JSON.parse(stdout).flatMap(({ findings }: { findings: { code: string }[] }) =>
    findings.map(({ code }) => code),
  )

test('a native gRPC probe is an error, and none once it is rewritten', () => {
  assert.deepEqual(codes(check(POD)), ['grpc-probe'])
  const rewritten = run(['rewrite', '-o', 'json'], POD).stdout
  assert.deepEqual(codes(check(rewritten)), [])
  const config = run(['config', '-f', '-'], rewritten).stdout
  assert.deepEqual(codes(check(rewritten, '--config', file(config))), [])
})

test('one that is opted out is said to be', () => {
  const pod = podWith(9000, '', { 'pipy-probes/rewrite': 'false' })
  assert.deepEqual(codes(check(pod)), ['opted-out'])
})

test('a config that asks another service, or by HTTP, is another target', () => {
  const rewritten = run(['rewrite', '-o', 'json'], POD).stdout
  for (const [from, to] of [
    ['shop.Books', 'shop.Other'],
    ['"GRPC"', '"HTTP"'],
  ] as const) {
    const config = run(['config', '-f', '-'], rewritten).stdout.replace(from, to)
    assert.deepEqual(codes(check(rewritten, '--config', file(config))), ['config-other-target'])
  }
})

test('the config keeps the service as the original', () => {
  const { Spec } = JSON.parse(run(['config', '-f', '-'], POD).stdout)
  assert.deepEqual(Spec.Probes.LivenessProbes[0].original, {
    container: 'app',
    scheme: 'GRPC',
    port: 9000,
    path: '',
    service: 'shop.Books',
  })
})

test('`probe` asks by gRPC as the kubelet does', async () => {
  const app = await startOfficial()
  const probe = (service: string) =>
    new Promise<{ output: string; status: number | null }>(resolve => {
      const args = [distFile('pipy-probes.js'), 'probe', '-f', '-']
      const child = spawn(process.execPath, args, { env })
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => void (output += text))
      child.on('close', status => resolve({ output, status }))
      child.stdin.end(podWith(app.port, service))
    })
  const healthy = await probe('shop.Books')
  assert.match(healthy.output, /^app {2}liveness {2}grpc :\d+\/shop\.Books {2}success in \d+ ms\n$/)
  assert.equal(healthy.status, 0)
  const closed = await probe('shop.Closed')
  assert.match(
    closed.output,
    /failure in \d+ ms .*service unhealthy \(responded with "NOT_SERVING"\)/,
  )
  assert.equal(closed.status, 1)
  stopGrpcApps()
})

test('what the kubelet says of a native gRPC probe is known', () => {
  const failure = (text: string) => codeOf(`Liveness probe failed: ${text}`)
  assert.equal(failure('service unhealthy (responded with "NOT_SERVING")'), 'answer-failure')
  assert.equal(failure('timeout: health rpc did not complete within 1s'), 'answer-late')
  assert.equal(
    failure('error: health rpc probe failed: rpc error: code = NotFound desc = unknown service'),
    'answer-failure',
  )
  assert.equal(
    failure(
      'error: this server does not implement the grpc health protocol (grpc.health.v1.Health): x',
    ),
    'answer-failure',
  )
  assert.equal(
    failure(
      'timeout: failed to connect service "10.0.0.1:9000" within 1s: context deadline exceeded',
    ),
    'answer-late',
  )
})

test.run()
