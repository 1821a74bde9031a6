/** The parts that entries of probes and of hooks share: each its value, or what is wrong with it. */
import { requestTarget } from '../http/url.ts'
import type { Header, Original, Route, Target } from './types.ts'
import { isList, isObject, type Fields } from './values.ts'

/** What is said of a port that is none. */
export const NEEDS_PORT = 'a port number from 1 to 65535 is needed'

/** The headers of an `httpGet` handler, none where it names none; an error names `place`. */
export function readHeaders(httpGet: Fields, place: string): Header[] | string {
  const headers = httpGet.httpHeaders
  if (headers === undefined || headers === null) return []
  const read = isList(headers) ? headers.map(readHeader) : [undefined]
  return read.every(header => header !== undefined)
    ? (read as Header[])
    : `${place}.httpGet.httpHeaders is no list of {name, value}`
}

const readHeader = (header: unknown): Header | undefined =>
  isObject(header) && typeof header.name === 'string'
    ? { name: header.name, value: textOr(header.value, '') }
    : undefined

/** Seconds; an error names `place`. */
export const readTimeout = (seconds: unknown, place: string): number | string =>
  typeof seconds === 'number' && seconds >= 1
    ? seconds
    : `${place}.timeoutSeconds is ${shown(seconds)}: a number of seconds from 1 is needed`

/** What of a route comes from its original; `target` is that of one which says none itself. */
export const routeTo = (
  original: Original,
  target: Target,
): Pick<Route, 'original' | 'target' | 'requestTarget'> => ({
  original,
  target: original.target ?? target,
  requestTarget: requestTarget(original.path),
})

/** As a request's own are compared. */
export const namesOf = (headers: readonly Header[]): string[] =>
  headers.map(header => header.name.toLowerCase())

/** The text, or what stands for an empty one and for what is none. */
export const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise

/** A value as it stands in a message. */
export const shown = (value: unknown): string =>
  typeof value === 'string' ? `"${value}"` : `${JSON.stringify(value)}`
