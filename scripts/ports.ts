import { createServer } from 'node:net'

/** Whether a port of this machine can be listened on, in both families where it has both. */
export function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, () => server.close(() => resolve(true)))
  })
}
