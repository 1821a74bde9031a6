/**
 * `src/sidecar` in this process: the usual way and the exact one, with the variables of a
 * connection as Pipy would have them.
 */
import { Data, StreamEnd } from '../../pipy/embedded/events.ts'
import { globals } from '../../pipy/embedded/library.ts'
import { readConfig } from '../../src/config/read.ts'
import type { Header, Listener } from '../../src/config/types.ts'

type Output = Data | StreamEnd | readonly (Data | StreamEnd)[] | undefined
/** Takes what a connection says, and gives what comes out. */
export type Take = (data: Data) => Output

/** What is known by heart of requests. */
interface Known {
  readonly decisions: { readonly values: Record<string, unknown> }
}
/** A listener that serves, as a pipeline has it. */
export interface Listening {
  readonly listener: Listener | undefined
  readonly addresses: object
  readonly networks: undefined
  readonly ways: readonly object[]
  readonly known: Known
}
interface Decision {
  readonly target: string
  readonly watch: { success: boolean | undefined }
}

const connection = {
  _decision: undefined as Decision | undefined,
  _answered: false,
  _counted: false,
  _held: undefined as Data | undefined,
  _interimHeads: 0,
  _started: 0,
  _isTls: undefined as boolean | undefined,
}
/** The variables of the connection that is, which the modules find among the globals. */
export const variables = globalThis as typeof globalThis & typeof connection

Object.assign(globalThis, {
  ...connection,
  Data,
  StreamEnd,
  stats: globals().stats,
  os: { env: {}, readFile: () => null },
  __inbound: { localAddress: '127.0.0.1' },
})
Object.assign(crypto, { Hmac: globals().crypto.Hmac })
Date.now = () => 1_000_007

/** A module of `src`, which Node's types do not know. */
const load = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../../src/${path}`, import.meta.url).href)) as Module

export const { relay } = await load<{ relay: Take }>('sidecar/usual/answer.ts')
export const { relayExactly } = await load<{ relayExactly: Take }>('sidecar/exact/answer.ts')
export const { outcomesByLine } = await load<{ outcomesByLine: Record<string, unknown> }>(
  'sidecar/usual/lines.ts',
)
export const { receiver } = await load<{ receiver: (served: Listening) => Take }>(
  'sidecar/usual/request.ts',
)
const { nothingKnown } = await load<{ nothingKnown: () => Known }>('sidecar/usual/known.ts')
const { waysOf } = await load<{
  waysOf: (routes: readonly object[], addresses: object) => object[]
}>('sidecar/way.ts')

/** A new connection begins. */
export const connect = (): void => void Object.assign(variables, connection)

/** The bytes of what comes out, and `<end>` for its end. */
export const bytesOf = (output: Output): Buffer =>
  Buffer.concat(
    [output]
      .flat()
      .map(event => (event instanceof Data ? event.buffer : Buffer.from(event ? '<end>' : ''))),
  )

const probeOf = (name: string, ...httpHeaders: Header[]) => ({
  httpGet: { path: `/p/${name}`, port: 15901, httpHeaders },
  original: { container: name, scheme: 'HTTP', port: 14001, path: `/${name}?x` },
})
const own = [
  { name: 'Host', value: 'shop.example' },
  { name: 'X-One', value: '1' },
]
const read = readConfig({ Probes: { LivenessProbes: [probeOf('one'), probeOf('two', ...own)] } })
if ('error' in read) throw new Error(read.error)
const [listener] = read.listeners

const addresses = { '127.0.0.1': '127.0.0.1', POD_IP: '' }

/** A listener that knows nothing yet; it serves /p/one, and /p/two with headers of its own. */
export const listening = (): Listening => ({
  listener,
  addresses,
  networks: undefined,
  ways: waysOf(listener?.routes ?? [], addresses),
  known: nothingKnown(),
})
