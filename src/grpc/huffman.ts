/**
 * Huffman's code of HPACK (RFC 7541, appendix B). It is canonical: the codes of
 * one length follow each other, so that the characters by length say all of it.
 */
import { range } from '../text.ts'

/** A character that is not printable ASCII: which one is no matter here. */
const OTHER = '?'

/** By the length of their codes in bits, from 1 on. The last one of all ends a text, and stands in none. */
const CHARACTERS: readonly string[] = [
  '',
  '',
  '',
  '',
  '012aceiost',
  ' %-./3456789=A_bdfghlmnpru',
  ':BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz',
  '&*,;XZ',
  '',
  '!"()?',
  "'+|",
  '#>',
  `${OTHER}$@[]~`,
  '^}',
  '<`{',
  '',
  '',
  '',
  `\\${OTHER.repeat(2)}`,
  ...[8, 13, 26, 29, 12, 4, 15, 19, 29, 0, 4].map(count => OTHER.repeat(count)),
]

/** The text of bytes; undefined where they are no such code. */
export function decodeHuffman(bytes: readonly number[]): string | undefined {
  const characters: string[] = []
  // The code so far, and the first one of its length; what has ended is a code's padding, of ones.
  const state = { code: 0, first: 0, length: 0, isBroken: false }
  for (const byte of bytes) {
    for (const place of BITS) {
      const code = state.code * 2 + (Math.floor(byte / place) % 2)
      const first = state.first * 2
      const known = CHARACTERS[state.length] ?? ''
      const index = code - first
      if (index < known.length) {
        characters.push(known.charAt(index))
        state.isBroken = state.isBroken || (state.length === LONGEST - 1 && index === END)
        state.code = 0
        state.first = 0
        state.length = 0
      } else {
        state.code = code
        state.first = first + known.length
        state.length = state.length + 1
        state.isBroken = state.isBroken || state.length >= LONGEST
      }
    }
  }
  const isPadding = state.length < 8 && state.code === 2 ** state.length - 1
  return isPadding && !state.isBroken ? characters.join('') : undefined
}

const BITS = range(8).map(index => 2 ** (7 - index))
const LONGEST = 30
/** Among the codes of the longest length. */
const END = 3
