/** The kubelet's gRPC prober, statement by statement (Kubernetes 1.32, pkg/probe/grpc). */
import assert from 'node:assert/strict'
import { createServer } from 'node:http2'
import type { Probe } from '../../src/config/types.ts'
import { runProbe } from '../../scripts/kubelet/probe.ts'
import { startHttp1, startHttp2, startOfficial, startRaw, stopGrpcApps } from '../e2e/grpcApps.ts'
import { freePort } from '../ports.ts'
import { suite } from '../suite.ts'

const test = suite('the kubelet’s gRPC probe')

const run = async (port: number, service?: string, more: Probe = {}) => {
  const grpc = { port, ...(service === undefined ? {} : { service }) }
  const verdict = await runProbe({ grpc, ...more }, { name: 'app' }, { podIP: '127.0.0.1' })
  return `${verdict?.result}: ${verdict?.message}`
}

test('only SERVING succeeds, and any other status is named', async () => {
  const { port } = await startOfficial()
  assert.equal(await run(port), 'success: service healthy')
  assert.equal(await run(port, 'shop.Books'), 'success: service healthy')
  const unhealthy = (status: string) => `failure: service unhealthy (responded with "${status}")`
  assert.equal(await run(port, 'shop.Closed'), unhealthy('NOT_SERVING'))
  assert.equal(await run(port, 'shop.Unsure'), unhealthy('UNKNOWN'))
  stopGrpcApps()
})

test('a service that is not known is the call’s own failure', async () => {
  const { port } = await startOfficial()
  assert.match(
    await run(port, 'shop.Nothing'),
    /^failure: error: health rpc probe failed: rpc error: code = NotFound desc = ./,
  )
  stopGrpcApps()
})

test('a server without the health service does not implement it', async () => {
  const { port } = await startOfficial(false)
  assert.match(
    await run(port),
    /^failure: error: this server does not implement the grpc health protocol \(grpc\.health\.v1\.Health\): ./,
  )
  stopGrpcApps()
})

test('a message with a broken escape stays as it is', async () => {
  const { port } = await startHttp2(stream => {
    stream.respond({ 'content-type': 'application/grpc' }, { waitForTrailers: true })
    const message = 'disk 100% full%2C %E3%81%82'
    stream.on('wantTrailers', () =>
      stream.sendTrailers({ 'grpc-status': '2', 'grpc-message': message }),
    )
    stream.end()
  })
  assert.match(await run(port), /disk 100% full, あ/)
  stopGrpcApps()
})

test('a server that never answers the call is late by the probe’s own time-out', async () => {
  const { port } = await startHttp2(() => {})
  assert.equal(await run(port), 'failure: timeout: health rpc did not complete within 1s')
  stopGrpcApps()
})

test('who is not there, says nothing, or speaks HTTP/1.1 is not connected in time', async () => {
  const ports = [await freePort(), (await startRaw(() => {})).port, (await startHttp1()).port]
  for (const [index, message] of (await Promise.all(ports.map(port => run(port)))).entries())
    assert.equal(
      message,
      `failure: timeout: failed to connect service "127.0.0.1:${ports[index]}" within 1s: context deadline exceeded`,
    )
  stopGrpcApps()
})

test('one that begins to listen in time is connected to', async () => {
  const port = await freePort()
  const server = createServer().on('stream', stream => {
    stream.respond({ 'content-type': 'application/grpc' }, { waitForTrailers: true })
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
    stream.end(Buffer.from([0, 0, 0, 0, 2, 8, 1]))
  })
  setTimeout(() => server.listen(port, '127.0.0.1'), 300)
  assert.equal(await run(port, '', { timeoutSeconds: 5 }), 'success: service healthy')
  server.close()
})

test.run()
