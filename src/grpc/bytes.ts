/**
 * Bytes in hexadecimal, as Pipy gives them, read where they are needed: most of an answer never is.
 */
import { range } from '../text.ts'

/** Each at its value. */
export const DIGITS = '0123456789abcdef'

/** The byte at a position in digits. */
export const byteAt = (hex: string, position: number): number =>
  DIGITS.indexOf(hex.charAt(position)) * 16 + DIGITS.indexOf(hex.charAt(position + 1))

/** The number that so many bytes are, the highest first. */
export const numberAt = (hex: string, position: number, bytes: number): number =>
  hex
    .substring(position, position + bytes * 2)
    .split('')
    .reduce((sum, digit) => sum * 16 + DIGITS.indexOf(digit), 0)

const STEPS = range(100)

/** Takes a step until one gives true, at most 10,000: PipyJS has no `while`. */
export const repeatUntil = (step: () => boolean): boolean => STEPS.some(() => STEPS.some(step))
