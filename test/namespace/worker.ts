/** Runs inside a namespace, by its first word: the kubelet, the application, or the proxy. */
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer, type ListenOptions, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { createServer as createTlsServer } from 'node:tls'
import { runProbe } from '../../scripts/kubelet/probe.ts'
import type { Probe } from '../../src/config/types.ts'
import type { Container } from '../../src/pod/types.ts'

const [role = '', ...words] = process.argv.slice(2)
const numbers = words.map(Number)
const certificate = JSON.parse(process.env.CERTIFICATE ?? '{}') as { private: string; cert: string }
const pems = { key: certificate.private, cert: certificate.cert }

const listening = (server: Server, port = 0): Promise<void> =>
  new Promise(resolve => server.listen(port, '::', () => resolve()))

/** A probe as the kubelet knows it. */
export interface Asked {
  readonly probe: Probe
  readonly container: Container
  readonly podIP: string
}

const roles: Record<string, () => Promise<void>> = {
  /** A line is a list of probes, which run at once; the answer is their verdicts. */
  kubelet: async () => {
    for await (const line of createInterface({ input: process.stdin })) {
      const asked = JSON.parse(line) as Asked[]
      const verdicts = asked.map(({ probe, container, podIP }) =>
        runProbe(probe, container, { podIP }),
      )
      console.log(JSON.stringify(await Promise.all(verdicts)))
    }
  },
  /** Plain on the first port, over TLS on the second. */
  app: async () => {
    const answer: RequestListener = (_request, response) => void response.end('ok\n')
    await listening(createHttpServer(answer), numbers[0])
    await listening(createHttpsServer(pems, answer), numbers[1])
    for await (const _line of createInterface({ input: process.stdin })) console.log('listening')
  },
  /** Each word is where an application listens: as Node's `listen` takes it, in JSON. */
  apps: async () => {
    for (const word of words) {
      const app = createHttpServer((_request, response) => void response.end('ok\n'))
      await new Promise<void>(resolve => app.listen(JSON.parse(word) as ListenOptions, resolve))
    }
    for await (const _line of createInterface({ input: process.stdin })) console.log('listening')
  },
  /** Takes every connection, and talks to nobody without a certificate. */
  proxy: async () => {
    const tls = createTlsServer({ ...pems, requestCert: true, rejectUnauthorized: true }).on(
      'tlsClientError',
      () => {},
    )
    const refuse = (socket: Socket) =>
      void tls.emit(
        'connection',
        socket.on('error', () => {}),
      )
    await listening(createServer(refuse), numbers[0])
    for await (const _line of createInterface({ input: process.stdin })) console.log('listening')
  },
}

await roles[role]?.()
