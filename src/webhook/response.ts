/** What the webhook answers, as bytes. */
import { statusLine, type Answer } from '../http/answer.ts'

/** One line of text. `isLast` is set where the connection is closed behind it. */
export const answered = ({ status, text }: Answer, isLast: boolean, allow = ''): Data =>
  encode(status, 'text/plain; charset=utf-8', new Data(`${text}\n`), isLast, allow)

/** JSON. */
export const reviewed = (json: Data, isLast: boolean): Data =>
  encode(200, 'application/json', json, isLast, '')

const encode = (status: number, type: string, body: Data, isLast: boolean, allow: string): Data => {
  const head = [
    statusLine(status),
    `content-type: ${type}`,
    `content-length: ${body.size}`,
    ...(allow === '' ? [] : [`allow: ${allow}`]),
    ...(isLast ? ['connection: close'] : []),
  ]
  const message = new Data(`${head.join('\r\n')}\r\n\r\n`)
  message.push(body)
  return message
}
