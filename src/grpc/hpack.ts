/**
 * Header blocks of HTTP/2, decoded (HPACK, RFC 7541): the blocks of one connection in their order.
 */
import { byteAt, repeatUntil } from './bytes.ts'
import { decodeText, longest, type Coded } from './huffman.ts'
import { STATIC_TABLE } from './static.ts'

/** A header field. Few values are looked at, so that they are decoded when they are. */
export interface Field {
  readonly name: string
  readonly value: Coded
}

/** The value of a field; undefined where it is absent, or broken. */
export function valueOf(fields: readonly Field[], name: string): string | undefined {
  const field = fields.find(one => one.name === name)
  return field ? decodeText(field.value) : undefined
}

/**
 * What earlier blocks have left: the dynamic table, its newest
 * field first, and how many bytes it may hold.
 */
export interface Decoder {
  table: readonly Field[]
  limit: number
}

const LARGEST_TABLE = 4096

/** The decoder of a connection that begins. */
export const newDecoder = (): Decoder => ({ table: [], limit: LARGEST_TABLE })

/** The fields of a block, in hexadecimal; undefined where it is broken. */
export function decodeBlock(decoder: Decoder, block: string): Field[] | undefined {
  const fields: Field[] = []
  const state = { next: 0 }
  repeatUntil(() => {
    if (state.next >= 0 && state.next < block.length)
      state.next = readField(decoder, block, state.next, fields)
    return state.next < 0 || state.next >= block.length
  })
  return state.next === block.length ? fields : undefined
}

/** What is read at a position, and where it ends, in digits; -1 where it is broken. */
interface Read<Value> {
  readonly value: Value
  readonly next: number
}

const BROKEN: Read<number> = { value: 0, next: -1 }
const BROKEN_NAME: Read<string> = { value: '', next: -1 }
const BROKEN_TEXT: Read<Coded> = { value: { hex: '', isHuffman: false }, next: -1 }

/** Reads a field, or a change of the table's size; gives the position behind it. */
const readField = (decoder: Decoder, block: string, position: number, fields: Field[]): number => {
  const byte = byteAt(block, position)
  if (byte >= 0x80) {
    const { value: index, next } = integerAt(block, position, 0x80)
    const field = fieldAt(decoder, index)
    if (field) fields.push(field)
    return field ? next : -1
  }
  if (byte >= 0x20 && byte < 0x40) {
    const { value: limit, next } = integerAt(block, position, 0x20)
    decoder.limit = limit
    decoder.table = fitting(decoder.table, limit)
    return limit > LARGEST_TABLE ? -1 : next
  }
  const isIndexed = byte >= 0x40
  const name = nameAt(decoder, block, position, isIndexed ? 0x40 : 0x10)
  const value = name.next < 0 ? BROKEN_TEXT : textAt(block, name.next)
  const field = { name: name.value, value: value.value }
  fields.push(field)
  if (isIndexed) decoder.table = fitting([field, ...decoder.table], decoder.limit)
  return value.next
}

/** An integer in the bits of a byte below `unit`, and in the bytes behind it where it is larger. */
const integerAt = (block: string, position: number, unit: number): Read<number> => {
  if (position >= block.length) return BROKEN
  const first = byteAt(block, position) % unit
  return first < unit - 1
    ? { value: first, next: position + 2 }
    : more(block, position + 2, first, 1)
}

const more = (block: string, position: number, sum: number, unit: number): Read<number> => {
  if (position >= block.length || unit > 2 ** 21) return BROKEN
  const byte = byteAt(block, position)
  const value = sum + (byte % 128) * unit
  return byte < 128 ? { value, next: position + 2 } : more(block, position + 2, value, unit * 128)
}

const textAt = (block: string, position: number): Read<Coded> => {
  const { value: size, next } = integerAt(block, position, 0x80)
  const end = next + size * 2
  if (next < 0 || end > block.length) return BROKEN_TEXT
  const isHuffman = byteAt(block, position) >= 0x80
  return { value: { hex: block.substring(next, end), isHuffman }, next: end }
}

/** A name by its place in the tables, or as a text. */
const nameAt = (decoder: Decoder, block: string, position: number, unit: number): Read<string> => {
  const { value: index, next } = integerAt(block, position, unit)
  if (next < 0) return BROKEN_NAME
  if (index !== 0) {
    const field = fieldAt(decoder, index)
    return field ? { value: field.name, next } : BROKEN_NAME
  }
  const text = textAt(block, next)
  const name = text.next < 0 ? undefined : decodeText(text.value)
  return name === undefined ? BROKEN_NAME : { value: name, next: text.next }
}

const fieldAt = (decoder: Decoder, index: number): Field | undefined =>
  index <= STATIC_TABLE.length
    ? STATIC_TABLE[index - 1]
    : decoder.table[index - 1 - STATIC_TABLE.length]

/** The fields that a table of so many bytes can hold: each counts for 32 bytes more than it has. */
const fitting = (fields: readonly Field[], limit: number): readonly Field[] => {
  const most = fields.reduce((sum, { name, value }) => sum + name.length + longest(value) + 32, 0)
  if (most <= limit) return fields
  const state = { size: 0 }
  return fields.filter(({ name, value }) => {
    state.size = state.size + name.length + (decodeText(value) ?? '').length + 32
    return state.size <= limit
  })
}
