/** Listens as a codebase says, and takes a new one without refusing a connection. */
import { createServer, type Server, type Socket } from 'node:net'
import { basename, dirname, resolve } from 'node:path'
import { Connection } from './connection.ts'
import { Data, StreamEnd, type Event, type Output } from './events.ts'
import { Codebase, type Listen } from './script.ts'

/** Stands in for a Pipy process: one codebase, its listeners, and reloads. */
export class EmbeddedHost {
  readonly #file: string
  readonly #servers = new Map<string, { server: Server; listen: Listen }>()

  /** `file` is the codebase's main script. */
  constructor(file: string) {
    this.#file = resolve(file)
  }

  /** Loads the codebase and listens; on a second call a codebase that fails leaves everything as it was. */
  async load(): Promise<void> {
    const script = new Codebase(dirname(this.#file)).start(basename(this.#file))
    if (typeof script.value !== 'object' || script.value === null) {
      throw new Error(`${script.path} gave no configuration`)
    }
    const wanted = new Map(script.listens.map(listen => [`${listen.host}:${listen.port}`, listen]))
    for (const [address, listen] of wanted) await this.#listen(address, listen)
    for (const [address, { server }] of this.#servers) {
      if (!wanted.has(address)) {
        server.close()
        this.#servers.delete(address)
      }
    }
  }

  /** Takes no new connection; fulfilled when the last one has ended. */
  async drain(): Promise<void> {
    await Promise.all(
      [...this.#servers.values()].map(({ server }) => new Promise(closed => server.close(closed))),
    )
  }

  #listen(address: string, listen: Listen): Promise<void> {
    const known = this.#servers.get(address)
    if (known) {
      known.listen = listen
      return Promise.resolve()
    }
    const server = createServer({ allowHalfOpen: true }, socket => serve(socket, entry.listen))
    const entry = { server, listen }
    this.#servers.set(address, entry)
    return new Promise((done, failed) => {
      server.once('error', failed)
      server.listen(listen.port, listen.host, () => {
        console.log(`listening on port ${listen.port} at ${listen.host}`)
        done()
      })
    })
  }
}

/** Serves one client's connection. */
export function serve(socket: Socket, { pipeline, options }: Listen): void {
  const connection = new Connection(socket.localAddress, socket.remoteAddress)
  socket.on('close', () => connection.end())
  const input = begin(socket, connection, pipeline)
  if (!input) return
  const feed = (event: Event) => {
    if (!connection.ended) input(event)
  }
  const finish = (error: string) => {
    feed(new StreamEnd(error))
    socket.destroy()
  }
  socket.on('data', bytes => feed(new Data(bytes)))
  socket.on('end', () => feed(new StreamEnd()))
  socket.on('error', () => finish('ConnectionReset'))
  socket.setTimeout((options.idleTimeout ?? 60) * 1000, () => finish('IdleTimeout'))
  if (options.readTimeout === undefined) return
  const reading = setTimeout(() => finish('ReadTimeout'), options.readTimeout * 1000)
  socket.on('data', () => reading.refresh()).on('close', () => clearTimeout(reading))
}

/** Opens the pipeline; an error in its onStart resets the client. */
const begin = (
  socket: Socket,
  connection: Connection,
  pipeline: Listen['pipeline'],
): Output | undefined => {
  let ended = false
  const end = (error: unknown) => {
    if (socket.destroyed) return
    if (error) socket.destroySoon()
    else socket.end()
  }
  try {
    return pipeline.open(connection, event => {
      if (event instanceof Data) {
        if (event.size > 0 && socket.writable) socket.write(event.buffer)
      } else if (!ended) {
        ended = true
        // What is given together with the end still goes before it.
        queueMicrotask(() => end(event.error))
      }
    })
  } catch (error) {
    console.error((error as Error | undefined)?.stack ?? String(error))
    socket.resetAndDestroy()
    return undefined
  }
}
