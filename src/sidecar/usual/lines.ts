/**
 * The status lines that are known by heart, each with its outcome: those that
 * end an exchange whatever else the head says. An app has few of them.
 */
import { statusOf } from '../../http/response.ts'
import { outcomeOf, type Outcome } from '../outcome.ts'

/** By the line with its end, so that a name which every object has is none. */
export const outcomesByLine: { [line: string]: Outcome | undefined } = {}

const MOST_LINES = 64
const state = { count: 0 }

/** Notes the status line of a head that was looked at exactly. */
export function learnLine(head: string): void {
  const line = head.substring(0, head.indexOf('\n') + 1)
  const status = statusOf(line)
  const isFinal = (status >= 200 && status < 300) || (status >= 400 && status < 600)
  if (
    !isFinal ||
    !line.startsWith('HTTP/1.1 ') ||
    !line.endsWith('\r\n') ||
    state.count >= MOST_LINES ||
    outcomesByLine[line]
  )
    return
  state.count = state.count + 1
  outcomesByLine[line] = outcomeOf(status)
}
