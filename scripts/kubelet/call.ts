/** One unary call of gRPC, as grpc-go makes it. */
import { constants, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2'

/** What grpc-go 1.65 puts behind its user's agent; Kubernetes 1.32 has it. */
const CLIENT = 'grpc-go/1.65.0'

/** The end of a call. */
export interface CallEnd {
  /** As grpc-go's `codes.Code` prints it. */
  readonly code: string
  readonly message: string
  /** The answer's message; undefined but with OK. */
  readonly body: Buffer | undefined
}

/** What is called. */
export interface Call {
  /** `127.0.0.1:9000`. */
  readonly authority: string
  readonly path: string
  readonly userAgent: string
  readonly request: Buffer
}

/** Makes the call, and waits for its end until the deadline, a time in milliseconds since 1970. */
export function callOnce(
  session: ClientHttp2Session,
  { authority, path, userAgent, request }: Call,
  deadline: number,
): Promise<CallEnd> {
  return new Promise(resolve => {
    const left = deadline - Date.now()
    const end = (code: string, message: string, body?: Buffer) => {
      clearTimeout(timer)
      resolve({ code, message, body })
    }
    const timer = setTimeout(end, left, 'DeadlineExceeded', 'context deadline exceeded')
    const stream = session.request(
      {
        ':method': 'POST',
        ':scheme': 'http',
        ':path': path,
        ':authority': authority,
        'content-type': 'application/grpc',
        'user-agent': `${userAgent} ${CLIENT}`,
        te: 'trailers',
        'grpc-timeout': `${Math.max(left, 1)}m`,
      },
      { endStream: false },
    )
    const pieces: Buffer[] = []
    let trailers: IncomingHttpHeaders | undefined
    stream.on('response', (head, flags) => {
      const wrong = headFlaw(head)
      if (wrong) end(wrong.code, wrong.message)
      if (flags & constants.NGHTTP2_FLAG_END_STREAM) trailers = head
    })
    stream.on('trailers', fields => void (trailers = fields))
    stream.on('data', (piece: Buffer) => void pieces.push(piece))
    stream.on('error', error => end('Unavailable', error.message))
    stream.on('close', () => {
      const { code, message, body } = endOf(trailers, Buffer.concat(pieces))
      end(code, message, body)
    })
    session.once('close', () => end('Unavailable', 'error reading from server: EOF'))
    stream.end(framed(request))
  })
}

/** Five bytes go before a message: that it is not compressed, and its length. */
const framed = (body: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}

const headFlaw = (head: IncomingHttpHeaders): { code: string; message: string } | undefined => {
  const [status, type = ''] = [Number(head[':status']), head['content-type']]
  if (status === 200 && /^application\/grpc($|[+;])/.test(type)) return undefined
  const message =
    `unexpected HTTP status code received from server: ${status}; ` +
    `transport: received unexpected content-type "${type}"`
  return { code: HTTP_CODES[status] ?? 'Unknown', message }
}

/** grpc-go's HTTPStatusConvTab. */
const HTTP_CODES: Record<number, string> = {
  400: 'Internal',
  401: 'Unauthenticated',
  403: 'PermissionDenied',
  404: 'Unimplemented',
  429: 'Unavailable',
  502: 'Unavailable',
  503: 'Unavailable',
  504: 'Unavailable',
}

const endOf = (trailers: IncomingHttpHeaders | undefined, received: Buffer): CallEnd => {
  const fail = (code: string, message: string) => ({ code, message, body: undefined })
  if (!trailers) return fail('Internal', 'server closed the stream without sending trailers')
  const status = trailers['grpc-status']
  const code = status === undefined ? 'Unknown' : CODES[Number(status)]
  if (code !== 'OK')
    return fail(code ?? `Code(${status})`, decoded(`${trailers['grpc-message'] ?? ''}`))
  const isOne = received.length >= 5 && received.readUInt32BE(1) === received.length - 5
  return isOne && received[0] === 0
    ? { code, message: '', body: received.subarray(5) }
    : fail('Internal', 'cardinality violation: one message is needed')
}

/** As grpc-go reads it: what is no escape stays as it is. */
const decoded = (message: string): string =>
  message.replace(/(?:%[\da-f]{2})+/gi, escapes => {
    try {
      return decodeURIComponent(escapes)
    } catch {
      return escapes
    }
  })

const CODES = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
]
