/** What is not understood in a config is said with its place. */
import assert from 'node:assert/strict'
import { readConfig } from '../../src/config/read.ts'
import { suite } from '../suite.ts'
import { httpGet, lists } from './configs.ts'

const test = suite('errors of a config')

const PORT = 'a port number from 1 to 65535 is needed'
const HEADERS = '.httpGet.httpHeaders is no list of {name, value}'
const tcpPort = { name: 'original-TCP-port', value: 'x' }

/** A liveness probe, and the error after its place. */
const entries: Record<string, [entry: unknown, error: string]> = {
  'an entry that is null': [null, ' is no probe: an object is needed'],
  'httpGet that is a list': [{ httpGet: [] }, '.httpGet is no object'],
  'a port that is too big': [httpGet({ port: 65536 }), `.httpGet.port is 65536: ${PORT}`],
  'no port': [{ httpGet: {} }, `.httpGet.port is undefined: ${PORT}`],
  'an unknown scheme': [
    httpGet({ scheme: 'FTP' }),
    '.httpGet.scheme is "FTP": HTTP or HTTPS is needed',
  ],
  'headers that are no list': [httpGet({ httpHeaders: {} }), HEADERS],
  'a header without a name': [httpGet({ httpHeaders: [{}] }), HEADERS],
  'a time-out of 0': [
    { ...httpGet(), timeoutSeconds: 0 },
    '.timeoutSeconds is 0: a number of seconds from 1 is needed',
  ],
  'an Original-Tcp-Port that is none': [
    httpGet({ port: 15904, httpHeaders: [tcpPort] }),
    `.httpGet.httpHeaders: Original-Tcp-Port is "x": ${PORT}`,
  ],
  'an original that is a list': [{ ...httpGet(), original: [] }, '.original is no object'],
  'an original without a port': [
    { ...httpGet(), original: { scheme: 'HTTP' } },
    `.original.port is undefined: ${PORT}`,
  ],
  'a service that is no text': [
    { ...httpGet(), original: { scheme: 'GRPC', port: 1, service: 5 } },
    ".original.service is 5: a service's name is needed",
  ],
  'an original without a scheme': [
    { ...httpGet(), original: { port: 1 } },
    '.original.scheme is undefined: HTTP, HTTPS, TCP or GRPC is needed',
  ],
  'an unknown target': [
    { ...httpGet(), original: { port: 1, target: 'localhost' } },
    '.original.target is "localhost": POD_IP or 127.0.0.1 is needed',
  ],
}

/** A field beside the lists of probes, and the error after `Spec.Probes.`. */
const fields: Record<string, [field: object, error: string]> = {
  'a list that is an object': [{ LivenessProbes: {} }, 'LivenessProbes is neither null nor a list'],
  'hooks that are an object': [{ LifecycleHooks: {} }, 'LifecycleHooks is neither null nor a list'],
  'an unknown target': [{ Target: 'x' }, 'Target is neither "POD_IP" nor "127.0.0.1"'],
  'an unknown healthcheck': [
    { Healthcheck: 'x' },
    'Healthcheck is neither "sidecar" nor "container"',
  ],
  'networks that are no list': [{ Networks: 'x' }, 'Networks is no list of networks'],
  'a network that is none': [
    { Networks: ['10.0.0.0/8', '10.0/8'] },
    'Networks[1] is "10.0/8": a network as 10.0.0.0/8 or fd00::/8 is needed',
  ],
}

const hook = (more: object): object => ({
  hook: 'preStop',
  httpGet: { path: '/osm-lifecycle/app/preStop', port: 15904 },
  timeoutSeconds: 30,
  original: { container: 'app', scheme: 'HTTP', port: 8080, path: '/' },
  ...more,
})

/** A lifecycle hook, and the error after its place. */
const hooks: Record<string, [entry: unknown, error: string]> = {
  'a hook that is null': [null, ' is no hook: an object is needed'],
  'a hook of another name': [hook({ hook: 'x' }), '.hook is "x": postStart or preStop is needed'],
  'a hook without httpGet': [hook({ httpGet: undefined }), '.httpGet is no object'],
  'a hook whose headers are no list': [hook({ httpGet: { httpHeaders: {} } }), HEADERS],
  'a hook’s port by name': [hook({ httpGet: { port: 'web' } }), `.httpGet.port is "web": ${PORT}`],
  'a hook without its time': [
    hook({ timeoutSeconds: undefined }),
    '.timeoutSeconds is undefined: a number of seconds from 1 is needed',
  ],
  'a hook without an original': [hook({ original: undefined }), '.original is no object'],
  'a hook by TCP': [
    hook({ original: { scheme: 'TCP', port: 1 } }),
    '.original.scheme is "TCP": HTTP or HTTPS is needed',
  ],
}

const place = 'Spec.Probes.LivenessProbes'
const originals = (scheme: string) =>
  [1, 2].map(port => ({ ...httpGet({ scheme }), original: { scheme, port } }))
const clash = (asked: string): string =>
  `${place}[0] and ${place}[1] are both asked for by ${asked} on port 15901, ` +
  'and have different originals: give each a path of its own and scheme HTTP'

const errors: Record<string, [config: unknown, error: string]> = {
  'no object': [7, 'the config is no JSON object'],
  'Probes that are a list': [{ Spec: { Probes: [] } }, 'Spec.Probes is no object'],
  'another kind’s port': [
    { Probes: { StartupProbes: [httpGet()] } },
    'Probes.StartupProbes[0].httpGet.port is 15901, which is the port of liveness probes: ' +
      'a startup probe needs 15903',
  ],
  'two places for one path': [lists(originals('HTTP')), clash('path "/osm-liveness-probe"')],
  'two HTTPS originals on one port': [lists(originals('HTTPS')), clash('raw TLS')],
}
for (const [name, [entry, error]] of Object.entries(entries))
  errors[name] = [lists([entry]), `${place}[0]${error}`]
for (const [name, [entry, error]] of Object.entries(hooks))
  errors[name] = [lists(null, { LifecycleHooks: [entry] }), `Spec.Probes.LifecycleHooks[0]${error}`]
for (const [name, [field, error]] of Object.entries(fields))
  errors[name] = [lists(null, field), `Spec.Probes.${error}`]

for (const [name, [config, error]] of Object.entries(errors))
  test(`${name} is an error that names the place`, () =>
    assert.deepEqual(readConfig(config), { error }))

test.run()
