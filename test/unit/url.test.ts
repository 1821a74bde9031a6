/** Paths and Locations as Go's net/url makes requests of them. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { nextHop } from '../../src/http/hop.ts'
import { hostName, portOfUrl, requestTarget, resolve, type Url } from '../../src/http/url.ts'
import { bytesOf, hexOf } from '../../src/text.ts'
import { suite } from '../suite.ts'

const test = suite('url')

/** Each was worked out by the source of Go 1.22's url.Parse, URL.String and URL.RequestURI. */
const targets: [string, string][] = [
  ['/health', '/health'],
  ['health', '/health'],
  ['', '/'],
  ['?x=1', '/?x=1'],
  ['/a b', '/a%20b'],
  ['/a%20b', '/a%20b'],
  ['/a%2Fb', '/a%2Fb'],
  ['/a b%2Fc', '/a%20b/c'],
  ['/%zz', '/%25zz'],
  ['/%zz?x', '/%25zz%3Fx'],
  ['/ü', '/%C3%BC'],
  ['/\u{1f600}', '/%F0%9F%98%80'],
  ['/a#b', '/a'],
  ['/a#%zz', '/a%23%25zz'],
  ['/a?', '/a?'],
  ['/a?b?c', '/a?b?c'],
  ['//host/x', '/x'],
  ['//host', '/'],
  ['///x', '///x'],
  ['//[x/y', '//%5Bx/y'],
  ['/a!b', '/a!b'],
  ['/a! b', '/a%21%20b'],
  ['http://h/x', '/x'],
  ['HTTP://h', '/'],
  ['a:b', ''],
  ['1a:b', '/1a:b'],
  [':x', '/:x'],
  ['/a:b', '/a:b'],
  ['*', '/*'],
  ['/\x01', '/%01'],
  ['/\x7f', '/%7F'],
  ['/[a]', '/[a]'],
  ['/^', '/%5E'],
  ['a/b:c', '/a/b:c'],
]
for (const [path, target] of targets) {
  test(`path ${JSON.stringify(path)} is asked for as ${JSON.stringify(target)}`, () =>
    assert.equal(requestTarget(path), target))
}

const base: Url = { scheme: 'http', authority: 'h:1', target: '/a/b?q' }
const locations: [string, string | undefined][] = [
  ['/x', 'http://h:1/x'],
  ['x', 'http://h:1/a/x'],
  ['./x', 'http://h:1/a/x'],
  ['../x', 'http://h:1/x'],
  ['../../x', 'http://h:1/x'],
  ['..', 'http://h:1/'],
  ['.', 'http://h:1/a/'],
  ['?r', 'http://h:1/a/b?r'],
  ['#f', 'http://h:1/a/b?q'],
  ['//i/x', 'http://i/x'],
  ['https://i:2', 'https://i:2/'],
  ['HTTPS://i/a/../b', 'https://i/b'],
  ['ftp://i/', undefined],
  ['mailto:x', undefined],
  ['/%zz', undefined],
  [':x', undefined],
  ['/x//y/.', 'http://h:1/x//y/'],
  ['http:x', undefined],
]
for (const [location, expected] of locations) {
  test(`Location ${location} leads to ${expected ?? 'nowhere'}`, () => {
    const url = resolve(base, location)
    assert.equal(url && `${url.scheme}://${url.authority}${url.target}`, expected)
  })
}

test('a Host of the probe’s own stays on a Location without a scheme, and on no other', () => {
  const hop = { url: base, host: 'own', referer: undefined }
  assert.deepEqual(
    ['/x', 'https-page', 'http://h:1/x', '//h:2/x'].map(location => nextHop(hop, location)?.host),
    ['own', 'own', 'h:1', 'own'],
  )
  assert.equal(nextHop({ ...hop, url: { ...base, scheme: 'https' } }, 'http://h:1/')?.referer, '')
})

test('hosts and ports are taken apart, IPv6 too', () => {
  assert.deepEqual(['h', 'h:1', '[::1]', '[::1]:2'].map(hostName), ['h', 'h', '::1', '::1'])
  assert.deepEqual(
    ['h', 'h:1', '[::1]', '[::1]:2', 'h:'].map(authority => portOfUrl({ ...base, authority })),
    [80, 1, 80, 2, 80],
  )
  assert.equal(portOfUrl({ ...base, scheme: 'https', authority: 'h' }), 443)
})

test('bytes are UTF-8’s', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      assert.equal(
        bytesOf(text).map(hexOf).join('').toLowerCase(),
        Buffer.from(text).toString('hex'),
      )
    }),
  )
})

test('every path gives a target that is one word, or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), path => {
      const target = requestTarget(path).split('?')[0] ?? ''
      assert.match(target, /^(\/[\x21-\x7e]*)?$/)
    }),
  )
})

test.run()
