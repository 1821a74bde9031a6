/** Where the head of an HTTP message ends, in its text or in its bytes. */

/**
 * The position behind the head's empty line, -1 where there
 * is none yet. A line may end with LF alone.
 */
export function endOfHead(text: string): number {
  const carriage = text.indexOf('\n\r\n')
  const bare = text.indexOf('\n\n')
  if (bare >= 0 && (carriage < 0 || bare < carriage)) return bare + 2
  return carriage < 0 ? -1 : carriage + 3
}

/** Whether bytes, and their text where they have one, begin with a record of a TLS handshake. */
export const beginsTls = (data: Data, text: string | undefined): boolean =>
  text === undefined ? data.toString('hex').startsWith('16') : text.startsWith('\x16')

/** A character that no text literal of Pipy can hold. */
const NUL = new Data('00', 'hex').toString() ?? ''

/** Whether a text holds a NUL. */
export const hasNul = (text: string): boolean => text.includes(NUL)

/**
 * Takes the head, with its empty line, off the front of bytes that
 * are no text; undefined while it is incomplete.
 */
export function takeHead(received: Data): Data | undefined {
  const lines = linesOf(received.toString('hex'))
  const end = lines.findIndex(
    (line, index) => index > 0 && index < lines.length - 1 && (line === '' || line === '0d'),
  )
  const size = lines.slice(0, end + 1).reduce((sum, line) => sum + line.length / 2 + 1, 0)
  return size === 0 ? undefined : received.shift(size)
}

/** Bytes in hexadecimal, split at line feeds; a match across two bytes (`a0 a5`) is none. */
const linesOf = (hex: string): string[] => {
  const lines: string[] = []
  for (const piece of hex.split('0a')) {
    const last = lines.length - 1
    const line = last < 0 ? '' : (lines[last] ?? '')
    if (line.length % 2 === 1) {
      lines[last] = `${line}0a${piece}`
    } else {
      lines.push(piece)
    }
  }
  return lines
}
