/** The helper container's command as a container runs it: the first process of a PID namespace. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { accepts } from '../../pipy/sidecar.ts'
import { distFile } from '../../scripts/paths.ts'
import { contractOf } from '../../src/pod/contract.ts'
import { helperContainer } from '../../src/pod/helper.ts'
import { fileOf } from '../command.ts'
import { host } from '../e2e/sidecar.ts'
import { freePort } from '../ports.ts'
import { suite, until } from '../suite.ts'

const test = suite('helper')
const NAMESPACE = ['--pid', '--fork', '--kill-child', '--']

if (spawnSync('unshare', [...NAMESPACE, 'true']).status !== 0) {
  test.skip('not run: leave to make PID namespaces is missing')
} else {
  test('SIGTERM ends the helper’s container at once, with exit code 0 (C1)', async () => {
    const pipy = fileOf('pipy', `#!/bin/sh\nexec ${host.command.join(' ')} "$@"\n`)
    chmodSync(pipy, 0o755)
    const [port, osm] = [await freePort(), contractOf('osm')]
    const contract = { ...osm, ports: { ...osm.ports, healthcheck: port } }
    const script = readFileSync(distFile('healthcheck.js'), 'utf8')
    const { name, command, env } = helperContainer(
      `osm-healthcheck-${process.pid}`,
      [{ port, target: '127.0.0.1' }],
      contract,
      { image: undefined, script },
      false,
    )
    const variables = Object.fromEntries(env.map(variable => [variable.name, variable.value]))
    const unshare = spawn('unshare', [...NAMESPACE, ...command], {
      env: { ...process.env, ...variables, PATH: `${dirname(pipy)}:${process.env.PATH}` },
      stdio: 'ignore',
    })
    try {
      await until('the helper to listen', () => accepts(port))
      const first = readFileSync(`/proc/${unshare.pid}/task/${unshare.pid}/children`, 'utf8').trim()
      const [[code]] = await Promise.all([
        once(unshare, 'exit'),
        process.kill(Number(first), 'SIGTERM'),
      ])
      assert.equal(code, 0)
      await until('the port to be closed', async () => !(await accepts(port)))
    } finally {
      unshare.kill('SIGKILL')
      rmSync(`/dev/shm/${name}.js`, { force: true })
    }
  })
}

test.run()
