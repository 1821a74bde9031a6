/** Answers of the sidecar itself: a head like the guide's, and one line of plain text. */

const REASONS: { readonly [status: string]: string } = {
  '200': 'OK',
  '400': 'Bad Request',
  '403': 'Forbidden',
  '404': 'Not Found',
  '405': 'Method Not Allowed',
  '408': 'Request Timeout',
  '411': 'Length Required',
  '413': 'Content Too Large',
  '415': 'Unsupported Media Type',
  '431': 'Request Header Fields Too Large',
  '502': 'Bad Gateway',
  '503': 'Service Unavailable',
  '504': 'Gateway Timeout',
  '505': 'HTTP Version Not Supported',
  '508': 'Loop Detected',
}

/** A refusal, or the word for a failed probe. */
export interface Answer {
  readonly status: number
  /** One line, without its newline; ASCII but for what a config names. */
  readonly text: string
}

/** `HTTP/1.1 404 Not Found`. */
export const statusLine = (status: number): string =>
  `HTTP/1.1 ${status} ${REASONS[`${status}`] ?? 'Error'}`

/** The bytes of an answer that closes the connection. */
export function encodeAnswer(answer: Answer): Data {
  const body = `${answer.text}\n`
  const head = [
    statusLine(answer.status),
    'content-type: text/plain; charset=utf-8',
    `content-length: ${new Data(body).size}`,
    ...(answer.status === 405 ? ['allow: GET'] : []),
    'connection: close',
    'server: pipy',
  ]
  return new Data(`${head.join('\r\n')}\r\n\r\n${body}`)
}
