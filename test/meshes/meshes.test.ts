/** Our files in a mesh's codebase, of which nothing else is changed. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { accepts } from '../../pipy/sidecar.ts'
import { HEALTHCHECK_PORT, ORIGINAL_TCP_PORT } from '../../src/kinds.ts'
import { answering, ok, startApp } from '../e2e/app.ts'
import { exchange, probe } from '../e2e/client.ts'
import { host, sidecarSuite, startCodebase } from '../e2e/sidecar.ts'
import { until } from '../suite.ts'
import { configFile, DROP_INS, OWN_PORT, startMesh, type Codebase } from './codebase.ts'
import { configFor, declared, sidecarPort } from './declared.ts'
import { DEFECTS } from './defects.ts'
import { enterNamespace } from './namespace.ts'
import { STAND_INS, type StandIn } from './standIns.ts'

const missing = await enterNamespace()
const test = sidecarSuite('meshes', 60_000)

const isPipy = (version: string): boolean => host.name.startsWith(`pipy ${version}`)

/** Whether this host has what a stand-in is written with. */
const runsHere = ({ needs }: StandIn, file: string): boolean =>
  needs.every(need => {
    if (need === 'a branch of listeners') return !isPipy('0.50')
    if (need === 'zlib') return !isPipy('0.')
    // Where the mesh's main.js is to listen for none it says port 0, an error since Pipy 0.90.2.
    return file === 'probes.js' || isPipy('0.50')
  })

const tcpCheck = (port: number) => ({
  httpGet: {
    path: '/osm-healthcheck',
    port: HEALTHCHECK_PORT,
    httpHeaders: [{ name: ORIGINAL_TCP_PORT, value: `${port}` }],
  },
  timeoutSeconds: 1,
})

const addDefects = (mesh: string, file: string, codebase: Codebase): void => {
  for (const { says, inMain, seen } of Object.values(DEFECTS)) {
    if (inMain && file === 'probes.js') continue
    test(`${mesh} with ${file}, no longer: ${says}`, async () => {
      assert.equal(await seen(config => startMesh(codebase, config)), '')
    })
  }
}

const addListening = (mesh: string, codebase: Codebase): void => {
  test(`${mesh} with listeners.js listens beside for what it listened for before`, async () => {
    const app = await startApp()
    await startMesh(codebase, configFor(app, { liveness: [declared(app)] }))
    assert.equal(await exchange(OWN_PORT, 'x'), 'figures')
    assert.equal(await accepts(sidecarPort('readiness')), false)
  })

  test(`${mesh} with listeners.js leaves TCP checks to the Pod’s container for them`, async () => {
    const app = await startApp()
    const container = createServer(socket => socket.end()).listen(HEALTHCHECK_PORT, '::')
    await once(container, 'listening')
    const lists = { liveness: [declared(app)], readiness: [tcpCheck(app.port)] }
    await startMesh(codebase, configFor(app, lists))
    assert.equal((await probe(declared(app))).status, 200)
    await new Promise(resolve => container.close(resolve))
    assert.equal(await accepts(HEALTHCHECK_PORT), false)
  })

  test(`${mesh} with listeners.js answers them itself where the config says so`, async () => {
    const app = await startApp()
    const config = configFor(app, { readiness: [tcpCheck(app.port)] })
    await startMesh(codebase, config.replace('"LivenessProbes"', '"Healthcheck":"sidecar",$&'))
    assert.equal((await probe(tcpCheck(app.port))).status, 200)
  })

  if (isPipy('0.50')) return
  test(`${mesh} with listeners.js takes a new config at run time, and its ports`, async () => {
    const [one, two] = [await startApp(), await startApp(answering(ok('two')))]
    const sidecar = await startMesh(codebase, configFor(one, { liveness: [declared(one)] }))
    assert.equal((await probe(declared(one))).status, 200)
    const readiness = declared(two, '/health', 'readiness')
    await sidecar.reload(configFile(codebase, configFor(two, { readiness: [readiness] })))
    await until('the new port', async () => (await probe(readiness)).message === 'two')
    await until('the old port to be closed', async () => !(await accepts(sidecarPort('liveness'))))
    assert.equal(await exchange(OWN_PORT, 'x'), 'figures')
  })
}

const addPlain = (mesh: string, file: string, codebase: Codebase): void =>
  test(`${mesh} with ${file} takes a config that is not compressed, too`, async () => {
    const app = await startApp()
    const config = configFor(app, { liveness: [declared(app)] })
    const files = { ...codebase, 'config.json': config }
    await startCodebase({ scripts: {}, files, ports: [OWN_PORT] })
    assert.equal((await probe(declared(app))).status, 200)
  })

if (missing === '') {
  for (const [mesh, standIn] of Object.entries(STAND_INS)) {
    for (const [file, place] of Object.entries(DROP_INS)) {
      const hasFile = file !== 'probes.js' || standIn.codebase[file] !== undefined
      if (!hasFile || !runsHere(standIn, file)) continue
      const codebase = place(standIn.codebase)
      addDefects(mesh, file, codebase)
      if (file === 'listeners.js') addListening(mesh, codebase)
      if (standIn.needs.includes('zlib')) addPlain(mesh, file, codebase)
    }
  }
} else {
  test.skip(`not run: ${missing} is missing`)
}

test.run()
