/** 15904: whether a TCP connect worked, to declared ports alone. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { probeTcp } from '../../scripts/kubelet/tcp.ts'
import { freePort, freePorts } from '../ports.ts'
import { until } from '../suite.ts'
import { ask, exchange, get, probe } from './client.ts'
import { entry } from './entries.ts'
import { serve, sidecarSuite, startHelper } from './sidecar.ts'

const test = sidecarSuite('healthcheck')

interface Listening {
  readonly port: number
  readonly seen: readonly Socket[]
  stop(): void
}

/** A server that takes connections and does what the test says with them. */
const listen = (accept: (socket: Socket) => void): Promise<Listening> =>
  new Promise(resolve => {
    const seen: Socket[] = []
    const server = createServer({ allowHalfOpen: true }, socket => {
      seen.push(socket)
      socket.on('error', () => {})
      accept(socket)
    })
    const stop = () => {
      for (const socket of seen) socket.destroy()
      server.close()
    }
    server.listen(0, '127.0.0.1', () =>
      resolve({ port: (server.address() as AddressInfo).port, seen, stop }),
    )
  })

const endWithClient = (socket: Socket): Socket => socket.on('end', () => socket.end()).resume()

const servers: Record<string, (socket: Socket) => void> = {
  'stays silent and closes when the client does': endWithClient,
  'speaks first': socket => void endWithClient(socket).write('220 hello\r\n'),
  'closes at once': socket => void socket.end(),
  'resets after it was silent for a while': socket =>
    void setTimeout(() => socket.resetAndDestroy(), 50),
  'ignores the close': socket => void socket.resume(),
}
/** Who answers: the sidecar, or the helper container's script. */
const answerers: Record<string, (port: number, target: number) => Promise<unknown>> = {
  'the sidecar': (port, target) =>
    serve({ liveness: [entry(port, { port: target, scheme: 'TCP' })] }),
  'the helper': (port, target) => startHelper(port, [target]),
}

for (const [answerer, start] of Object.entries(answerers)) {
  for (const [name, accept] of Object.entries(servers)) {
    test(`${answerer}: a server that ${name} is a success`, async () => {
      const [server, port] = [await listen(accept), await freePort()]
      const one = entry(port, { port: server.port, scheme: 'TCP' }, { timeoutSeconds: 3 })
      await start(port, server.port)
      for (let index = 0; index < 5; index += 1) assert.equal((await probe(one)).status, 200)
      server.stop()
    })
  }

  // The reset may come before the kernel says that the connection stands, or after: directly, too.
  test(`${answerer}: a server that resets at once is what a direct dial makes of it`, async () => {
    const [server, port] = [await listen(socket => void socket.resetAndDestroy()), await freePort()]
    const one = entry(port, { port: server.port, scheme: 'TCP' })
    await start(port, server.port)
    for (let index = 0; index < 50; index += 1) {
      assert.match((await probeTcp('127.0.0.1', server.port, 1000)).message, /^$|ECONNRESET/)
      const { status } = await probe(one)
      assert.equal(status === 200 || status === 503, true, `${status}`)
    }
    server.stop()
  })

  test(`${answerer} is no port oracle: an undeclared port is 403, open or not (C3)`, async () => {
    const server = await listen(socket => void socket.end())
    const [port = 0, other] = await freePorts(2)
    await start(port, server.port)
    const check = (...fields: string[]) => ask(port, get('/osm-healthcheck', ...fields))
    assert.equal(await check(`original-tcp-port: ${server.port}`), 200)
    assert.equal(await check(`Original-Tcp-Port: ${other}`), 403)
    assert.equal(await check('Original-Tcp-Port: 22'), 403)
    for (const value of ['', ' ', '0', '-1', '1e3', '0x50', '80abc', '8 0', `${server.port}, 22`])
      assert.equal(await check(`Original-Tcp-Port: ${value}`), 400, JSON.stringify(value))
    assert.equal(await check(), 400)
    assert.equal(await ask(port, get('/other')), 404)
    assert.equal(await ask(port, get('/osm-healthcheck').replace('GET', 'POST')), 405)
    server.stop()
  })

  test(`${answerer}: a port on which nothing listens is 503`, async () => {
    const [closed = 0, port = 0] = await freePorts(2)
    await start(port, closed)
    const request = get('/osm-healthcheck', `Original-Tcp-Port: ${closed}`)
    assert.equal(await ask(port, request), 503)
  })
}

test('a refusal says who asked, and what was tried', async () => {
  const [closed = 0, port = 0] = await freePorts(2)
  await serve({ readiness: [entry(port, { port: closed, scheme: 'TCP' })] })
  const answer = await exchange(port, get('/osm-healthcheck', `Original-Tcp-Port: ${closed}`))
  assert.match(answer, /app readiness: connect tcp:\/\/127\.0\.0\.1:\d+: connection refused\n$/)
})

/** A server that stops before it has taken a connection. */
const FULL = `
  require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    require('fs').writeSync(1, this.address().port + '\\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })`

/** A port whose queue of connections is full: the kernel answers no more of them. */
const listenFull = async (): Promise<{ port: number; stop: () => void }> => {
  const child = spawn(process.execPath, ['-e', FULL])
  const port = Number(String((await once(child.stdout, 'data'))[0]))
  const waiting = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  return {
    port,
    stop: () => {
      for (const socket of waiting) socket.destroy()
      child.kill('SIGKILL')
    },
  }
}

test('a port whose queue is full fails by the kubelet’s time-out and leaves nothing', async () => {
  const [full, port] = [await listenFull(), await freePort()]
  const one = entry(port, { port: full.port, scheme: 'TCP' })
  const sidecar = await serve({ liveness: [one] })
  const descriptors = () => readdirSync(`/proc/${sidecar.pid}/fd`).length
  const before = descriptors()
  const verdicts = await Promise.all(Array.from({ length: 5 }, () => probe(one)))
  for (const { result, message } of verdicts)
    assert.match(`${result} ${message}`, /^failure .*(exceeded|timeout)/)
  // One that waits for ever is let go, too.
  assert.match(
    await exchange(port, get('/osm-healthcheck', `Original-Tcp-Port: ${full.port}`)),
    /^$|^HTTP\/1.1 504 /,
  )
  await until('the descriptors to be as before', () => descriptors() <= before)
  await until('the log to say so', () =>
    sidecar.lines.some(line =>
      /unknown -> failure \(no (answer in \d+ ms|connection in time)\)/.test(line),
    ),
  )
  assert.equal(sidecar.isRunning, true)
  full.stop()
})

test('each check makes a connection of its own and closes it', async () => {
  let open = 0
  const server = await listen(socket => {
    open += 1
    endWithClient(socket).on('close', () => void (open -= 1))
  })
  const port = await freePort()
  const one = entry(port, { port: server.port, scheme: 'TCP' })
  await serve({ liveness: [one] })
  for (let index = 0; index < 50; index += 1) assert.equal((await probe(one)).status, 200)
  assert.equal(server.seen.length, 50)
  await until('the connections of all checks to be closed', () => open === 0)
  server.stop()
})

test.run()
