/** What the webhook answers, as bytes. */
import { statusLine, type Answer } from '../http/answer.ts'

/** One line of text. `isLast` is set where the connection is closed behind it. */
export const answered = ({ status, text }: Answer, isLast: boolean, allow = ''): Data =>
  encode(status, 'text/plain; charset=utf-8', `${text}\n`, isLast, allow)

/** JSON text. */
export const reviewed = (json: string, isLast: boolean): Data =>
  encode(200, 'application/json', json, isLast, '')

const encode = (
  status: number,
  type: string,
  body: string,
  isLast: boolean,
  allow: string,
): Data => {
  const payload = new Data(body)
  const head = [
    statusLine(status),
    `content-type: ${type}`,
    `content-length: ${payload.size}`,
    ...(allow === '' ? [] : [`allow: ${allow}`]),
    ...(isLast ? ['connection: close'] : []),
  ]
  const message = new Data(`${head.join('\r\n')}\r\n\r\n`)
  message.push(payload)
  return message
}
