/** The embedded host refuses what it does not have, by name; hosts are found on PATH. */
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPipys } from '../../pipy/hosts.ts'
import { EmbeddedHost } from '../../pipy/embedded/server.ts'
import { suite } from '../suite.ts'

const test = suite('hosts')

const load = (source: string): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'host-'))
  writeFileSync(join(folder, 'main.js'), source)
  return new EmbeddedHost(join(folder, 'main.js')).load()
}

test('an unknown filter is an error that names it', () =>
  assert.rejects(load('pipy({}).pipeline("x").demuxHTTP()'), /the embedded host has no filter "demuxHTTP": run this script on Pipy/))

test('an unknown filter inside a branch is one too', () =>
  assert.rejects(load('pipy({}).pipeline("x").branch(() => true, $ => $.muxHTTP())'), /no filter "muxHTTP"/))

test('an unknown global is an error that names it', () => assert.rejects(load('sqlite'), /sqlite is not defined/))

test('a script that gives no configuration does not start', () => assert.rejects(load('undefined'), /main\.js gave no configuration/))

test('every pipy on PATH is found with its version, the plain name first; a version that is not said is left out, and so is what does not run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'path-'))
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  program('pipy-0.90.3-38', 'echo "Version: 0.90.3-38"')
  program('pipy-0.0', 'echo "Version     :"; echo "Host        : Linux-6.18.44 x86_64"')
  program('pipy', 'echo "Version     : 1.5.14"; exec sleep 60')
  program('pipy-1.0', 'exit 3')
  program('pipy-helper', 'echo 1.2.3')
  assert.deepEqual((await findPipys(folder)).map(host => host.name), ['pipy 1.5.14', 'pipy', 'pipy 0.90.3-38'])
})

test.run()
