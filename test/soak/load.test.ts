/** Many probes and many bad clients leave nothing behind. */
import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { startApp } from '../e2e/app.ts'
import { ask, get } from '../e2e/client.ts'
import { assertFlat, figuresOf, inParallel, say, settled } from './figures.ts'
import { PATH, serveBounded, soakSuite, times } from './soak.ts'

const test = soakSuite('soak: load')

const probes = times(20_000, 1000)
test(`${probes} probes, a connection each: all succeed, descriptors and memory stay`, async () => {
  const { port, sidecar } = await serveBounded()
  const probeOnce = async () => assert.equal(await ask(port, get(PATH)), 200)
  // The first half fills pools and heaps; from then on nothing may grow.
  await inParallel(probes / 2, 8, probeOnce)
  const before = figuresOf(sidecar)
  await inParallel(probes / 2, 8, probeOnce)
  await settled(sidecar, before)
  assertFlat(before, say(`${probes} probes`, before, sidecar))
})

const leavers = times(5000, 300)
test(`${leavers} clients that leave early leave nothing behind`, async () => {
  const { app, port, sidecar } = await serveBounded(startApp(() => {}))
  const leave = () =>
    new Promise<void>(resolve => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(get(PATH))
        setImmediate(() => socket.destroy())
      })
      socket.on('close', () => resolve()).on('error', () => {})
    })
  const idle = figuresOf(sidecar)
  await inParallel(leavers / 2, 16, leave)
  await settled(sidecar, idle)
  const before = figuresOf(sidecar)
  await inParallel(leavers / 2, 16, leave)
  await settled(sidecar, before)
  assertFlat(before, say(`${leavers} early leavers`, before, sidecar))
  assert.equal(app.connections <= leavers, true)
})

const halfOpen = times(200, 40)
test(`${halfOpen} clients that send a byte a second move no verdict`, async () => {
  const { port, sidecar } = await serveBounded()
  assert.equal(await ask(port, get(PATH)), 200)
  const before = figuresOf(sidecar)
  const sockets: Socket[] = []
  for (let index = 0; index < halfOpen; index += 1)
    sockets.push(connect(port, '127.0.0.1').on('error', () => {}))
  const drip = () => sockets.forEach(socket => socket.writable && socket.write('G'))
  const dripping = setInterval(drip, 1000)
  for (let index = 0; index < times(500, 50); index += 1)
    assert.equal(await ask(port, get(PATH)), 200)
  clearInterval(dripping)
  for (const socket of sockets) socket.destroy()
  await settled(sidecar, before)
  say(`${halfOpen} half-open clients`, before, sidecar)
})

test.run()
