/**
 * The usual answer: its first piece holds the whole head, in ASCII, under a
 * status line that is known by heart. It is looked through once, and goes on
 * with two lines more, and without the app's Server.
 * Each look is paid for by every probe (docs/performance.md).
 */
import { knownLines, ownLines } from '../../http/response.ts'
import { relayExactly } from '../exact/answer.ts'
import { count, outcomeOf, record } from '../outcome.ts'
import { outcomesByLine } from './lines.ts'

/** Of a longer piece, its front alone is looked at: a body may be long. */
const LONGEST_PIECE = 4096
const FRONT = 1024

const OK_LINE = 'HTTP/1.1 200 OK\r\n'
const OK = outcomeOf(200)

/** Passes the app's bytes on. */
export function relay(data: Data): PipyOutput {
  if (_answered) return data
  if (_held || _interimHeads > 0) return relayExactly(data)
  if (data.size > LONGEST_PIECE) return relayLong(data)
  // The bytes as they are: `toString` would look through them for UTF-8 first.
  const text = `${data}`
  const outcome = text.startsWith(OK_LINE)
    ? OK
    : outcomesByLine[text.substring(0, text.indexOf('\n') + 1)]
  // Before the head's last line feed.
  const end = text.indexOf('\n\r\n')
  const bare = text.indexOf('\n\n')
  // A text that is as long as its bytes are many is ASCII, and its positions are theirs.
  if (!outcome || end < 0 || text.length !== data.size || (bare >= 0 && bare < end))
    return relayExactly(data)
  // Few names but Server end with an R: where one does in another form, the exact way looks.
  const capital = text.indexOf('R:')
  const colon = text.indexOf('r:')
  const hasServer = colon >= 0 && colon < end
  const next = hasServer ? text.indexOf('\n', colon) + 1 : 0
  if ((capital >= 0 && capital < end) || (hasServer && !isPlainServer(text, colon, next, end)))
    return relayExactly(data)
  const edited = data.shift(hasServer ? colon - 5 : end + 1)
  if (hasServer) {
    data.shift(next - colon + 5)
    edited.push(data.shift(end + 1 - next))
  }
  const time = Date.now() - _started
  edited.push(knownLines[time] ?? ownLines(time))
  edited.push(data)
  _answered = true
  const watch = _decision?.watch
  if (_decision && watch) {
    if (!_counted) count(watch, outcome.result, time)
    _counted = true
    if (watch.success !== outcome.success) record(_decision, outcome)
  }
  return edited
}

/** Whether the head's one line that has `r:` is a Server line, which no other line continues. */
const isPlainServer = (text: string, colon: number, next: number, end: number): boolean => {
  const other = text.indexOf('r:', next)
  if (text.indexOf('\nServer:') !== colon - 6 && text.indexOf('\nserver:') !== colon - 6)
    return false
  const first = text.charAt(next)
  return first !== ' ' && first !== '\t' && (other < 0 || other > end)
}

const relayLong = (data: Data): PipyOutput => {
  const events: PipyEvent[] = []
  addTo(events, relay(data.shift(FRONT)))
  addTo(events, _answered ? data : relayExactly(data))
  return events.length > 0 ? events : undefined
}

const addTo = (events: PipyEvent[], output: PipyOutput): void => {
  if (output === undefined) return
  if (output instanceof Data || output instanceof StreamEnd) {
    events.push(output)
  } else {
    for (const event of output) events.push(event)
  }
}
