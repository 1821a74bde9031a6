/** Generated Pods, and the ways to rewrite them. */
import fc from 'fast-check'
import { contractOf } from '../../src/pod/contract.ts'
import type { TemplateOptions } from '../../src/pod/template.ts'

const option = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined })
/** An object without the keys whose value is undefined. */
const compact = (value: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined))
const record = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields).map(compact)

const port = fc.oneof(
  fc.integer({ min: 0, max: 65535 }),
  fc.constantFrom(80, 15901, 15904, 'http', 'https', '8080', 'none', ''),
)
const path = option(
  fc.oneof(fc.constantFrom('/', '/health', 'health', '/a b', '', '/ü?x=y'), fc.string()),
)
const header = fc
  .record({ name: fc.constantFrom('Host', 'X-Probe', 'Cookie'), value: fc.string() })
  .map(one => ({ ...one }))
const httpGet = record({
  path,
  port,
  scheme: option(fc.constantFrom('HTTP', 'HTTPS', '')),
  host: option(fc.constantFrom('', '10.0.0.1')),
  httpHeaders: option(fc.array(header, { maxLength: 2 })),
  protocol: option(fc.constant('H2C')),
})
const handler = fc.oneof(
  { weight: 6, arbitrary: httpGet.map(value => ({ httpGet: value })) },
  {
    weight: 3,
    arbitrary: record({ port, host: option(fc.constant('10.0.0.1')) }).map(value => ({
      tcpSocket: value,
    })),
  },
  fc.constantFrom(
    {},
    { exec: { command: ['true'] } },
    { grpc: { port: 1 } },
    { grpc: { port: 9000, service: '' } },
    { grpc: { port: 9000, service: 'shop.Books' } },
    { httpGet: { port: 1 }, exec: {} },
    { quicGet: { port: 443 } },
    { httpGet: { port: 80 }, quicGet: { port: 443 } },
  ),
)
const numbers = record({
  timeoutSeconds: option(fc.integer({ min: 0, max: 9 })),
  periodSeconds: option(fc.nat()),
  initialDelaySeconds: option(fc.constantFrom(0, 5)),
  successThreshold: option(fc.constantFrom(0, 1, 2)),
  failureThreshold: option(fc.constantFrom(0, 3, 9)),
})
const probe = fc.tuple(numbers, handler).map(([one, other]) => ({ ...one, ...other }))
const hook = fc.oneof(
  { weight: 4, arbitrary: httpGet.map(value => ({ httpGet: value })) },
  fc.constantFrom<object>(
    { exec: { command: ['true'] } },
    { tcpSocket: { port: 1 } },
    { sleep: { seconds: 5 } },
    { quicGet: { port: 443 } },
    { httpGet: { port: 80 }, exec: {} },
  ),
)
const lifecycle = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(undefined, null, {}) },
  record({ postStart: option(hook), preStop: option(hook) }),
)
const container = (name: string) =>
  record({
    name: fc.constant(name),
    ports: option(
      fc.constant([
        { name: 'http', containerPort: 8080 },
        { name: 'https', containerPort: 8443 },
      ]),
    ),
    livenessProbe: option(probe),
    readinessProbe: option(probe),
    startupProbe: option(probe),
    lifecycle,
    image: option(fc.string()),
    env: option(
      fc.constantFrom(
        null,
        [],
        [{ name: 'TZ', value: 'UTC' }],
        [{ name: 'PIPY_PROBES_CONFIG', value: '{}' }],
      ),
    ),
  })
const metadata = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    {},
    { annotations: {} },
    { annotations: null },
    { labels: { a: 'b' } },
  ),
  fc.constantFrom(
    { annotations: { note: 'kept' } },
    { annotations: { 'pipy-probes/rewrite.two': 'false' } },
    { name: 'shop', annotations: { 'pipy-probes/rewrite': 'false' } },
    { annotations: { 'pipy-probes/rewrite': 'false', 'pipy-probes/rewrite.one': 'true' } },
    { annotations: { 'pipy-probes/healthcheck': 'sidecar', 'pipy-probes/https.two': 'terminate' } },
    { annotations: { 'pipy-probes/healthcheck': 'container', 'pipy-probes/target': 'POD_IP' } },
    { annotations: { 'pipy-probes/hooks.one': 'keep', 'pipy-probes/hooks': 'rewrite' } },
    { annotations: { 'pipy-probes/target.one': 'POD_IP', 'pipy-probes/https': 'passthrough' } },
  ),
)
/** Around containers: what decides where the helper stands, and whether probes are looked at. */
const around = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  fc.constantFrom<object>(
    { restartPolicy: 'Never' },
    { restartPolicy: 'OnFailure' },
    { restartPolicy: 'Always' },
    { terminationGracePeriodSeconds: 90 },
    { hostNetwork: true },
    { os: { name: 'windows' } },
    { os: { name: 'linux' }, nodeSelector: { 'kubernetes.io/os': 'linux' } },
    { nodeSelector: { 'kubernetes.io/os': 'windows' } },
  ),
)
/** Init containers, of which some stay; one of them may be the mesh's sidecar. */
const initial = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(undefined, null) },
  fc
    .subarray(['init', 'sidecar', 'late', 'plain'], { minLength: 1 })
    .chain(names =>
      fc.tuple(
        ...names.map(name =>
          name === 'plain'
            ? fc.constant({ name, image: 'migrate' })
            : container(name).map(one => ({ ...one, restartPolicy: 'Always' })),
        ),
      ),
    ),
)
/** A Pod with anything that may be around its probes. */
export const pod = fc
  .tuple(
    metadata,
    fc
      .constantFrom(['one'], ['one', 'two'], ['one', 'two', 'three'])
      .chain(names => fc.tuple(...names.map(container))),
    initial,
    around,
  )
  .map(([meta, containers, initContainers, others]) =>
    compact({
      kind: 'Pod',
      metadata: meta,
      spec: compact({ initContainers, containers, hostname: 'kept', ...others }),
    }),
  )

/** Every way to rewrite it, with the guide's names. */
export const options = fc
  .record({
    https: fc.constantFrom<'passthrough' | 'terminate'>('passthrough', 'terminate'),
    healthcheck: option(fc.constantFrom<'container' | 'sidecar'>('container', 'sidecar')),
    hooks: option(fc.constantFrom<'rewrite' | 'keep'>('rewrite', 'keep')),
    target: option(fc.constantFrom<'POD_IP' | '127.0.0.1'>('POD_IP', '127.0.0.1')),
    helper: fc.record({
      image: option(fc.constant('pipy')),
      script: fc.constant('script\n  of "two" lines'),
    }),
    sidecars: fc.constantFrom([], ['none', 'two', 'sidecar'], ['sidecar', 'init']),
  })
  .map((chosen): TemplateOptions => ({ contract: contractOf('osm'), ...chosen }))
