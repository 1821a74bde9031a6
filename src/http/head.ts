/** The head of an HTTP message, found in bytes: a body after it may be anything. */

/** An answer's head longer than this many bytes is passed on as it is. */
export const LONGEST_HEAD = 65536

/** Heads are mostly shorter than this many bytes: look there first, not through a whole body. */
const USUAL_HEAD = 2048

/** Takes the head, with its empty line, off the front of the bytes; undefined while it is incomplete. */
export const takeHead = (received: Data): Data | undefined => {
  const hex = received.toString('hex')
  const usual = headSize(hex.substring(0, 2 * USUAL_HEAD))
  const size = usual === 0 && received.size > USUAL_HEAD ? headSize(hex) : usual
  return size === 0 ? undefined : received.shift(size)
}

/** The size in bytes of the head at the front, 0 where it does not end. */
const headSize = (hex: string): number => {
  const lines = linesOf(hex, '0a')
  const end = lines.findIndex((line, index) => index > 0 && index < lines.length - 1 && (line === '' || line === '0d'))
  return lines.slice(0, end + 1).reduce((size, line) => size + line.length / 2 + 1, 0)
}

/** The head as text; undefined where its bytes are no UTF-8, and a text would not give them back. */
export const textOf = (head: Data): string | undefined => {
  const text = head.toString()
  const exact = new Data(text).toString('hex') === head.toString('hex')
  return exact && linesOf(head.toString('hex'), '00').length === 1 ? text : undefined
}

/** Bytes in hexadecimal, split at one byte; a match across two bytes (`a0 a5`) is none. */
const linesOf = (hex: string, byte: string): string[] => {
  const lines: string[] = []
  for (const piece of hex.split(byte)) {
    const last = lines.length - 1
    const line = last < 0 ? '' : lines[last] ?? ''
    if (line.length % 2 === 1) {
      lines[last] = line + byte + piece
    } else {
      lines.push(piece)
    }
  }
  return lines
}
