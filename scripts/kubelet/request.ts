/** One GET on a connection of its own, as Go's client makes it. */
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import { hostName, portOfUrl } from '../../src/http/url.ts'
import { askHttp1 } from './http1.ts'
import { askHttp2 } from './http2.ts'
import { lateError, TransportError, transportError, type Reply, type Request } from './reply.ts'

/** Speaks HTTP/2 where TLS agrees on it. @throws TransportError when no whole head comes. */
export async function ask(request: Request): Promise<Reply> {
  const broken = request.fields.find(([, value]) => CONTROLS.test(value))
  if (broken) throw new TransportError(`net/http: invalid header field value for "${broken[0]}"`)
  const socket = await connect(request)
  try {
    return socket instanceof TLSSocket && socket.alpnProtocol === 'h2'
      ? await askHttp2(socket, request)
      : await askHttp1(socket, request)
  } finally {
    socket.destroy()
  }
}

/** What Go's client lets into no value: a tab alone may. */
const CONTROLS = /[\0-\x08\x0a-\x1f\x7f]/

/** Open, with TLS where the URL wants it; the deadline closes it. */
const connect = (request: Request): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { url, deadline } = request
    const address = { host: hostName(url.authority), port: portOfUrl(url) }
    const isSecure = url.scheme === 'https'
    const socket = isSecure
      ? connectTls({ ...address, rejectUnauthorized: false, ALPNProtocols: ['h2', 'http/1.1'] })
      : connectTcp(address)
    socket.once(isSecure ? 'secureConnect' : 'connect', () => resolve(socket))
    socket.on('error', (error: Error) => reject(transportError(error, request)))
    socket.once('close', () => reject(new TransportError('EOF')))
    deadline.addEventListener('abort', () => {
      socket.destroy()
      reject(lateError())
    })
  })
