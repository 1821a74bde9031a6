/** Listens as a codebase says, and takes a new one without refusing a connection. */
import { createServer, type Server, type Socket } from 'node:net'
import { basename, dirname, resolve } from 'node:path'
import { Connection } from './connection.ts'
import { Data, StreamEnd } from './events.ts'
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
    const script = new Codebase(dirname(this.#file)).script(basename(this.#file))
    if (typeof script.value !== 'object' || script.value === null) throw new Error(`${script.path} gave no configuration`)
    const wanted = new Map(script.listens.map(listen => [listen.address, listen]))
    for (const listen of wanted.values()) await this.#listen(listen)
    for (const [address, { server }] of this.#servers) {
      if (!wanted.has(address)) {
        server.close()
        this.#servers.delete(address)
      }
    }
  }

  /** Takes no new connection; fulfilled when the last one has ended. */
  async drain(): Promise<void> {
    await Promise.all([...this.#servers.values()].map(({ server }) => new Promise(resolve => server.close(resolve))))
  }

  #listen(listen: Listen): Promise<void> {
    const known = this.#servers.get(listen.address)
    if (known) {
      known.listen = listen
      return Promise.resolve()
    }
    const server = createServer({ allowHalfOpen: true }, socket => serve(socket, entry.listen))
    const entry = { server, listen }
    this.#servers.set(listen.address, entry)
    const [, host = '', port = ''] = /^(?:\[?(.*?)\]?:)?(\d+)$/.exec(listen.address) ?? []
    return new Promise((done, failed) => {
      server.once('error', failed)
      server.listen(Number(port), host || '0.0.0.0', () => {
        console.log(`listening on ${listen.address}`)
        done()
      })
    })
  }
}

/** Serves one client's connection. */
export const serve = (socket: Socket, listen: Listen): void => {
  const connection = new Connection(socket)
  let ended = false
  const input = listen.pipeline.open(connection, event => {
    if (ended) return
    if (event instanceof Data) {
      if (event.size > 0) socket.write(event.buffer)
      return
    }
    ended = true
    // What the client still sends is read and dropped, or the end would turn into a reset.
    socket.end()
    setTimeout(() => socket.destroy(), 1000).unref()
  })
  const feed = (event: Data | StreamEnd) => {
    if (ended) return
    try {
      input(event)
    } catch (error) {
      connection.fail(error)
    }
  }
  socket.on('data', bytes => feed(new Data(bytes)))
  socket.on('end', () => {
    feed(new StreamEnd())
    if (ended) socket.end()
  })
  socket.on('error', () => feed(new StreamEnd('ConnectionReset')))
  socket.setTimeout((listen.options.idleTimeout ?? 60) * 1000, () => socket.destroy())
}
