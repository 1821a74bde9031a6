/** Networks by CIDR, and whether an address is in one. */
import { byteOf, hexOf, lastPosition, numberOf, range } from '../text.ts'

/** A network in a form that addresses of both families are compared in. */
export interface Network {
  /** 32 hexadecimal digits: an IPv6 address, or an IPv4 one as `::ffff:a.b.c.d`. */
  readonly address: string
  /** How many of its 128 bits count. */
  readonly bits: number
}

/** `10.0.0.0/8` or `fd00::/8`; undefined for what is none. */
export function parseNetwork(text: string): Network | undefined {
  const parts = text.split('/')
  const address = parts[0] ?? ''
  const length = parts[1] ?? `${address.includes(':') ? 128 : 32}`
  const digits = addressDigits(address)
  const most = address.includes(':') ? 128 : 32
  const bits = numberOf(length)
  if (digits === '' || parts.length > 2 || bits < 0 || bits > most) return undefined
  return { address: digits, bits: bits + 128 - most }
}

/** Whether an address, as Pipy gives a client's, is in one of the networks. */
export function isInside(networks: readonly Network[], address: string): boolean {
  const digits = addressDigits(address)
  return (
    digits !== '' &&
    networks.some(network => {
      const whole = Math.floor(network.bits / 4)
      const rest = network.bits % 4
      if (digits.substring(0, whole) !== network.address.substring(0, whole)) return false
      return rest === 0 || nibble(digits, whole, rest) === nibble(network.address, whole, rest)
    })
  )
}

/** The first bits of one digit. */
const nibble = (digits: string, position: number, bits: number): number =>
  Math.floor(byteOf('0' + digits.charAt(position)) / (16 / 2 ** bits))

/** An address as 32 hexadecimal digits; `''` for what is none. */
const addressDigits = (address: string): string => {
  if (!address.includes(':')) {
    const digits = ipv4Digits(address)
    return digits === '' ? '' : `00000000000000000000FFFF${digits}`
  }
  const dot = address.includes('.') ? lastPosition(address, ':') + 1 : address.length
  const tail = dot < address.length ? ipv4Digits(address.substring(dot)) : ''
  if (dot < address.length && tail === '') return ''
  // The last four bytes may be written as an IPv4 address.
  const text =
    tail === ''
      ? address
      : `${address.substring(0, dot)}${tail.substring(0, 4)}:${tail.substring(4)}`
  const halves = text.split('::')
  const left = halves[0] ?? ''
  const right = halves[1]
  const head = left === '' ? [] : left.split(':')
  const back = right === undefined || right === '' ? [] : right.split(':')
  const zeros = 8 - head.length - back.length
  if (halves.length > 2 || (right === undefined ? zeros !== 0 : zeros < 1)) return ''
  const groups = [...head, ...range(right === undefined ? 0 : zeros).map(() => '0'), ...back]
  const valid = groups.every(group => new RegExp('^[0-9A-Fa-f]{1,4}$').test(group))
  return valid ? groups.map(group => group.padStart(4, '0').toUpperCase()).join('') : ''
}

const ipv4Digits = (address: string): string => {
  const parts = address.split('.').map(numberOf)
  const valid = parts.length === 4 && parts.every(part => part >= 0 && part <= 255)
  return valid ? parts.map(hexOf).join('') : ''
}
