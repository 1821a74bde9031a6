/** The application of a scene. */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { certificate } from '../e2e/app.ts'
import type { Scene } from './scene.ts'

/** An application that listens on 127.0.0.1. */
export interface Application {
  readonly port: number
  /** What it has seen so far: `connected`, the texts, `end`, `reset`. */
  readonly saw: readonly string[]
  stop(): void
}

/** Starts it; with TLS where the scene says what a secure one does. */
export async function startApplication({ app = () => {}, secure }: Scene): Promise<Application> {
  const saw: string[] = []
  const sockets = new Set<Socket>()
  const serve = (behave: (socket: Socket) => void) => (socket: Socket) => {
    saw.push('connected')
    socket.on('data', bytes => saw.push(bytes.toString('latin1')))
    socket.on('end', () => saw.push('end')).on('error', () => saw.push('reset'))
    behave(socket)
  }
  const server = secure
    ? createTlsServer(await keyAndCertificate(), serve(secure))
    : createServer({ allowHalfOpen: true }, serve(app))
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { port: (server.address() as AddressInfo).port, saw, stop }
}

const keyAndCertificate = async () => {
  const { private: key, cert } = await certificate()
  return { key, cert }
}
