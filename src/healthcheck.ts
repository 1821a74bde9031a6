/**
 * The helper container's script: 15904 answers whether a TCP connect to a
 * declared port worked. It is small, since it stands in the Pod's manifest:
 * a request can do nothing but choose among DECLARED_PORTS: `5432,6379@POD_IP`.
 */
const PATH = os.env.HEALTHCHECK_PATH ?? '/osm-healthcheck'
const PORT = os.env.HEALTHCHECK_PORT ?? '15904'
const DECLARED = (os.env.DECLARED_PORTS ?? '').split(',')
const POD_IP = os.env.POD_IP ?? ''
const LONGEST_HEAD = 8192
const REASONS: { readonly [status: string]: string } = {
  '200': 'OK',
  '400': 'Bad Request',
  '403': 'Forbidden',
  '404': 'Not Found',
  '405': 'Method Not Allowed',
  '431': 'Request Header Fields Too Large',
  '503': 'Service Unavailable',
}

declare let _head: string
declare let _port: string
declare let _status: number

const answer = (status: number): (Data | StreamEnd)[] => {
  const body = `${REASONS[`${status}`]}\n`
  const line = `HTTP/1.1 ${status} ${REASONS[`${status}`]}`
  const head = `${line}\r\nallow: GET\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}`
  return [new Data(`${head}\r\nconnection: close\r\nserver: pipy\r\n\r\n${body}`), new StreamEnd()]
}

/** An answer, once. */
const conclude = (status: number): PipyOutput => {
  if (_status > 0) return undefined
  _status = status
  return answer(status)
}

const headerOf = (head: string): string => {
  const line = head
    .split('\r\n')
    .find(field => field.toLowerCase().startsWith('original-tcp-port:'))
  return line === undefined ? '' : line.substring(18).trim()
}

const isAtPodIP = (port: string): boolean => DECLARED.includes(`${port}@POD_IP`)

const targetOf = (port: string): string => {
  if (!isAtPodIP(port)) return `127.0.0.1:${port}`
  return POD_IP.includes(':') ? `[${POD_IP}]:${port}` : `${POD_IP}:${port}`
}

/** What is wrong with a request, 0 for nothing. */
const refusalOf = (head: string, port: string): number => {
  if (!head.startsWith('GET ')) return 405
  if (!head.startsWith(`GET ${PATH} HTTP/1.1\r\n`)) return 404
  if (!new RegExp('^[1-9][0-9]{0,4}$').test(port)) return 400
  return DECLARED.includes(port) || isAtPodIP(port) ? 0 : 403
}

const read = (head: string): Data | undefined => {
  const complete = head.includes('\r\n\r\n')
  if (!complete && head.length < LONGEST_HEAD) return undefined
  _port = headerOf(head)
  _status = complete ? refusalOf(head, _port) : 431
  return new Data()
}

/** The connection stood unless it could not be made. */
const statusOf = (error: string | undefined): number =>
  !error || error === 'ReadTimeout' || error === 'ConnectionReset' ? 200 : 503

export default pipy({ _head: '', _port: '', _status: -1 })
  .listen(`[::]:${PORT}`, { readTimeout: 10 })
  .replaceData(data => {
    if (_status >= 0) return undefined
    _head = `${_head}${data}`
    return read(_head)
  })
  .branch(
    () => _status === 0,
    $ =>
      $.replaceData(() => [new Data(), new StreamEnd()])
        .connect(() => targetOf(_port), { readTimeout: 0.5 })
        .replaceData(() => conclude(200))
        .replaceStreamEnd(end => conclude(statusOf(end.error))),
    $ => $.replaceData(() => (_status > 0 ? answer(_status) : new StreamEnd())),
  )
