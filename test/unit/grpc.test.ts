/** Reading a gRPC answer: header blocks by the RFC's own examples, and bytes of any kind. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { readAnswer } from '../../src/grpc/answer.ts'
import { decodeBlock, newDecoder } from '../../src/grpc/hpack.ts'
import { decodeText } from '../../src/grpc/huffman.ts'
import { suite } from '../suite.ts'

const test = suite('gRPC answers')
const hex = (text: string): string => text.replace(/\s/g, '')
const pairs = (block: string, decoder = newDecoder()) =>
  decodeBlock(decoder, hex(block))?.map(({ name, value }) => `${name}: ${decodeText(value)}`)

// RFC 7541, appendix C.6: responses with Huffman's code, in a table of 256 bytes.
const RESPONSES: [string, string[], number][] = [
  [
    `4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d
     29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3`,
    [
      ':status: 302',
      'cache-control: private',
      'date: Mon, 21 Oct 2013 20:13:21 GMT',
      'location: https://www.example.com',
    ],
    4,
  ],
  [
    '4883 640e ffc1 c0bf',
    [
      ':status: 307',
      'cache-control: private',
      'date: Mon, 21 Oct 2013 20:13:21 GMT',
      'location: https://www.example.com',
    ],
    4,
  ],
  [
    `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d
     d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106
     3d50 07`,
    [
      ':status: 200',
      'cache-control: private',
      'date: Mon, 21 Oct 2013 20:13:22 GMT',
      'location: https://www.example.com',
      'content-encoding: gzip',
      'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
    ],
    3,
  ],
]

test('the RFC’s examples: Huffman’s code, the dynamic table, and what it has no room for', () => {
  const decoder = { ...newDecoder(), limit: 256 }
  for (const [block, fields, kept] of RESPONSES) {
    assert.deepEqual(pairs(block, decoder), fields)
    assert.equal(decoder.table.length, kept)
  }
})

test('broken header blocks are none', () => {
  const broken = [
    ['an index of 0', '80'],
    ['an index that no table has', 'be'],
    ['a name that no table has', '7e 00'],
    ['a text that is too short', '00 05 61'],
    ['a length without an end', '00 7f ff ff ff ff ff ff 0f'],
    ['a field without its value', '00 01 61'],
    ['a table of more than was agreed', '3f e2 1f'],
    ['Huffman’s code with a padding of zeros', '00 81 18 00'],
    ['Huffman’s code with a padding of a whole byte', '00 82 1f ff 00'],
    ['Huffman’s code with its end in it', '00 84 ff ff ff ff 00'],
  ]
  for (const [name, block = ''] of broken) assert.equal(pairs(block), undefined, name)
})

test('texts that are not printable keep their length', () => {
  assert.deepEqual(pairs('00 03 610a62 02 c3bc'), ['a?b: ??'])
  // Of the characters that take most bits: a line feed is 30 of them.
  assert.equal(decodeText({ hex: 'fffffff3', isHuffman: true }), '?')
})

const settings = '000000 04 00 00000000'
const answers: [string, string, number | undefined][] = [
  ['nothing', '', undefined],
  ['a part of a frame', '0000000400000000', undefined],
  ['SETTINGS', settings, undefined],
  ['SETTINGS, and a part of a frame', `${settings} 000001 01 04 00000001`, undefined],
  ['a CONTINUATION of nothing', `${settings} 000001 09 04 00000001 88`, 502],
  [
    'a header block that something comes into',
    `${settings} 000001 01 00 00000001 88 ${settings}`,
    502,
  ],
  ['padding that is longer than the frame', `${settings} 000001 01 0c 00000001 05`, 502],
  ['data before a head', `${settings} 000001 00 00 00000001 00`, 502],
  ['a pushed stream', `${settings} 000004 05 04 00000001 00000002`, 502],
  ['data without a stream', `${settings} 000001 00 00 00000000 00`, 502],
  ['SETTINGS of a stream', `${settings} 000000 04 00 00000001`, 502],
  ['SETTINGS of a wrong length', `${settings} 000001 04 00 00000000 00`, 502],
  ['a frame of another stream', `${settings} 000001 00 00 00000003 00`, undefined],
  ['an acknowledgement as the first frame', '000000 04 01 00000000', 502],
]
for (const [name, received, status] of answers) {
  test(`${name}: ${status ?? 'more is needed'}`, () =>
    assert.equal(readAnswer(hex(received))?.status, status))
}

test('whatever the bytes, they are read to an end, and more of them change no answer', () => {
  const frame = fc
    .tuple(fc.nat(10), fc.nat(255), fc.constantFrom(0, 1, 3), fc.uint8Array({ maxLength: 30 }))
    .map(([type, flags, stream, payload]) => {
      const head = Buffer.from([0, 0, payload.length, type, flags, 0, 0, 0, stream])
      return Buffer.concat([head, payload]).toString('hex')
    })
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 6 }),
      fc.uint8Array({ maxLength: 20 }),
      (frames, more) => {
        const received = hex(settings) + frames.join('')
        const health = readAnswer(received)
        const later = readAnswer(received + Buffer.from(more).toString('hex'))
        if (health) assert.deepEqual(later, health)
        if (health) assert.notEqual(health.status, 200)
      },
    ),
    { numRuns: 5000 },
  )
})

test.run()
