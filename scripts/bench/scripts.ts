/** Scripts to compare with, in the form that every Pipy takes: one expression, no semicolon. */

/** The head of an answer without a body, as a text of a script. */
const head = (status: string): string =>
  `HTTP/1.1 ${status}\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n`

/** The least that a proxy in Pipy can do: bytes there and back. */
export const floorScript = (port: number, app: number): string =>
  `pipy({}).listen(${port}).connect('127.0.0.1:${app}')`

/** The least that asks an application over TLS for a client that has none. */
export const plainHttpsScript = (port: number, app: number): string =>
  `pipy({}).listen(${port}).connectTLS({}).to($ => $.connect('127.0.0.1:${app}'))`

/** The least that tells by a status whether the port that a header names takes a connection. */
export const plainTcpScript = (port: number): string => `pipy({ _target: '', _answered: false })
  .listen(${port})
  .replaceData(data => (
    _target = '127.0.0.1:' + data.toString().split('Original-Tcp-Port: ')[1].split('\\r\\n')[0],
    [new Data(), new StreamEnd()]
  ))
  .connect(() => _target, { readTimeout: 1 })
  .replaceData(() => undefined)
  .replaceStreamEnd(end => [
    new Data(end.error === 'ConnectionRefused'
      ? '${head('503 Service Unavailable')}'
      : '${head('200 OK')}'),
    new StreamEnd()
  ])`

/** The least that asks by gRPC: Pipy's own HTTP/2, which gives up where a server goes away. */
export const plainGrpcScript = (port: number, app: number): string => `pipy({})
  .listen(${port})
  .replaceData(() => new Message({
    method: 'POST', scheme: 'http',
    authority: '127.0.0.1:${app}', path: '/grpc.health.v1.Health/Check',
    headers: { 'content-type': 'application/grpc', te: 'trailers' }
  }, new Data('0000000000', 'hex')))
  .muxHTTP(() => new Object, { version: 2 }).to($ => $
    .connect('127.0.0.1:${app}', { readTimeout: 2 })
  )
  .replaceMessage(answer => [
    new Data(answer.body && answer.body.toString('hex') === '00000000020801'
      ? '${head('200 OK')}'
      : '${head('503 Service Unavailable')}'),
    new StreamEnd()
  ])`

/**
 * How meshes serve probes today, in short: the probe's headers say where it goes,
 * and all probes of a target share the connections to it.
 */
export const meshScript = (port: number): string => `pipy({ _target: '' })
  .listen(${port})
  .demuxHTTP().to($ => $
    .handleMessageStart(message => (
      _target = '127.0.0.1:' + message.head.headers['original-http-port'],
      message.head.path = message.head.headers['original-http-path']
    ))
    .muxHTTP(() => _target).to($ => $.connect(() => _target))
  )`

/** A mesh's own main.js with the drop-in in its place. */
export const dropInScript = (port: number): string =>
  `pipy({}).listen(${port}).use('probes.js', 'liveness')`

/** How the drop-in gets its config there. */
export const DROP_IN_CONFIG = `(() => JSON.decode(pipy.load('config.json')))()`
