/** A plain connection of HTTP/2 for one call, as grpc-go makes it with `WithBlock`. */
import { connect, type ClientHttp2Session } from 'node:http2'
import { setTimeout as pause } from 'node:timers/promises'

/** In milliseconds; each wait is longer than the one before. */
const BACKOFF = { first: 1000, factor: 1.6 }

/** Connects again and again until a server of HTTP/2 is there; undefined at the deadline. */
export async function dial(
  authority: string,
  deadline: AbortSignal,
): Promise<ClientHttp2Session | undefined> {
  for (let wait = BACKOFF.first; !deadline.aborted; wait *= BACKOFF.factor) {
    const session = await ready(authority, deadline)
    if (session) return session
    await pause(wait, undefined, { signal: deadline }).catch(() => {})
  }
  return undefined
}

/** A connection is ready with the server's SETTINGS. */
const ready = (authority: string, deadline: AbortSignal): Promise<ClientHttp2Session | undefined> =>
  new Promise(resolve => {
    const session = connect(`http://${authority}`)
    const fail = () => {
      session.destroy()
      resolve(undefined)
    }
    session.on('error', fail).once('close', fail)
    session.once('remoteSettings', () => {
      deadline.removeEventListener('abort', fail)
      resolve(session)
    })
    deadline.addEventListener('abort', fail, { once: true })
  })
