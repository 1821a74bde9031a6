/** The ways without a script: none, nginx and HAProxy, each with a new connection to the app. */
import { nginxConfig } from './app.ts'
import type { Cores } from './cores.ts'
import { startProgram } from './programs.ts'
import type { Running, Subject, Surroundings } from './subjects.ts'
import { findProgram, freePort } from './system.ts'

/** Those that this system has. */
export const plainSubjects = ({ app, cores }: Surroundings): Subject[] => [
  direct('direct', `http://127.0.0.1:${app.port}/`),
  direct('direct-https', `https://127.0.0.1:${app.securePort}/`),
  ...proxy(
    'nginx',
    port => [['-p', '{folder}', '-c', 'config', '-e', 'stderr'], nginxProxy(port, app.port)],
    cores,
  ),
  ...proxy(
    'haproxy',
    port => [['-db', '-f', '{folder}/config'], haproxyConfig(port, app.port)],
    cores,
  ),
]

const direct = (name: string, url: string): Subject => ({
  name,
  host: '',
  start: async () => ({ url, headers: [], program: undefined }),
})

const proxy = (
  name: string,
  configure: (port: number) => [string[], string],
  cores: Cores,
): Subject[] => {
  const file = findProgram(name)
  if (!file) return []
  const start = async (): Promise<Running> => {
    const port = await freePort()
    const [args, config] = configure(port)
    const program = await startProgram({
      command: [file, ...args],
      files: { config },
      core: cores.proxy,
      port,
    })
    return { url: `http://127.0.0.1:${port}/`, headers: [], program }
  }
  return [{ name, host: '', start }]
}

const nginxProxy = (port: number, app: number): string =>
  nginxConfig(`  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass http://127.0.0.1:${app};
      proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header Connection close;
    }
  }`)

const haproxyConfig = (port: number, app: number): string => `global
  maxconn 8192
  nbthread 1
defaults
  mode http
  option httpclose
  http-reuse never
  timeout connect 1s
  timeout client 10s
  timeout server 10s
listen probes
  bind 127.0.0.1:${port} backlog 4096
  server app 127.0.0.1:${app}
`
