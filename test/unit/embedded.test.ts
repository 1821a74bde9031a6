/** The embedded host refuses by name what it does not have, and what Pipy refuses. */
import assert from 'node:assert/strict'
import { PIPY_WORDS } from '../../build/pipyjs/words.ts'
import { compile } from '../../pipy/embedded/names.ts'
import { EmbeddedHost } from '../../pipy/embedded/server.ts'
import { fileOf } from '../command.ts'
import { suite } from '../suite.ts'

const test = suite('the embedded host')

const load = (source: string): Promise<void> => new EmbeddedHost(fileOf('main.js', source)).load()

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

/** That a script is not taken, and in which words. */
const refuses = (script: string, message: RegExp): void =>
  assert.throws(() => compile(script, 'main.js'), message, script)

test('a word that some Pipy keeps to itself is no name', () => {
  for (const word of PIPY_WORDS) {
    refuses(`((${word} = 1) => 1)()`, /^Error: Syntax error: .* in \/main\.js$/)
    const nested = `((a, ${word} = a) => \`\${((b) => b)(\`}\`)}\`)()`
    refuses(nested, /^Error: Syntax error: .* in \/main\.js$/)
  }
  for (const script of ['(from => 1)', '(a => `${`${from}`}`)', '({ from })', '(a ? from : 1)'])
    refuses(script, /unexpected token at line 1 column \d+ in \/main\.js/)
})

test('nor is what starts with $ a parameter, but for the sole $', () => {
  for (const script of ['($x => 1)', '((a, $x) => 1)', '((a, $x = [(1)], b) => 1)'])
    refuses(script, /reserved argument name '\$x' at line 1/)
})

test('as keys, behind a dot, in texts and comments all of them may stand', () => {
  const places = (word: string) => [
    `$.${word}`,
    `$?.${word}`,
    `{ ${word}: 1, a: '${word}' }`,
    `"${word}"`,
    `\`${word} \${$.${word}} ${word}\``,
    '$x',
  ]
  for (const word of PIPY_WORDS)
    compile(`(($ = {}) => [${places(word).join(', ')}])() // ${word}`, 'main.js')
})

test.run()
