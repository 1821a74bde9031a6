/** Header blocks of HTTP/2, decoded (HPACK, RFC 7541): the blocks of one connection in their order. */
import { bytesOfHex, characterOf } from '../text.ts'
import { decodeHuffman } from './huffman.ts'
import { STATIC_TABLE } from './static.ts'

/** A header field; a character that is not printable ASCII reads `?`. */
export interface Field {
  readonly name: string
  readonly value: string
}

/** The value of a field; undefined where it is absent. */
export const valueOf = (fields: readonly Field[], name: string): string | undefined =>
  fields.find(field => field.name === name)?.value

/** What earlier blocks have left: the dynamic table, its newest field first, and how many bytes it may hold. */
export interface Decoder {
  table: readonly Field[]
  limit: number
}

const LARGEST_TABLE = 4096

/** The decoder of a connection that begins. */
export const newDecoder = (): Decoder => ({ table: [], limit: LARGEST_TABLE })

/** The fields of a block, in hexadecimal; undefined where it is broken. */
export function decodeBlock(decoder: Decoder, block: string): Field[] | undefined {
  const bytes = bytesOfHex(block)
  const fields: Field[] = []
  const state = { next: 0 }
  bytes.forEach((byte, position) => {
    if (position === state.next) state.next = readField(decoder, bytes, byte, position, fields)
  })
  return state.next === bytes.length ? fields : undefined
}

/** What is read at a position, and where it ends; -1 where it is broken. */
interface Read<Value> {
  readonly value: Value
  readonly next: number
}

const BROKEN: Read<number> = { value: 0, next: -1 }
const BROKEN_TEXT: Read<string> = { value: '', next: -1 }

/** Reads a field, or a change of the table's size; gives the position behind it. */
const readField = (
  decoder: Decoder,
  bytes: readonly number[],
  byte: number,
  position: number,
  fields: Field[],
): number => {
  if (byte >= 0x80) {
    const { value: index, next } = integerAt(bytes, position, 7)
    const field = fieldAt(decoder, index)
    if (field) fields.push(field)
    return field ? next : -1
  }
  if (byte >= 0x20 && byte < 0x40) {
    const { value: limit, next } = integerAt(bytes, position, 5)
    decoder.limit = limit
    decoder.table = fitting(decoder.table, limit)
    return limit > LARGEST_TABLE ? -1 : next
  }
  const isIndexed = byte >= 0x40
  const index = integerAt(bytes, position, isIndexed ? 6 : 4)
  const name = index.value === 0 ? textAt(bytes, index.next) : nameAt(decoder, index)
  const value = textAt(bytes, name.next)
  const field = { name: name.value, value: value.value }
  fields.push(field)
  if (isIndexed) decoder.table = fitting([field].concat([...decoder.table]), decoder.limit)
  return value.next
}

/** An integer whose first byte has so many bits for it. */
const integerAt = (bytes: readonly number[], position: number, bits: number): Read<number> => {
  const most = 2 ** bits - 1
  const first = (bytes[position] ?? 0) % (most + 1)
  if (position < 0 || position >= bytes.length) return BROKEN
  return first < most ? { value: first, next: position + 1 } : more(bytes, position + 1, first, 1)
}

const more = (
  bytes: readonly number[],
  position: number,
  sum: number,
  unit: number,
): Read<number> => {
  const byte = bytes[position]
  if (byte === undefined || unit > 2 ** 21) return BROKEN
  const value = sum + (byte % 128) * unit
  return byte < 128 ? { value, next: position + 1 } : more(bytes, position + 1, value, unit * 128)
}

const textAt = (bytes: readonly number[], position: number): Read<string> => {
  const size = integerAt(bytes, position, 7)
  const end = size.next + size.value
  if (size.next < 0 || end > bytes.length) return BROKEN_TEXT
  const coded = bytes.slice(size.next, end)
  const isHuffman = (bytes[position] ?? 0) >= 0x80
  const value = isHuffman ? decodeHuffman(coded) : coded.map(printable).join('')
  return value === undefined ? BROKEN_TEXT : { value, next: end }
}

const printable = (byte: number): string => (byte < 32 || byte > 126 ? '?' : characterOf(byte))

const nameAt = (decoder: Decoder, { value: index, next }: Read<number>): Read<string> => {
  const field = fieldAt(decoder, index)
  return field ? { value: field.name, next } : BROKEN_TEXT
}

const fieldAt = ({ table }: Decoder, index: number): Field | undefined => {
  if (index < 1) return undefined
  const known = STATIC_TABLE[index - 1]
  if (known === undefined) return table[index - 1 - STATIC_TABLE.length]
  const blank = known.indexOf(' ')
  return blank < 0
    ? { name: known, value: '' }
    : { name: known.substring(0, blank), value: known.substring(blank + 1) }
}

/** The fields that a table of so many bytes can hold: each counts for 32 bytes more than it has. */
const fitting = (fields: readonly Field[], limit: number): Field[] => {
  const state = { size: 0 }
  return fields.filter(({ name, value }) => {
    state.size = state.size + name.length + value.length + 32
    return state.size <= limit
  })
}
