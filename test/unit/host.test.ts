/** The embedded host refuses what it does not have, by name, and what Pipy refuses; its files have layers; hosts are found on PATH. */
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPipys } from '../../pipy/hosts.ts'
import { compile } from '../../pipy/embedded/names.ts'
import { EmbeddedHost } from '../../pipy/embedded/server.ts'
import { PIPY_WORDS } from '../../build/pipyjs/words.ts'
import { suite } from '../suite.ts'

const test = suite('hosts')

const load = (source: string): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'host-'))
  writeFileSync(join(folder, 'main.js'), source)
  return new EmbeddedHost(join(folder, 'main.js')).load()
}

test('an unknown filter is an error that names it', () =>
  assert.rejects(
    load('pipy({}).pipeline("x").demuxHTTP()'),
    /the embedded host has no filter "demuxHTTP": run this script on Pipy/,
  ))

test('an unknown filter inside a branch is one too', () =>
  assert.rejects(
    load('pipy({}).pipeline("x").branch(() => true, $ => $.muxHTTP())'),
    /no filter "muxHTTP"/,
  ))

test('an unknown global is an error that names it', () =>
  assert.rejects(load('sqlite'), /sqlite is not defined/))

test('a script that gives no configuration does not start', () =>
  assert.rejects(load('undefined'), /main\.js gave no configuration/))

test('a word that some Pipy keeps to itself is no name', () => {
  for (const word of PIPY_WORDS) {
    for (const script of [
      `((${word} = 1) => 1)()`,
      `((a, ${word} = a) => \`\${((b) => b)(\`}\`)}\`)()`,
    ]) {
      assert.throws(
        () => compile(script, 'main.js'),
        /^Error: Syntax error: .* in \/main\.js$/,
        script,
      )
    }
  }
  for (const script of ['(from => 1)', '(a => `${`${from}`}`)', '({ from })', '(a ? from : 1)']) {
    assert.throws(
      () => compile(script, 'main.js'),
      /unexpected token at line 1 column \d+ in \/main\.js/,
      script,
    )
  }
})

test('nor is what starts with $ a parameter, but for the sole $', () => {
  for (const script of ['($x => 1)', '((a, $x) => 1)', '((a, $x = [(1)], b) => 1)']) {
    assert.throws(
      () => compile(script, 'main.js'),
      /reserved argument name '\$x' at line 1/,
      script,
    )
  }
})

test('as keys, behind a dot, in texts and comments all of them may stand', () => {
  for (const word of PIPY_WORDS)
    compile(
      `(($ = {}) => [$.${word}, $?.${word}, { ${word}: 1, a: '${word}' }, "${word}", \`${word} \${$.${word}} ${word}\`, $x])() // ${word}`,
      'main.js',
    )
})

test('each file of the embedded host knows those in lines below its own alone, as the picture shows', () => {
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
  assert.deepEqual(
    (await findPipys(folder)).map(host => host.name),
    ['pipy 1.5.14', 'pipy', 'pipy 0.90.3-38'],
  )
})

test.run()
