/** The compiler's messages: their form, and that there is never anything else. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { build, BuildError } from '../../build/pipyjs/index.ts'
import { folderOf } from '../folder.ts'
import { suite } from '../suite.ts'

const test = suite('messages')

/** What the compiler throws for a module, if anything. */
const errorOf = (entry: string): Promise<Error | undefined> =>
  build({ entry }).then(
    () => undefined,
    (reason: Error) => reason,
  )

test('a message has esbuild’s own form, whole', async () => {
  const source = 'export default (n: number) => {\n  while (n > 0) n = n - 1\n}\n'
  const error = await errorOf(join(folderOf({ 'entry.ts': source }), 'entry.ts'))
  assert.equal(
    error?.message.replace(/\S*entry\.ts/, 'entry.ts'),
    `✘ [ERROR] PipyJS has no "while": use for…of or an array method

    entry.ts:2:2:
      2 │   while (n > 0) n = n - 1
        ╵   ~~~~~~~~~~~~~~~~~~~~~~~

`,
  )
})

const BEGINNINGS = ['export default ', 'const a = ', 'class B ', 'async ', ': number']
const STATEMENTS = ['if (a) ', 'return ', 'for (const x of a) ', 'while (a) ']
const EXPRESSIONS = ['a', '1', '"x"', '/x/', '`${a}`', '?.b', '...', ', ', '=> ']
const MARKS = ['(', ')', '{', '}', '[', ']', ';', '\n']
const piece = fc.constantFrom(...BEGINNINGS, ...STATEMENTS, ...EXPRESSIONS, ...MARKS)
const anySource = fc.array(piece, { maxLength: 25 }).map(pieces => pieces.join(''))

const compilesOrSaysWhy = async () => {
  const entry = join(folderOf({}), 'entry.ts')
  const property = fc.asyncProperty(anySource, async source => {
    await writeFile(entry, source)
    const error = await errorOf(entry)
    if (!error) return
    assert.equal(error instanceof BuildError, true, error.stack ?? '')
    assert.match(error.message, /^✘ \[ERROR\] /)
  })
  await fc.assert(property, { numRuns: 300 })
}

test(
  'whatever the source, the compiler gives a script or messages, and never a stack',
  compilesOrSaysWhy,
)

test.run()
