/** Configs in the forms that the meshes write them: the guide's, and FSM's. */
import assert from 'node:assert/strict'
import { answering, ok, startApp } from './app.ts'
import { ask, get, probe } from './client.ts'
import { configWith } from './entries.ts'
import { cleanUp, sidecarSuite, startSidecar } from './sidecar.ts'

const test = sidecarSuite('forms of a config')

/** To the letter, with its surplus brace. */
const GUIDE = `{
  "Probes": {
      "ReadinessProbes": null,
      "LivenessProbes": [
        {
          "httpGet": {
            "path": "/osm-liveness-probe",
            "port": 15901,
            "scheme": "HTTP"
          },
          "timeoutSeconds": 1,
          "periodSeconds": 10,
          "successThreshold": 1,
          "failureThreshold": 3
        }
      ],
      "StartupProbes": null
    }
  }
}`

test('the guide’s JSON works as it stands: the first inbound port, the kind’s path', async () => {
  await startSidecar(GUIDE, [15901])
  assert.equal((await ask(15901, get('/osm-liveness-probe'))) >= 200, true)
  await cleanUp()
  const app = await startApp()
  const inbound = `"Inbound": { "TrafficMatches": { "${app.port}": { "Protocol": "http" } } }`
  await startSidecar(GUIDE.replace('"Probes"', `${inbound}, "Probes"`), [15901])
  assert.equal(await ask(15901, get('/osm-liveness-probe')), 200)
  assert.match(app.requests[0] ?? '', /^GET \/liveness HTTP/)
})

test('FSM’s entries share a path and are told apart by the headers of the request', async () => {
  const [one, two] = [await startApp(answering(ok('one'))), await startApp(answering(ok('two')))]
  const fsm = (port: number, path: string) => ({
    httpGet: {
      path: '/fsm-healthcheck',
      port: 15901,
      scheme: 'HTTP',
      httpHeaders: [
        { name: 'original-http-port', value: `${port}` },
        { name: 'Original-Http-Path', value: path },
      ],
    },
    timeoutSeconds: 1,
  })
  const [first, second] = [fsm(one.port, '/a'), fsm(two.port, '/b')]
  await startSidecar(configWith({ liveness: [first, second] }), [15901])
  assert.equal((await probe(first)).message, 'one')
  assert.equal((await probe(second)).message, 'two')
  assert.equal((await probe(fsm(one.port, '/b'))).status, 404)
  assert.equal((await probe(fsm(22, '/'))).status, 404)
  assert.equal(await ask(15901, get('/fsm-healthcheck')), 404)
  assert.doesNotMatch(one.requests.join(''), /original-/i)
})

test.run()
