/** What the probe asks for: paths, and headers. */
import type { Header } from '../../../src/config/types.ts'
import { fine, headersOf, type Row } from './row.ts'

const one: Header = { name: 'X-One', value: '1' }

/** A path a line; the first is empty. */
const PATHS = String.raw`
/
/health
health
/a b
/a%20b
/a%2Fb
/a b%2Fc
/%zz
/%
/ü
/ü?q=ü
?x=1
/a?b=c&d
/a?
/a??b
/a?b c
//host/x
///x
/a//b
/../x
/a/./b/..
/a#fragment
/a!b'()*
/a b!
/[x]
/a;b=c,d
/"quoted"
/emoji-😀
http://elsewhere/x?y
1a:b
/a:b
:x
/a\b
/{x}
/~user/.well-known`.split('\n')

export const paths = PATHS.map((path): Row => ({
  group: 'paths',
  name: JSON.stringify(path),
  path,
  app: fine,
}))

const headersByName: Record<string, Header[]> = {
  none: [],
  one: [one],
  'one name twice': [one, { ...one, value: '2' }],
  Host: headersOf({ Host: 'shop.example' }),
  'Host with a port': headersOf({ host: 'shop.example:8080' }),
  'User-Agent': headersOf({ 'User-Agent': 'mine' }),
  'an empty User-Agent': headersOf({ 'User-Agent': '' }),
  Accept: headersOf({ Accept: 'text/plain' }),
  'an empty Accept': headersOf({ Accept: '' }),
  Cookie: headersOf({ Cookie: 'a=b; c=d' }),
  Authorization: headersOf({ Authorization: 'Basic eA==' }),
  'UTF-8': headersOf({ 'X-Name': 'größe' }),
  'an empty value': headersOf({ 'X-Empty': '' }),
  Referer: headersOf({ Referer: 'http://r/' }),
  Te: headersOf({ Te: 'trailers' }),
  'a long value': headersOf({ 'X-Long': 'y'.repeat(4000) }),
}

export const headers = Object.entries(headersByName).map(([name, httpHeaders]): Row => ({
  group: 'headers',
  name,
  httpHeaders,
  app: fine,
}))
