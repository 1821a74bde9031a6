/** Connections to the applications. */
import { connect } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as tlsConnect } from 'node:tls'
import type { Connection } from './connection.ts'
import { Data, StreamEnd, type Output } from './events.ts'
import type { Filter } from './pipeline.ts'

/** In seconds; 0 for none. */
export interface ConnectOptions {
  connectTimeout?: number
  readTimeout?: number
  idleTimeout?: number
  /** The address that the connection comes from. */
  bind?: string
}

const ERRORS: Record<string, string> = {
  ECONNRESET: 'ConnectionReset',
  EPIPE: 'ConnectionReset',
  ENOTFOUND: 'CannotResolve',
}
/** `127.0.0.1:80`, `[::1]:80`. */
const TARGET = /^\[?(.+?)\]?:(\d+)$/

/** Whether a text names a host and a port. */
export const isTarget = (target: unknown): target is string =>
  typeof target === 'string' && TARGET.test(target)

/** Connects; what the server sends, and how it ends, goes to `output`. Gives the way to the server. */
export function connectTcp(
  connection: Connection,
  target: string,
  options: ConnectOptions,
  output: Output,
): Output {
  const [, host = '', port = ''] = TARGET.exec(target) ?? []
  const address = host === 'localhost' ? '127.0.0.1' : host
  const from = options.bind === undefined ? {} : { localAddress: options.bind }
  const socket = connect({ host: address, port: Number(port), allowHalfOpen: true, ...from })
  const timers = new Map<string, NodeJS.Timeout>()
  let open = true
  let connected = false
  const watch = (error: string, seconds = 0) => {
    clearTimeout(timers.get(error))
    if (open && seconds > 0) timers.set(error, setTimeout(close, seconds * 1000, error))
  }
  const close = (error?: string) => {
    if (!open) return
    open = false
    for (const timer of timers.values()) clearTimeout(timer)
    socket.destroy()
    if (error !== undefined) output(new StreamEnd(error))
  }
  const watchAll = () => {
    watch('IdleTimeout', options.idleTimeout ?? 60)
    watch('ReadTimeout', options.readTimeout)
  }
  watch('ConnectionTimeout', options.connectTimeout)
  socket.on('connect', () => {
    connected = true
    clearTimeout(timers.get('ConnectionTimeout'))
    watchAll()
  })
  socket.on('data', bytes => {
    watchAll()
    if (open) output(new Data(bytes))
  })
  socket.on('end', () => {
    if (open) output(new StreamEnd())
  })
  socket.on('close', () => close())
  socket.on('error', (error: NodeJS.ErrnoException) =>
    close(ERRORS[error.code ?? ''] ?? (connected ? 'ReadError' : 'ConnectionRefused')),
  )
  connection.onEnd(close)
  return event => {
    if (event instanceof StreamEnd) {
      socket.end()
    } else if (event.size > 0) {
      watch('IdleTimeout', options.idleTimeout ?? 60)
      socket.write(event.buffer)
    }
  }
}

/** Speaks TLS, to a server whose certificate nobody checks, over what `transport` connects to. */
export function connectTls(connection: Connection, transport: Filter, output: Output): Output {
  const carrier = new Duplex({
    read() {},
    write(bytes: Buffer, _encoding, done) {
      send(new Data(bytes))
      done()
    },
  })
  let ended = false
  const end = (error?: unknown) => {
    if (!ended) output(new StreamEnd(error))
    ended = true
  }
  const send = transport(connection, event => {
    if (event instanceof Data) carrier.push(event.buffer)
    else if (event.error) end(event.error)
    else carrier.push(null)
  })
  const secure = tlsConnect({ socket: carrier, rejectUnauthorized: false })
  secure.on('data', (bytes: Buffer) => output(new Data(bytes)))
  for (const event of ['end', 'close', 'error']) secure.on(event, () => end())
  connection.onEnd(() => {
    ended = true
    secure.destroy()
  })
  return event => {
    if (event instanceof StreamEnd) secure.end()
    else if (event.size > 0) secure.write(event.buffer)
  }
}
