/** Ports that nobody has. */
import { createServer } from 'node:net'

const [FIRST, COUNT] = [20_000, 12_000]
/** Files that run side by side begin at places of their own. */
let last = FIRST + ((process.pid * 211) % COUNT)

/** A free port below those that the system gives to clients, which come and go beside us. */
export async function freePort(): Promise<number> {
  last = FIRST + ((last + 1 - FIRST) % COUNT)
  const port = last
  const server = createServer()
  const isFree = await new Promise<boolean>(resolve => {
    server.once('error', () => resolve(false)).listen(port, '::', () => resolve(true))
  })
  if (!isFree) return freePort()
  await new Promise(resolve => server.close(resolve))
  return port
}

/** Free ports, each once. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) ports.push(await freePort())
  return ports
}
