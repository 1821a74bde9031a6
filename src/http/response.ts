/**
 * The head of an app's answer: left as it is, but for the two
 * headers the guide shows and a redirect's Location.
 */
import { range } from '../text.ts'

/** The status of a head (or the start of one), 0 where there is none to be read. */
export function statusOf(head: string): number {
  const status = head.substring(9, 12)
  return head.startsWith('HTTP/') && new RegExp('^[1-9][0-9][0-9]$').test(status)
    ? Number(status)
    : 0
}

/** Whether bytes, and their text where they have one, can still become an HTTP/1 answer. */
export const startsLikeHttp = (received: Data, text: string | undefined): boolean =>
  text === undefined
    ? '485454502f'.startsWith(received.toString('hex').substring(0, 10))
    : 'HTTP/'.startsWith(text.substring(0, 5))

/** 100 to 199, but for 101, after which no other head comes. */
export const isInterim = (status: number): boolean =>
  status >= 100 && status < 200 && status !== 101

/** The Location of an answer that the kubelet would follow; `''` where there is none. */
export function locationOf(status: number, head: string): string {
  const follows =
    status === 301 || status === 302 || status === 303 || status === 307 || status === 308
  const line = follows ? head.split('\n').find(isLocation) : undefined
  return line === undefined ? '' : line.substring(line.indexOf(':') + 1).trim()
}

/**
 * The head with `server: pipy`, the service time in
 * milliseconds, and another Location unless it is `''`.
 */
export function editHead(head: string, serviceTime: number, location: string): string {
  const lines = head.split('\n')
  const status = lines[0] ?? ''
  const end = status.endsWith('\r') ? '\r' : ''
  const kept: string[] = []
  const state = { dropping: false, located: location === '' }
  for (const line of lines.slice(1, lines.length - 2)) {
    // A line that starts with a blank continues the one before it.
    const continues = line.startsWith(' ') || line.startsWith('\t')
    state.dropping = continues ? state.dropping : isServer(line)
    if (!state.dropping)
      kept.push(!state.located && isLocation(line) ? `Location: ${location}${end}` : line)
    state.located = state.located || isLocation(line)
  }
  return [status]
    .concat(kept, [
      `x-pipy-upstream-service-time: ${serviceTime}${end}`,
      `server: pipy${end}`,
      end,
      '',
    ])
    .join('\n')
}

/** The head with a line more, which has the client close the connection. */
export const closing = (head: string): string => {
  const end = head.indexOf('\n') + 1
  return `${head.substring(0, end)}connection: close\r\n${head.substring(end)}`
}

/** The two lines that every answer gets, for a service time in milliseconds. */
export function ownLines(serviceTime: number): Data {
  const known = knownLines[serviceTime]
  if (known) return known
  const lines = new Data(`x-pipy-upstream-service-time: ${serviceTime}\r\nserver: pipy\r\n`)
  if (serviceTime >= 0 && serviceTime < MOST_OWN_LINES) knownLines[serviceTime] = lines
  return lines
}

const MOST_OWN_LINES = 32
/** Those of the first milliseconds, kept once they are made. */
export const knownLines: (Data | undefined)[] = range(MOST_OWN_LINES).map(() => undefined)

const isServer = (line: string): boolean => line.toLowerCase().startsWith('server:')
const isLocation = (line: string): boolean => line.toLowerCase().startsWith('location:')
