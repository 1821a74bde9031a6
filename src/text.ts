/** Characters and bytes, with nothing but the string functions that every Pipy has. */

const HEX = '0123456789ABCDEF'
const ASCII =
  ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ' +
  '[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~'

/** Pipy makes no more of them, and says nothing. */
const MOST_REPEATED = 65_536

/** The numbers 0 to `count - 1`. */
export function range(count: number): number[] {
  if (count < 1) return []
  if (count > MOST_REPEATED)
    return [
      ...range(MOST_REPEATED),
      ...range(count - MOST_REPEATED).map(index => index + MOST_REPEATED),
    ]
  return ' '
    .repeat(count - 1)
    .split(' ')
    .map((_, index) => index)
}

/** The text's bytes in UTF-8. */
export const bytesOf = (text: string): number[] =>
  range(text.length).flatMap(position => utf8(text.codePointAt(position) ?? 0))

const utf8 = (code: number): number[] => {
  if (code < 0x80) return [code]
  if (code < 0x800) return [0xc0 + Math.floor(code / 64), 0x80 + (code % 64)]
  // The second half of a pair, where positions count UTF-16 units: its first half was the whole
  // character.
  if (code >= 0xdc00 && code < 0xe000) return []
  if (code < 0x10000) return [0xe0 + Math.floor(code / 4096), ...tail(code, 64), ...tail(code, 1)]
  return [
    0xf0 + Math.floor(code / 262144),
    ...tail(code, 4096),
    ...tail(code, 64),
    ...tail(code, 1),
  ]
}

const tail = (code: number, unit: number): number[] => [0x80 + (Math.floor(code / unit) % 64)]

/** The printable ASCII character of a byte, or nothing. */
export const characterOf = (byte: number): string =>
  byte < 32 || byte > 126 ? '' : ASCII.charAt(byte - 32)

/** `'2F'` for 47. */
export const hexOf = (byte: number): string =>
  HEX.charAt(Math.floor(byte / 16)) + HEX.charAt(byte % 16)

/** 47 for `'2F'` or `'2f'`, and -1 for what is no two hexadecimal digits. */
export function byteOf(hex: string): number {
  const high = hex.length === 2 ? HEX.indexOf(hex.charAt(0).toUpperCase()) : -1
  const low = hex.length === 2 ? HEX.indexOf(hex.charAt(1).toUpperCase()) : -1
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

/** The text's bytes in UTF-8, in hexadecimal digits. */
export const textInHex = (text: string): string => bytesOf(text).map(hexOf).join('').toLowerCase()

const CONTROL_CHARACTERS =
  '\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f' +
  '\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f'
/** Each control character, NUL aside. */
export const CONTROLS = range(CONTROL_CHARACTERS.length).map(position =>
  CONTROL_CHARACTERS.charAt(position),
)

/** Whether the text has a control character (NUL aside, which no text literal of Pipy can hold). */
export const hasControls = (text: string): boolean =>
  CONTROLS.some(control => text.includes(control))

/**
 * The last position of a character, -1 where it is not there:
 * in Pipy 0.50 `lastIndexOf` never finds it.
 */
export function lastPosition(text: string, character: string): number {
  const parts = text.split(character)
  return text.length - (parts[parts.length - 1] ?? '').length - 1
}

/** A whole number in decimal digits, as a port or a length is written; -1 for anything else. */
export const numberOf = (text: string): number =>
  new RegExp('^[0-9]{1,9}$').test(text) ? Number(text) : -1

/** A TCP port written in digits, and 0 for what is none. */
export function portOf(text: string): number {
  const number = numberOf(text)
  return number < 1 || number > 65535 ? 0 : number
}
