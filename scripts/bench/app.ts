/** The application behind the proxies: nginx, since it must be faster than they are, else Node. */
import { createServer } from 'node:http'
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2'
import { createServer as createTlsServer } from 'node:https'
import type { Server } from 'node:net'
import selfsigned from 'selfsigned'
import type { Cores } from './cores.ts'
import { startProgram } from './programs.ts'
import { findProgram, freePort } from './system.ts'

/** It answers `/` with `ok`, `/0`, `/10KiB` and `/10MiB` with as much, and gRPC with SERVING. */
export interface App {
  /** `nginx`, or `Node`. */
  readonly name: string
  readonly port: number
  readonly securePort: number
  readonly grpcPort: number
}

/** `SERVING` as gRPC sends it: two bytes, the status field, and its value. */
const SERVING = '\x00\x00\x00\x00\x02\x08\x01'

const BODIES = { 0: '', '10KiB': 'x'.repeat(10 << 10), '10MiB': 'x'.repeat(10 << 20) }

/** Starts it on the clients' core; a connection stays open unless a request asks for the close. */
export async function startApp(cores: Cores): Promise<App> {
  const [port, securePort, grpcPort] = [await freePort(), await freePort(), await freePort()]
  const name = [{ name: 'commonName', value: 'app' }]
  const { private: key, cert } = await selfsigned.generate(name, { keyType: 'ec', curve: 'P-256' })
  const nginx = findProgram('nginx')
  if (nginx) {
    const command = [nginx, '-p', '{folder}', '-c', 'nginx.conf', '-e', 'stderr']
    const config = nginxConfig(serverLines(port, securePort, grpcPort))
    const files = { 'nginx.conf': config, 'key.pem': key, 'cert.pem': cert, SERVING, ...BODIES }
    await startProgram({ command, files, core: cores.client, port })
    return { name: 'nginx', port, securePort, grpcPort }
  }
  const answer: Parameters<typeof createServer>[1] = (request, response) =>
    void response.end(BODIES[request.url?.slice(1) as keyof typeof BODIES] ?? 'ok')
  await Promise.all([
    listen(createServer(answer), port),
    listen(createTlsServer({ key, cert }, answer), securePort),
    listen(createHttp2Server().on('stream', serve) as unknown as Server, grpcPort),
  ])
  return { name: 'Node', port, securePort, grpcPort }
}

const serve = (stream: ServerHttp2Stream): void => {
  stream.respond({ 'content-type': 'application/grpc' }, { waitForTrailers: true })
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' })).end(SERVING)
}

/** nginx as one process in the foreground, with all it writes in its own folder. */
export const nginxConfig = (servers: string): string => `daemon off;
master_process off;
pid nginx.pid;
error_log stderr crit;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy;
  fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
${servers}
}
`

// Sessions that go on would spare the client the handshake that a probe has.
// A file is no answer to a POST: it comes in an error's place.
const serverLines = (
  port: number,
  securePort: number,
  grpcPort: number,
): string => `  keepalive_requests 1000000000;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    listen 127.0.0.1:${securePort} ssl backlog=4096;
    ssl_certificate cert.pem; ssl_certificate_key key.pem;
    ssl_session_cache off; ssl_session_tickets off;
    location / { return 200 "ok"; }
    location /10 { root .; }
  }
  server {
    listen 127.0.0.1:${grpcPort} http2 backlog=4096;
    location / { error_page 405 =200 /SERVING; return 405; }
    location = /SERVING {
      internal; root .; default_type application/grpc; add_trailer grpc-status 0;
    }
  }`

const listen = (server: Server, port: number): Promise<void> =>
  new Promise(resolve => server.listen(port, '127.0.0.1', 4096, resolve).unref())
