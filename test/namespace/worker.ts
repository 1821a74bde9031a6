/** Runs inside a namespace: the kubelet, the application, or the proxy's inbound listener, by its first word. */
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer, type Server } from 'node:net'
import { createInterface } from 'node:readline'
import { createServer as createTlsServer } from 'node:tls'
import { runProbe } from '../../scripts/kubelet/probe.ts'
import type { Probe } from '../../src/config/types.ts'
import type { Container } from '../../src/pod/types.ts'

const [role = '', ...ports] = process.argv.slice(2)
const numbers = ports.map(Number)
const certificate = JSON.parse(process.env.CERTIFICATE ?? '{}') as { private: string; cert: string }
const pems = { key: certificate.private, cert: certificate.cert }

const listening = (server: Server, port = 0): Promise<void> =>
  new Promise(resolve => server.listen(port, '::', () => resolve()))

const roles: Record<string, () => Promise<void>> = {
  /** A line is a probe, its container and the Pod's IP; the answer is the verdict. */
  kubelet: async () => {
    for await (const line of createInterface({ input: process.stdin })) {
      const { probe, container, podIP } = JSON.parse(line) as {
        probe: Probe
        container: Container
        podIP: string
      }
      console.log(JSON.stringify(await runProbe(probe, container, { podIP })))
    }
  },
  /** Plain on the first port, over TLS on the second. */
  app: async () => {
    await listening(
      createHttpServer((_request, response) => void response.end('ok\n')),
      numbers[0],
    )
    await listening(
      createHttpsServer(pems, (_request, response) => void response.end('ok\n')),
      numbers[1],
    )
    for await (const _line of createInterface({ input: process.stdin })) console.log('listening')
  },
  /** Takes every connection, and talks to nobody without a certificate. */
  proxy: async () => {
    const tls = createTlsServer({ ...pems, requestCert: true, rejectUnauthorized: true }).on(
      'tlsClientError',
      () => {},
    )
    await listening(
      createServer(
        socket =>
          void tls.emit(
            'connection',
            socket.on('error', () => {}),
          ),
      ),
      numbers[0],
    )
    for await (const _line of createInterface({ input: process.stdin })) console.log('listening')
  },
}

await roles[role]?.()
