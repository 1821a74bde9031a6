/** What the dialect has no words for is refused at the TypeScript line. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle, BundleError } from '../../build/bundle.ts'
import { suite } from '../suite.ts'

const test = suite('refusals')

const refusals: [string, string][] = [
  ['class A {}; export default new A()', 'PipyJS has no class: write functions over plain objects'],
  [
    'export default function () { return this }',
    'PipyJS has no "this": pass the object as a parameter',
  ],
  [
    'export default (n: number) => { while (n > 0) n = n - 1 }',
    'PipyJS has no "while": use for…of or an array method',
  ],
  [
    'export default (n: number) => { do { n = 0 } while (n) }',
    'PipyJS has no "do": use for…of or an array method',
  ],
  [
    'export default (n: number) => { for (let i = 0; i < n; i = i + 1) n = i }',
    'PipyJS has no "for (;;)": use for…of or an array method',
  ],
  [
    'export default (o: object) => { for (const k in o) k }',
    'PipyJS has no "for…in": use for…of over Object.keys()',
  ],
  [
    'export default (n: number) => { switch (n) { default: return 1 } }',
    'PipyJS has no "switch": use if and return, or a table',
  ],
  [
    'export default () => { try { return 1 } catch { return 2 } }',
    'PipyJS has no "try": test before you act',
  ],
  ['export default () => { throw 1 }', 'PipyJS has no "throw": return the error as a value'],
  [
    'export default (l: number[]) => { for (const x of l) { if (x) break } }',
    'PipyJS has no "break": use find, some or every',
  ],
  [
    'export default (l: number[]) => { for (const x of l) { if (x) continue } }',
    'PipyJS has no "continue": use filter, or put the rest into an if',
  ],
  [
    'export default (l: number[]) => { for (const x of l) { if (x) return x } return 0 }',
    'PipyJS has no "return" from a loop: use find, some or every',
  ],
  ['export default async () => 1', 'PipyJS has no async functions'],
  ['export default function* () { yield 1 }', 'PipyJS has no generators'],
  ['export default (tag: any) => tag`x`', 'PipyJS has no tagged templates: call the function'],
  [
    'export default (n: number) => { n++; return n }',
    'PipyJS has no "++" and "--" that every version knows: write x = x + 1',
  ],
  [
    'export default (...all: number[]) => all',
    'PipyJS has no rest: name the elements, or pass an array',
  ],
  [
    'export default (l: number[]) => { const [a, ...r] = l; return [a, r] }',
    'PipyJS has no rest: name the elements, or pass an array',
  ],
  [
    'export default (f: any, l: number[]) => f(...l)',
    'PipyJS has no spread in calls: pass an array',
  ],
  [
    'export default ({ a = 1 }) => a',
    'PipyJS has no defaults in destructuring: write ?? where the name is used',
  ],
  ['export default ([, b]: number[]) => b', 'PipyJS has no holes in arrays'],
  [
    'export default (a: any, o: any) => { ({ a } = o); return a }',
    'PipyJS has no destructuring assignment: assign each name',
  ],
  [
    'export default (o: any) => { o.x += 1; return o }',
    '"+=" on a property: write the assignment out',
  ],
  [
    'export default { get x() { return 1 } }',
    'PipyJS has no getters and setters: write a function',
  ],
  ['export default { 1: 2 }', 'a numeric key reads "1.000000" in Pipy 0.50: put it in quotes'],
  ['export default { "a": 1, ["b"]: 2, "a": 3 }', 'the key "a" stands twice, which ends Pipy 0.50'],
  ['export default /x/', 'PipyJS has no regex literals: write new RegExp("…")'],
  ['export default 10n', 'PipyJS has no BigInt'],
  [
    'export default "\\0"',
    'PipyJS cannot hold NUL, a no-break space or a byte order mark in a text: make it from bytes',
  ],
  [
    'export default (o: any) => { delete o.x; return o }',
    '"delete" on a key written in a literal does nothing in PipyJS: build a new object without the key',
  ],
  [
    'export default () => typeof nowhere',
    '"typeof nowhere" throws in PipyJS where the name is undeclared',
  ],
  [
    'export default (o: any) => o?.f()',
    'a call after "?." is made in PipyJS even where the chain has ended: test the value first',
  ],
  [
    'export default (o: any) => o?.f.g(1)',
    'a call after "?." is made in PipyJS even where the chain has ended: test the value first',
  ],
  ['export default function () { return arguments }', 'PipyJS has no "arguments"'],
  ['export default Symbol', 'PipyJS has no "Symbol"'],
  [
    'export default ($x: number) => $x',
    'a name that starts with "$" is reserved in Pipy 1.5: give "$x" another, or a nested "$" its own',
  ],
  [
    'export default ($: any) => $.f(($: any) => $)',
    'a name that starts with "$" is reserved in Pipy 1.5: give "$2" another, or a nested "$" its own',
  ],
  [
    'export default (a: any, b: any) => { if (a) { if (b) return 1; b = 2 } return b }',
    'a branch returns on some ways and goes on on others: let it return on all, or on none',
  ],
  [
    'export default (a: any) => { if (a) { const x = 1; a.push(() => x) } else { const x = 2; a(x) } }',
    '"x" is declared twice in a function and used in an inner one: name them apart',
  ],
  [
    'export default (from: number) => from',
    '"from" is a word of Pipy 1.5, and no name there: choose another',
  ],
  [
    'const as = [1]\nexport default (n: number) => as[n]',
    '"as" is a word of Pipy 1.5, and no name there: choose another',
  ],
  [
    'export default (l: number[]) => { for (const from of l) l.push(from) }',
    '"from" is a word of Pipy 1.5, and no name there: choose another',
  ],
  [
    'export default ({ x: from }: any) => from',
    '"from" is a word of Pipy 1.5, and no name there: choose another',
  ],
  [
    'function from() { return 1 }\nexport default from',
    '"from" is a word of Pipy 1.5, and no name there: choose another',
  ],
  [
    'export default (async: number) => async',
    '"async" is a word of Pipy 0.50, 0.90, 1.5, and no name there: choose another',
  ],
  [
    'if (Math) console.log(1)\nexport default 1',
    'a module’s top level holds declarations only: put statements into a function',
  ],
]

for (const [source, message] of refusals) {
  test(source, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'refusals-'))
    const file = join(folder, 'entry.ts')
    await writeFile(file, `// a line before\n${source}\n`)
    await assert.rejects(bundle(file), (error: Error) => {
      assert.equal(error instanceof BundleError, true, error.stack ?? '')
      assert.equal(error.message.includes(`[ERROR] ${message}\n`), true, error.message)
      assert.match(error.message, /entry\.ts:[23]:\d+:/)
      return true
    })
    await rm(folder, { recursive: true })
  })
}

test('a word of Pipy’s may be a key and stand behind a dot', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refusals-'))
  await writeFile(
    join(folder, 'entry.ts'),
    'export default (a: any) => ({ from: a.from, as: a?.as, of: a.new })\n',
  )
  assert.match(
    await bundle(join(folder, 'entry.ts')),
    /\{ from: a\.from, as: a\?\.as, of: a\.new \}/,
  )
  await rm(folder, { recursive: true })
})

test('a message has esbuild’s own form, whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refusals-'))
  await writeFile(
    join(folder, 'entry.ts'),
    'export default (n: number) => {\n  while (n > 0) n = n - 1\n}\n',
  )
  const error = await bundle(join(folder, 'entry.ts')).catch((reason: Error) => reason)
  const text = error instanceof Error ? error.message.replace(/\S*entry\.ts/, 'entry.ts') : ''
  assert.equal(
    text,
    `✘ [ERROR] PipyJS has no "while": use for…of or an array method

    entry.ts:2:2:
      2 │   while (n > 0) n = n - 1
        ╵   ~~~~~~~~~~~~~~~~~~~~~~~

`,
  )
  await rm(folder, { recursive: true })
})

const word = fc.constantFrom(
  'export default ',
  'const a = ',
  'a',
  '=> ',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  'if (a) ',
  'return ',
  'for (const x of a) ',
  'class B ',
  '`${a}`',
  '?.b',
  '...',
  ';',
  '\n',
  '1',
  '"x"',
  ', ',
  'while (a) ',
  '/x/',
  'async ',
  ': number',
)

test('whatever the source, the compiler gives a script or messages, and never a stack', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'))
  const file = join(folder, 'entry.ts')
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { maxLength: 25 }).map(words => words.join('')),
      async source => {
        await writeFile(file, source)
        const result = await bundle(file).catch((error: Error) => error)
        if (typeof result === 'string') return
        assert.equal(result instanceof BundleError, true, result.stack ?? '')
        assert.match(result.message, /^✘ \[ERROR\] /)
      },
    ),
    { numRuns: 300 },
  )
  await rm(folder, { recursive: true })
})

test.run()
