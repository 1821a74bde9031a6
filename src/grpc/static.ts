/** HPACK's static table (RFC 7541, appendix A), from index 1 on. */
import { textInHex } from '../text.ts'
import type { Field } from './hpack.ts'

/** `name`, or `name value`. */
const FIELDS = [
  ':authority',
  ':method GET',
  ':method POST',
  ':path /',
  ':path /index.html',
  ':scheme http',
  ':scheme https',
  ':status 200',
  ':status 204',
  ':status 206',
  ':status 304',
  ':status 400',
  ':status 404',
  ':status 500',
  'accept-charset',
  'accept-encoding gzip, deflate',
  'accept-language',
  'accept-ranges',
  'accept',
  'access-control-allow-origin',
  'age',
  'allow',
  'authorization',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-range',
  'content-type',
  'cookie',
  'date',
  'etag',
  'expect',
  'expires',
  'from',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'last-modified',
  'link',
  'location',
  'max-forwards',
  'proxy-authenticate',
  'proxy-authorization',
  'range',
  'referer',
  'refresh',
  'retry-after',
  'server',
  'set-cookie',
  'strict-transport-security',
  'transfer-encoding',
  'user-agent',
  'vary',
  'via',
  'www-authenticate',
]

/** Each value as it would stand in a block. */
export const STATIC_TABLE: readonly Field[] = FIELDS.map(field => {
  const blank = field.indexOf(' ')
  const name = blank < 0 ? field : field.substring(0, blank)
  const value = blank < 0 ? '' : field.substring(blank + 1)
  return { name, value: { hex: textInHex(value), isHuffman: false } }
})
