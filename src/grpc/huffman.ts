/**
 * Huffman's code of HPACK (RFC 7541, appendix B). It is canonical: the codes of
 * one length follow each other, so that the characters by length say all of it.
 */
import { characterOf, range } from '../text.ts'
import { byteAt, DIGITS } from './bytes.ts'

/** A character that is not printable ASCII: which one is no matter here. */
const OTHER = '?'

/**
 * By the length of their codes in bits, from 1 on. The last
 * one of all ends a text, and stands in none.
 */
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

/** A text as it stands in a block, in hexadecimal. */
export interface Coded {
  readonly hex: string
  readonly isHuffman: boolean
}

/** At most so many characters are in a text: the shortest codes have five bits. */
export const longest = ({ hex, isHuffman }: Coded): number =>
  isHuffman ? Math.floor((hex.length * 4) / 5) : hex.length / 2

/** The text; undefined where it is broken. A character that is not printable ASCII reads `?`. */
export const decodeText = ({ hex, isHuffman }: Coded): string | undefined =>
  isHuffman ? decodeHuffman(hex) : printable(hex)

const printable = (hex: string): string =>
  range(hex.length / 2)
    .map(index => characterOf(byteAt(hex, index * 2)))
    .map(character => (character === '' ? OTHER : character))
    .join('')

const decodeHuffman = (hex: string): string | undefined => {
  const characters: string[] = []
  // The code so far, and the first one of its length; what has ended is a code's padding, of ones.
  const state = { code: 0, first: 0, length: 0, isBroken: false }
  for (const digit of hex.split('')) {
    const bits = DIGITS.indexOf(digit)
    for (const place of BITS) {
      const code = state.code * 2 + (Math.floor(bits / place) % 2)
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

const BITS = [8, 4, 2, 1]
const LONGEST = 30
/** Among the codes of the longest length. */
const END = 3
