/** What a rewritten probe's httpGet says, read as the kubelet and the sidecar read it. */
import type { HttpGet } from '../../src/config/types.ts'
import { requestTarget } from '../../src/http/url.ts'
import { ORIGINAL_TCP_PORT } from '../../src/kinds.ts'

/** Whether the kubelet asks over TLS. */
export const isHttps = ({ scheme }: HttpGet): boolean => scheme?.toUpperCase() === 'HTTPS'

/** The value of Original-Tcp-Port; undefined where a probe has none. */
export const tcpPortHeader = (httpGet: HttpGet): string | undefined =>
  httpGet.httpHeaders?.find(({ name }) => isSameName(name, ORIGINAL_TCP_PORT))?.value

/** Whether a probe has one of some headers; their case does not matter. */
export const hasHeader = (httpGet: HttpGet, ...wanted: string[]): boolean =>
  httpGet.httpHeaders?.some(({ name }) => wanted.some(other => isSameName(name, other))) ?? false

/** `15904/osm-healthcheck, Original-Tcp-Port: 5432`: all by which the sidecar knows a probe. */
export function getWords(httpGet: HttpGet): string {
  const header = tcpPortHeader(httpGet)
  return `${httpGet.port}${requestTarget(httpGet.path ?? '/')}${header ? `, ${headerWords(header)}` : ''}`
}

/** The header as it is sent; `''` where a probe has none. */
export const headerWords = (value: string | undefined): string =>
  value === undefined ? '' : `${ORIGINAL_TCP_PORT}: ${value}`

const isSameName = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase()
