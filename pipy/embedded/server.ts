/** Listens as a codebase says, and takes a new one without refusing a connection. */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { basename, dirname, resolve } from 'node:path'
import { Connection, logError } from './connection.ts'
import { Data, StreamEnd, type Event, type Output } from './events.ts'
import { Codebase, type Listen } from './script.ts'

interface Listener {
  readonly server: Server
  /** That of the codebase in force. */
  listen: Listen
}

/** Stands in for a Pipy process: one codebase, its listeners, and reloads. */
export class EmbeddedHost {
  readonly #file: string
  #codebase: Codebase
  readonly #listeners = new Map<string, Listener>()

  /** `file` is the codebase's main script. */
  constructor(file: string) {
    this.#file = resolve(file)
    this.#codebase = new Codebase(dirname(this.#file))
  }

  /** Loads the codebase and listens. @throws Error for one that fails: the earlier one stays. */
  async load(): Promise<void> {
    const codebase = new Codebase(dirname(this.#file))
    const script = codebase.start(basename(this.#file))
    if (typeof script.value !== 'object' || script.value === null)
      throw new Error(`${script.path} gave no configuration`)
    this.#codebase = codebase
    const wanted = new Map(
      codebase.listens.map(listen => [`${listen.host}:${listen.port}`, listen]),
    )
    for (const [address, listen] of wanted) {
      const known = this.#listeners.get(address)
      if (known) known.listen = listen
      else this.#listeners.set(address, await startListener(listen))
    }
    for (const [address, { server }] of this.#listeners) {
      if (wanted.has(address)) continue
      server.close()
      this.#listeners.delete(address)
    }
  }

  /** What the codebase in force has counted, in Prometheus' format. */
  metrics(): string {
    return `${this.#codebase.metrics}`
  }

  /** Takes no new connection; fulfilled when the last one has ended. */
  async drain(): Promise<void> {
    const servers = [...this.#listeners.values()].map(({ server }) => server.close())
    await Promise.all(servers.map(server => once(server, 'close')))
  }
}

const startListener = async (listen: Listen): Promise<Listener> => {
  const server = createServer({ allowHalfOpen: true }, socket => serve(socket, listener.listen))
  const listener: Listener = { server, listen }
  await once(server.listen(listen.port, listen.host), 'listening')
  console.log(`listening on port ${listen.port} at ${listen.host}`)
  return listener
}

/** Serves one client's connection; an error in the pipeline's onStart closes it. */
export function serve(socket: Socket, { pipeline, options }: Listen): void {
  const connection = new Connection(socket.localAddress, socket.remoteAddress)
  socket.on('close', () => connection.end())
  let input: Output
  try {
    input = pipeline.open(connection, outputTo(socket))
  } catch (error) {
    logError(error)
    return void socket.destroy()
  }
  const feed = (event: Event) => {
    if (!connection.ended) input(event)
  }
  const close = (error: string) => {
    feed(new StreamEnd(error))
    socket.destroy()
  }
  socket.on('data', bytes => feed(new Data(bytes)))
  socket.on('end', () => feed(new StreamEnd()))
  socket.on('error', () => close('ConnectionReset'))
  socket.setTimeout((options.idleTimeout ?? 60) * 1000, () => close('IdleTimeout'))
  if (options.readTimeout === undefined) return
  const reading = setTimeout(close, options.readTimeout * 1000, 'ReadTimeout')
  socket.on('data', () => reading.refresh()).on('close', () => clearTimeout(reading))
}

/** Ends the client's connection once; what is given together with the end still goes before it. */
const outputTo = (socket: Socket): Output => {
  let isEnded = false
  return event => {
    if (event instanceof Data) {
      if (socket.writable) socket.write(event.buffer)
    } else if (!isEnded) {
      isEnded = true
      queueMicrotask(() => (event.error ? socket.destroySoon() : socket.end()))
    }
  }
}
