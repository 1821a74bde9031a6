/**
 * The usual answer: its first piece holds the whole head, in ASCII, with a
 * final status that is no redirect. It is looked through once, and goes on with
 * two lines more, and without the app's Server.
 */
import { ownLines } from '../../http/response.ts'
import { range } from '../../text.ts'
import { relayExactly } from '../exact/answer.ts'
import { outcomeOf, record, type Outcome } from '../outcome.ts'

/** So many bytes of a piece are looked at, and a body's are not. */
const FRONT = 1024

/** The statuses, by their three digits, that end an exchange whatever else the head says. */
const OUTCOMES: { readonly [status: string]: Outcome | undefined } = Object.fromEntries(
  range(600).filter(status => status >= 200 && (status < 300 || status >= 400)).map(status => [`${status}`, outcomeOf(status)]),
)

/** Passes the app's bytes on. */
export const relay = (data: Data): PipyOutput => {
  if (_answered) return data
  if (_held || _interimHeads > 0) return relayExactly(data)
  const front = data.size > FRONT ? data.shift(FRONT) : data
  const edited = edit(front)
  if (front !== data) (edited ?? front).push(data)
  return edited ?? relayExactly(front)
}

/** The piece with its head edited; undefined, and the piece as it was, where the head is not the usual one. */
const edit = (piece: Data): Data | undefined => {
  // The bytes as they are: `toString` would look through them for UTF-8 first.
  const text = `${piece}`
  const end = text.indexOf('\n\r\n')
  const outcome = OUTCOMES[text.substring(9, 12)]
  // A text that is as long as its bytes are many is ASCII, and its positions are theirs.
  const isUsual = end > 0 && outcome && text.length === piece.size && text.startsWith('HTTP/1.1 ') &&
    text.indexOf('\r\n') === text.indexOf('\n') - 1 && !isBefore(end, text.indexOf('\n\n'))
  if (!isUsual || !outcome) return undefined
  const server = serverLine(text, end)
  if (!server) return undefined
  const edited = piece.shift(server.start)
  if (server.end > server.start) piece.shift(server.end - server.start)
  if (server.end <= end) edited.push(piece.shift(end + 1 - server.end))
  edited.push(ownLines(Date.now() - _started))
  edited.push(piece)
  return conclude(edited, outcome)
}

const conclude = (edited: Data, outcome: Outcome): Data => {
  _answered = true
  if (_decision?.route) record(_decision.route, _decision.asked, outcome)
  return edited
}

/**
 * The place of the head's one Server line, or of nothing before the head's end;
 * undefined where there are several, or one in an unusual form. A name ends
 * with "r:" in few other lines than Server's, and those are looked at exactly.
 */
const serverLine = (text: string, end: number): { readonly start: number; readonly end: number } | undefined => {
  if (isBefore(end, text.indexOf('R:'))) return undefined
  const position = text.indexOf('r:')
  if (!isBefore(end, position)) return { start: end + 1, end: end + 1 }
  const next = text.indexOf('\n', position) + 1
  const name = text.substring(position - 6, position)
  const continued = text.charAt(next) === ' ' || text.charAt(next) === '\t'
  if ((name !== '\nServe' && name !== '\nserve') || continued || isBefore(end, text.indexOf('r:', next))) return undefined
  return { start: position - 5, end: next }
}

const isBefore = (end: number, position: number): boolean => position >= 0 && position < end
