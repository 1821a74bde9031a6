/**
 * How deep JSON is nested, known before it is read: Pipy lets go of what it has
 * read by recursion, and on a thread's stack of 128 KiB, as Alpine has it, 400
 * levels end the process. Each list and object also takes some 300 bytes.
 */
import { outsideStrings } from '../config/json.ts'

/** A Kubernetes object has about twenty. */
const MOST_LEVELS = 100
/** A Pod with 1,000 ports has 7,000, its managedFields included. */
const MOST_PARTS = 50_000
/** With no more than this no text is deep enough to be looked at. */
const HARMLESS = 200

/** Why a JSON text is not to be read; `''` where it may be. */
export function refusalOfNesting(text: string): string {
  const parts = count(text, '{') + count(text, '[')
  if (parts <= HARMLESS) return ''
  if (parts > MOST_PARTS)
    return `the body has ${parts} lists and objects, and ${MOST_PARTS} are taken`
  // What is empty leads no deeper; managedFields are full of it.
  if (parts - count(text, '{}') - count(text, '[]') <= HARMLESS) return ''
  return depthOf(outsideStrings(text)) > MOST_LEVELS
    ? `the body is nested more than ${MOST_LEVELS} levels deep`
    : ''
}

/** A list of pieces is the faster way in Pipy; of millions of pieces it takes their memory. */
const count = (text: string, part: string): number =>
  text.length < SHORT
    ? text.split(part).length - 1
    : (text.length - text.replaceAll(part, '').length) / part.length

const SHORT = 64 * 1024

const depthOf = (syntax: string): number => {
  let [depth, deepest] = [0, 0]
  for (const piece of syntax.replaceAll('[', '{').replaceAll(']', '}').split('{')) {
    depth = depth + 1 - count(piece, '}')
    deepest = Math.max(deepest, depth)
  }
  return deepest
}
