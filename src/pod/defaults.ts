/**
 * What an API server makes of a probe: fields that are empty are not there, and
 * those below that are not there get a value. Kubernetes 1.32,
 * pkg/apis/core/v1/defaults.go: SetDefaults_Probe and SetDefaults_HTTPGetAction.
 */
import type { Header, HttpGet, Probe } from '../config/types.ts'
import { isList, type Fields } from '../config/values.ts'

/** Of every probe. */
export const PROBE_DEFAULTS = {
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
} as const
/** Of a probe's `httpGet`. */
export const HTTP_GET_DEFAULTS = { path: '/', scheme: 'HTTP' } as const

/**
 * The same for a probe as it was written and as a cluster
 * gives it back, to the order of its fields.
 */
export function asStored(probe: Probe): Probe {
  const stored: Probe = ordered(PROBE_FIELDS, { ...PROBE_DEFAULTS, ...filled(probe) })
  return probe.httpGet ? { ...stored, httpGet: storedGet(probe.httpGet) } : stored
}

/** The same for an `httpGet`. */
export function storedGet(httpGet: HttpGet): HttpGet {
  const headers = httpGet.httpHeaders ?? []
  return ordered(HTTP_GET_FIELDS, {
    ...HTTP_GET_DEFAULTS,
    ...filled(httpGet),
    ...(headers.length === 0 ? {} : { httpHeaders: headers.map(storedHeader) }),
  }) as unknown as HttpGet
}

/** Go writes an empty value, too. */
const storedHeader = (header: Header): Header =>
  ordered(HEADER_FIELDS, { ...header, value: header.value ?? '' }) as unknown as Header

/** The order of Kubernetes' own types; fields unknown here come last. */
const PROBE_FIELDS = [
  'httpGet',
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
]
const HTTP_GET_FIELDS = ['path', 'port', 'host', 'scheme', 'httpHeaders']
const HEADER_FIELDS = ['name', 'value']

const ordered = (names: readonly string[], fields: Fields): Fields => ({
  ...Object.fromEntries(
    names.filter(name => fields[name] !== undefined).map(name => [name, fields[name]]),
  ),
  ...fields,
})

const filled = (value: object): Fields =>
  Object.fromEntries(Object.entries(value as Fields).filter(entry => !isEmpty(entry[1])))

/** Go's idea of empty, by which the API leaves a field out and fills it in. */
export const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  (isList(value) && value.length === 0)
