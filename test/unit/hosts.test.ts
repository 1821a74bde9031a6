/** The hosts: which are found on PATH, and how the embedded one is laid out. */
import assert from 'node:assert/strict'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPipys, takesReload } from '../../pipy/hosts.ts'
import { newFolder } from '../command.ts'
import { suite } from '../suite.ts'

const test = suite('hosts')

test('each file of the embedded host knows only those below its line in the picture', () => {
  const folder = new URL('../../pipy/embedded/', import.meta.url)
  const picture = /^ \*     \w.*$/gm
  const lines = readFileSync(new URL('main.ts', folder), 'utf8').match(picture) ?? []
  // Names stand to the left of the words about them, which begin at the same column.
  const rows = lines.map(line => line.slice(3, 31).trim().split(/ +/))
  const rowOf = (name: string) => rows.findIndex(row => row.includes(name))
  const files = readdirSync(folder).map(file => file.replace('.ts', ''))
  assert.deepEqual(rows.flat().sort(), files.sort())
  const wrong = files.flatMap(file => {
    const imports = [
      ...readFileSync(new URL(`${file}.ts`, folder), 'utf8').matchAll(/from '\.\/([\w]+)\.ts'/g),
    ]
    return imports
      .filter(([, name = '']) => rowOf(name) <= rowOf(file))
      .map(([, name]) => `${file} imports ${name}`)
  })
  assert.deepEqual(wrong, [])
})

/** Programs by their names, as lines of a shell. */
const ON_PATH = {
  'pipy-0.90.3-38': 'echo "Version: 0.90.3-38"',
  'pipy-0.0': 'echo "Version     :"; echo "Host        : Linux-6.18.44 x86_64"',
  pipy: 'echo "Version     : 1.5.14"; exec sleep 60',
  'pipy-1.0': 'exit 3',
  'pipy-helper': 'echo 1.2.3',
}

test('every pipy on PATH that runs is found with its version, the plain name first', async () => {
  const folder = newFolder()
  for (const [name, text] of Object.entries(ON_PATH)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  assert.deepEqual(
    (await findPipys(folder, newFolder())).map(host => host.name),
    ['pipy 1.5.14', 'pipy', 'pipy 0.90.3-38'],
  )
})

test('SIGHUP is for those that take it', () => {
  assert.deepEqual(
    ['pipy 0.50.0-25', 'pipy 0.90.3-38', 'pipy 1.5.14', 'pipy 2.0.2', 'embedded'].map(takesReload),
    [true, true, true, false, true],
  )
})

test.run()
