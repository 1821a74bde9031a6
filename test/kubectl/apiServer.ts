/** A stand-in for an API server over TLS, which serves what is given to it, and fails as it is told. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { makePair } from '../../scripts/commands/certificate.ts'
import type { Json } from '../check/changes.ts'
import { newFolder } from '../command.ts'
import { folderOf } from '../folder.ts'
import { freePort } from '../ports.ts'
import { APIS } from './apis.ts'
import { serveSpdy } from './spdy.ts'

/** What the stand-in has, and how it answers; a test changes it as it likes. */
interface Cluster {
  /** By the path of the API, a List for a collection: `/api/v1/namespaces/shops/pods/shop`. */
  objects: Record<string, Json>
  /** Of a container, by `NAMESPACE/POD/CONTAINER`; with `--previous` a `!` behind it. */
  logs: Record<string, string>
  /** By `NAMESPACE/POD/CONTAINER PATH`. */
  files: Record<string, string>
  /** What answers for a Pod's port: a port of this machine. */
  ports: Record<number, number>
  /** `VERB RESOURCE` that the user may not: `list events`, `create pods/exec`. */
  refused: readonly string[]
  /** Paths that get no answer. */
  silent: RegExp | undefined
  /** The path at which the server goes away. */
  goesAt: RegExp | undefined
}

export interface ApiServer {
  readonly cluster: Cluster
  /** The environment by which kubectl finds it. */
  readonly env: Readonly<Record<string, string>>
  /** Every request so far, as `GET /api/v1/…`. */
  readonly requests: string[]
  /** How many clients are there now. */
  clients(): Promise<number>
  close(): void
}

const status = (code: number, reason: string, message: string): Json => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  reason,
  message,
  code,
})

/** Starts it with nothing in it. */
export async function startApiServer(): Promise<ApiServer> {
  const { cert, key } = await makePair(['localhost'], ['127.0.0.1'], 1)
  const cluster: Cluster = {
    objects: {},
    logs: {},
    files: {},
    ports: {},
    refused: [],
    silent: undefined,
    goesAt: undefined,
  }
  const requests: string[] = []
  const server = createServer({ cert, key })
  /** Whether there is to be an answer. */
  const isAnswered = ({ method, url = '' }: IncomingMessage): boolean => {
    requests.push(`${method} ${url}`)
    if (cluster.goesAt?.test(url)) {
      server.closeAllConnections()
      server.close()
      return false
    }
    return !cluster.silent?.test(url)
  }
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (isAnswered(request)) answer(cluster, request, response)
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => {})
    if (isAnswered(request)) upgrade(cluster, request, socket)
  })
  const port = await freePort()
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const config = folderOf({ config: kubeconfigOf(`https://127.0.0.1:${port}`, cert) })
  return {
    cluster,
    env: { KUBECONFIG: `${config}/config`, HOME: newFolder() },
    requests,
    clients: () => new Promise(resolve => server.getConnections((_error, count) => resolve(count))),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const kubeconfigOf = (server: string, cert: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'jane', namespace: 'shops' } }],
    clusters: [
      {
        name: 'test',
        cluster: { server, 'certificate-authority-data': Buffer.from(cert).toString('base64') },
      },
    ],
    users: [{ name: 'jane', user: { token: 'jane' } }],
  })

const answer = (cluster: Cluster, request: IncomingMessage, response: ServerResponse): void => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'https://api')
  const send = (body: Json, code = 200) => {
    response.writeHead(code, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  const known = APIS[pathname] ?? namespaceAt(pathname)
  if (known) return send(known)
  const refusal = refusalOf(cluster, pathname, 'GET')
  if (refusal) return send(refusal, 403)
  const [, namespace, pod] =
    /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/log$/.exec(pathname) ?? []
  if (pod !== undefined) {
    const previous = searchParams.get('previous') === 'true' ? '!' : ''
    const log = cluster.logs[`${namespace}/${pod}/${searchParams.get('container')}${previous}`]
    if (log === undefined) return send(status(400, 'BadRequest', 'there is no such log'), 400)
    response.writeHead(200, { 'content-type': 'text/plain' })
    return void response.end(log)
  }
  const object = cluster.objects[pathname]
  const name = pathname.split('/').at(-1)
  const kind = pathname.split('/').at(-2)
  if (object) send(object)
  else send(status(404, 'NotFound', `${kind} "${name}" not found`), 404)
}

/** Of what is not found kubectl asks whether its namespace is there. */
const namespaceAt = (pathname: string): Json => {
  const name = /^\/api\/v1\/namespaces\/([^/]+)$/.exec(pathname)?.[1]
  return name && { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

/** In the words of RBAC's authorizer. */
const refusalOf = ({ refused }: Cluster, pathname: string, method: string): Json => {
  const [, group = '', namespace = '', resource = '', name = '', sub = ''] =
    /^\/apis?(?:\/(?!v1\/)([^/]+))?\/v1(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+)(?:\/([^/]+))?)?/.exec(
      pathname,
    ) ?? []
  const verb = method === 'POST' ? 'create' : name === '' ? 'list' : 'get'
  const what = sub === '' ? resource : `${resource}/${sub}`
  if (!refused.includes(`${verb} ${what}`)) return undefined
  const scope = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`
  const whose = `User "jane" cannot ${verb} resource "${what}" in API group "${group}" ${scope}`
  const object = name === '' ? resource : `${resource} "${name}"`
  return status(403, 'Forbidden', `${object} is forbidden: ${whose}`)
}

/** kubectl asks by WebSocket first since 1.30, and by SPDY where that is refused. */
const upgrade = (cluster: Cluster, request: IncomingMessage, socket: Duplex): void => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'https://api')
  const refuse = (line: string, body: Json) =>
    socket.end(
      `HTTP/1.1 ${line}\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n` +
        JSON.stringify(body),
    )
  if (request.headers.upgrade !== 'SPDY/3.1')
    return void refuse('400 Bad Request', status(400, 'BadRequest', 'only SPDY/3.1 is spoken'))
  const refusal = refusalOf(cluster, pathname, 'POST')
  if (refusal) return void refuse('403 Forbidden', refusal)
  const isExec = pathname.endsWith('/exec')
  const protocol = isExec ? 'v4.channel.k8s.io' : 'portforward.k8s.io'
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n' +
      `X-Stream-Protocol-Version: ${protocol}\r\n\r\n`,
  )
  const [namespace, , pod] = pathname.split('/').slice(4)
  const file = `${namespace}/${pod}/${searchParams.get('container')} ${searchParams.getAll('command').at(-1)}`
  if (isExec) serveExec(socket, cluster.files[file])
  else serveForward(socket, cluster.ports)
}

/** `cat` of a file; undefined for one that is not there. */
const serveExec = (socket: Duplex, text: string | undefined): void =>
  serveSpdy(socket, stream => {
    const type = stream.headers.get('streamtype')
    if (type === 'stdout') stream.end(text ?? '')
    else if (type === 'stderr') stream.end(text === undefined ? 'cat: no such file\n' : '')
    else if (type === 'error' && text !== undefined) stream.end('{"status":"Success"}')
    else if (type === 'error')
      stream.end(
        JSON.stringify({
          ...status(500, 'NonZeroExitCode', 'command terminated with non-zero exit code'),
          details: { causes: [{ reason: 'ExitCode', message: '1' }] },
        }),
      )
  })

const serveForward = (socket: Duplex, ports: Cluster['ports']): void => {
  const errors = new Map<string, { end(text?: string): void }>()
  serveSpdy(socket, stream => {
    const id = stream.headers.get('requestid') ?? ''
    if (stream.headers.get('streamtype') === 'error') return void errors.set(id, stream)
    const port = Number(stream.headers.get('port'))
    const target = connect(ports[port] ?? 1, '127.0.0.1')
    const why = `error forwarding port ${port} to pod 1, uid : connect: connection refused`
    let words = ''
    target.on('error', () => (words = why))
    target.on('data', bytes => stream.write(bytes))
    target.on('close', () => {
      errors.get(id)?.end(words)
      stream.end()
    })
    stream.on('data', bytes => target.write(bytes)).on('end', () => target.end())
  })
}
