/** Answers that are known by heart: most servers say no time, and so the same bytes each time. */
import { emptyMemory, keep } from '../memory.ts'
import { readAnswer } from './answer.ts'
import type { Health } from './health.ts'

const LONGEST = 2048
const MOST = 64
const known = emptyMemory<Health>()

/** As `readAnswer`. Where there are more answers than a few servers have, all are forgotten. */
export function answerIn(received: string): Health | undefined {
  const before = known.values[received]
  if (before) return before
  const health = readAnswer(received)
  if (health && received.length <= LONGEST) keep(known, MOST, received, health)
  return health
}
