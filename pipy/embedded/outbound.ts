/** Connections to the applications. */
import { connect } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as tlsConnect } from 'node:tls'
import type { Connection } from './connection.ts'
import { Data, StreamEnd, type Event, type Output } from './events.ts'
import type { Pipeline } from './pipeline.ts'

/** In seconds; 0 for none. */
export interface ConnectOptions {
  connectTimeout?: number
  readTimeout?: number
  /** 60 where it is absent. */
  idleTimeout?: number
  /** The address that the connection comes from. */
  bind?: string
}

/** `127.0.0.1:80`, `[::1]:80`. */
const TARGET = /^\[?(.+?)\]?:(\d+)$/

/** Connects; what the server sends, and how it ends, goes to `output`. Gives the way to it. */
export function connectTcp(
  connection: Connection,
  target: unknown,
  { connectTimeout, readTimeout, idleTimeout = 60, bind }: ConnectOptions,
  output: Output,
): Output {
  const [, host = '', port] = TARGET.exec(String(target)) ?? []
  if (port === undefined) {
    output(new StreamEnd(new TypeError(`"${target}" is no target`)))
    return () => {}
  }
  const address = host === 'localhost' ? '127.0.0.1' : host
  const from = bind === undefined ? {} : { localAddress: bind }
  const socket = connect({ host: address, port: Number(port), allowHalfOpen: true, ...from })
  let [isOpen, isConnected] = [true, false]
  let idle: NodeJS.Timeout | undefined
  let reading: NodeJS.Timeout | undefined
  const give = (event: Event) => isOpen && output(event)
  const close = (error?: string) => {
    if (error !== undefined) give(new StreamEnd(error))
    isOpen = false
    for (const timer of [connecting, idle, reading]) clearTimeout(timer)
    socket.destroy()
  }
  const closeAfter = (seconds: number | undefined, error: string) =>
    seconds ? setTimeout(close, seconds * 1000, error) : undefined
  const connecting = closeAfter(connectTimeout, 'ConnectionTimeout')
  socket.on('connect', () => {
    isConnected = true
    clearTimeout(connecting)
    idle = closeAfter(idleTimeout, 'IdleTimeout')
    reading = closeAfter(readTimeout, 'ReadTimeout')
  })
  socket.on('data', bytes => {
    idle?.refresh()
    reading?.refresh()
    give(new Data(bytes))
  })
  socket.on('end', () => give(new StreamEnd()))
  socket.on('error', () => close(isConnected ? 'ConnectionReset' : 'ConnectionRefused'))
  socket.on('close', () => close())
  connection.onEnd(close)
  return event => {
    if (event instanceof StreamEnd) return void socket.end()
    idle?.refresh()
    socket.write(event.buffer)
  }
}

/** Speaks TLS, to a server whose certificate nobody checks, over what `transport` connects to. */
export function connectTls(connection: Connection, transport: Pipeline, output: Output): Output {
  let isOpen = true
  const end = (error?: unknown) => {
    if (isOpen) output(new StreamEnd(error))
    isOpen = false
  }
  const carrier = new Duplex({
    read() {},
    write(bytes: Buffer, _encoding, done) {
      send(new Data(bytes))
      done()
    },
  })
  const send = transport.open(connection, event => {
    if (event instanceof Data) carrier.push(event.buffer)
    else if (event.error) end(event.error)
    else carrier.push(null)
  })
  const secure = tlsConnect({ socket: carrier, rejectUnauthorized: false })
  secure.on('data', (bytes: Buffer) => output(new Data(bytes)))
  for (const event of ['end', 'close', 'error']) secure.on(event, () => end())
  connection.onEnd(() => {
    isOpen = false
    secure.destroy()
  })
  return event => {
    if (event instanceof StreamEnd) secure.end()
    else if (event.size > 0) secure.write(event.buffer)
  }
}
