/** A rewritten Pod that works alone: its sidecar has the config from the environment. */
import assert from 'node:assert/strict'
import { SidecarError } from '../../pipy/sidecar.ts'
import { scriptFile } from '../../scripts/pipy/fits.ts'
import { contractOf } from '../../src/pod/contract.ts'
import { applyEdits } from '../../src/pod/edits.ts'
import { rewriteTemplate } from '../../src/pod/template.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { freePorts } from '../ports.ts'
import { startApp } from './app.ts'
import { ask, get } from './client.ts'
import { configWith, entry } from './entries.ts'
import { api, sidecarSuite, startCodebase } from './sidecar.ts'

const test = sidecarSuite('environment')

/** As a Pod's sidecar starts, with what the downward API makes of its variable. */
const start = (env: Record<string, string>, port: number, files: Record<string, string> = {}) =>
  startCodebase({ scripts: { 'main.js': scriptFile('main.js', api) }, files, ports: [port], env })

test('the sidecar of a rewritten Pod serves its probes by the annotation alone', async () => {
  const [app, ports] = [await startApp(), await freePorts(4)]
  const [liveness = 0, readiness = 0, startup = 0, healthcheck = 0] = ports
  const template: PodTemplate = {
    spec: {
      containers: [
        { name: 'shop', livenessProbe: { httpGet: { path: '/health', port: app.port } } },
        { name: 'sidecar' },
      ],
    },
  }
  const rewritten = applyEdits(
    template,
    rewriteTemplate(template, {
      contract: { ...contractOf('osm'), ports: { liveness, readiness, startup, healthcheck } },
      helper: { image: undefined, script: '' },
      sidecars: ['sidecar'],
    }).edits,
  )
  const config = rewritten.metadata?.annotations?.['pipy-probes/config'] ?? ''
  assert.deepEqual(rewritten.spec.containers[1]?.env, [
    {
      name: 'PIPY_PROBES_CONFIG',
      valueFrom: {
        fieldRef: { apiVersion: 'v1', fieldPath: "metadata.annotations['pipy-probes/config']" },
      },
    },
  ])
  await start({ PIPY_PROBES_CONFIG: config }, liveness)
  assert.equal(await ask(liveness, get('/osm-liveness-probe')), 200)
})

test('a file comes before the environment', async () => {
  const [app, [port = 0, other = 0]] = [await startApp(), await freePorts(2)]
  const on = (at: number) => configWith({ liveness: [entry(at, { port: app.port })] })
  await start({ PIPY_PROBES_CONFIG: on(other) }, port, { 'config.json': on(port) })
  assert.equal(await ask(port, get('/osm-liveness-probe')), 200)
})

test('a broken config in the environment stops the start, and is named', async () => {
  const [port = 0] = await freePorts(1)
  await assert.rejects(
    start({ PIPY_PROBES_CONFIG: '{"Spec":{"Probes":7}}' }, port),
    error =>
      error instanceof SidecarError &&
      error.message.includes('PIPY_PROBES_CONFIG: Spec.Probes is no object'),
  )
})

test.run()
