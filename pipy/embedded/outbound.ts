/** Connections to the applications. */
import { connect, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as tlsConnect } from 'node:tls'
import type { Connection } from './connection.ts'
import { Data, StreamEnd } from './events.ts'
import type { Output } from './filters.ts'
import type { Pipeline } from './pipeline.ts'

/** In seconds. */
export interface ConnectOptions {
  connectTimeout?: number
  readTimeout?: number
  idleTimeout?: number
}

const ERRORS: Record<string, string> = {
  ECONNREFUSED: 'ConnectionRefused',
  ECONNRESET: 'ConnectionReset',
  EPIPE: 'ConnectionReset',
  ETIMEDOUT: 'ConnectionTimeout',
  ENOTFOUND: 'CannotResolve',
}

/** Connects at the first event; what the server sends, and how it ends, goes to `output`. */
export const connectTcp = (connection: Connection, target: () => string, options: ConnectOptions, output: Output): Output => {
  let socket: Socket | undefined
  let ended = false
  const end = (error?: string) => {
    if (!ended) {
      ended = true
      clearTimeout(connecting)
      socket?.destroy()
      output(new StreamEnd(error))
    }
  }
  let connecting: NodeJS.Timeout | undefined
  const start = () => {
    const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(target()) ?? []
    const opened = connect({ host, port: Number(port), allowHalfOpen: true })
    connecting = setTimeout(end, (options.connectTimeout ?? 60) * 1000, 'ConnectionTimeout')
    opened.on('connect', () => {
      clearTimeout(connecting)
      opened.setTimeout((options.readTimeout ?? options.idleTimeout ?? 60) * 1000, () => end('ReadTimeout'))
    })
    opened.on('data', bytes => {
      if (!ended) output(new Data(bytes))
    })
    opened.on('end', () => end())
    opened.on('error', (error: NodeJS.ErrnoException) => end(ERRORS[error.code ?? ''] ?? 'NetworkError'))
    connection.onEnd(() => {
      ended = true
      clearTimeout(connecting)
      opened.destroy()
    })
    return opened
  }
  return event => {
    socket ??= start()
    if (ended) return
    if (event instanceof StreamEnd) socket.end()
    else if (event.size > 0) socket.write(event.buffer)
  }
}

/** TLS to a server whose certificate nobody checks, over what the transport pipeline connects to. */
export const connectTls = (connection: Connection, transport: Pipeline, output: Output): Output => {
  let failure: string | undefined
  const carrier = new Duplex({
    read() {},
    write(bytes: Buffer, _encoding, done) {
      send(new Data(bytes))
      done()
    },
  })
  const send = transport.open(connection, event => {
    if (event instanceof Data) carrier.push(event.buffer)
    else {
      failure = event.error
      carrier.push(null)
    }
  })
  const secure = tlsConnect({ socket: carrier, rejectUnauthorized: false })
  let ended = false
  const end = (error?: string) => {
    if (!ended) output(new StreamEnd(error))
    ended = true
  }
  secure.on('data', (bytes: Buffer) => output(new Data(bytes)))
  secure.on('end', () => end(failure))
  secure.on('close', () => end(failure))
  secure.on('error', () => end(failure ?? 'ConnectionReset'))
  connection.onEnd(() => {
    ended = true
    secure.destroy()
  })
  return event => {
    if (event instanceof StreamEnd) secure.end()
    else if (event.size > 0) secure.write(event.buffer)
  }
}
