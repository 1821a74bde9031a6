/** The head of a probe's or a hook's request, as Go's client writes it. */
import type { HttpGet } from '../../src/config/types.ts'
import type { Hop } from '../../src/http/hop.ts'

/** What the kubelet of 1.32 sends where the probe has no User-Agent. */
export const USER_AGENT = 'kube-probe/1.32'
const HOOK_USER_AGENT = 'kube-lifecycle/1.32'
/** Those that have a place of their own, or that Go writes itself where there is a body. */
const PLACED = [
  'host',
  'user-agent',
  'accept',
  'connection',
  'content-length',
  'transfer-encoding',
  'trailer',
]

/** A header of the probe's own, wanted in lower case; undefined where it has none. */
export const headerOf = (httpGet: HttpGet, wanted: string): string | undefined =>
  httpGet.httpHeaders?.find(({ name }) => name.toLowerCase() === wanted)?.value

/** Host, User-Agent, all others in the order of their names, and Connection. */
export const probeFields = (hop: Hop, httpGet: HttpGet): [string, string][] => [
  ...fieldsOf(hop, httpGet, USER_AGENT),
  ['Connection', 'close'],
]

/** A hook's client keeps connections, and takes what is compressed. */
export function hookFields(hop: Hop, httpGet: HttpGet): [string, string][] {
  const isPlain = ['accept-encoding', 'range'].every(name => headerOf(httpGet, name) === undefined)
  return [
    ...fieldsOf(hop, httpGet, HOOK_USER_AGENT),
    ...(isPlain ? [['Accept-Encoding', 'gzip'] satisfies [string, string]] : []),
  ]
}

const fieldsOf = (hop: Hop, httpGet: HttpGet, userAgent: string): [string, string][] => {
  const all = httpGet.httpHeaders ?? []
  const own = all.filter(({ name }) => !PLACED.includes(name.toLowerCase()))
  const [accept = ANYTHING, ...others] = all.filter(({ name }) => name.toLowerCase() === 'accept')
  const referer = headerOf(httpGet, 'referer') === undefined ? hop.referer : undefined
  return [
    ['Host', hop.host],
    ...unlessEmpty('User-Agent', headerOf(httpGet, 'user-agent') ?? userAgent),
    ...[
      ...(accept.value === '' ? [] : [accept, ...others]),
      ...own,
      ...(referer ? [{ name: 'Referer', value: referer }] : []),
    ]
      .map(({ name, value }): [string, string] => [canonical(name), value])
      .sort(([one], [other]) => (one < other ? -1 : Number(one > other))),
  ]
}

const ANYTHING = { name: 'Accept', value: '*/*' }

/** A probe that sets one to nothing has it left out. */
const unlessEmpty = (name: string, value: string): [string, string][] =>
  value === '' ? [] : [[name, value]]

/** Go writes header names as `X-My-Header`. */
const canonical = (name: string): string =>
  name.toLowerCase().replace(/(^|-)[a-z]/g, letter => letter.toUpperCase())
