/** What the dialect has no words for is refused at the TypeScript line. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { build, BuildError, compile, RULES } from '../../build/pipyjs/index.ts'
import { messageOf } from '../../build/pipyjs/refusals/rule.ts'
import { folderOf } from '../folder.ts'
import { suite } from '../suite.ts'

const test = suite('refusals')

const LOOP = 'use for…of or an array method'
const REST = 'PipyJS has no rest: name the elements, or pass an array'
const CALL =
  'a call after "?." is made in PipyJS even where the chain has ended: test the value first'
const wordOf = (pipys: string, word: string) =>
  `"${word}" is a word of Pipy ${pipys}, and no name there: choose another`
const reserved = (name: string) =>
  `"${name}" starts with "$", which Pipy 1.5 reserves: ` +
  'choose another name, and for a nested "$" one of its own'

/** Values that no script has, each with its message. */
const VALUES: Readonly<Record<string, string>> = {
  // Statements.
  '(n: number) => { while (n > 0) n = n - 1 }': `PipyJS has no "while": ${LOOP}`,
  '(n: number) => { do { n = 0 } while (n) }': `PipyJS has no "do": ${LOOP}`,
  '(n: number) => { for (let i = 0; i < n; i = i + 1) n = i }': `PipyJS has no "for (;;)": ${LOOP}`,
  '(o: object) => { for (const k in o) k }':
    'PipyJS has no "for…in": use for…of over Object.keys()',
  '(n: number) => { switch (n) { default: return 1 } }':
    'PipyJS has no "switch": use if and return, or a table',
  '() => { try { return 1 } catch { return 2 } }': 'PipyJS has no "try": test before you act',
  '() => { throw 1 }': 'PipyJS has no "throw": return the error as a value',
  '(l: number[]) => { for (const x of l) { if (x) break } }':
    'PipyJS has no "break": use find, some or every',
  '(l: number[]) => { for (const x of l) { if (x) continue } }':
    'PipyJS has no "continue": use filter, or put the rest into an if',
  '(l: number[]) => { for (const x of l) { if (x) return x } return 0 }':
    'PipyJS has no "return" from a loop: use find, some or every',
  '(a: any, b: any) => { if (a) { if (b) return 1; b = 2 } return b }':
    'a branch returns on some ways and goes on on others: let it return on all, or on none',

  // Functions and calls.
  'function () { return this }': 'PipyJS has no "this": pass the object as a parameter',
  'function () { return arguments }': 'PipyJS has no "arguments": name the parameters',
  'async () => 1': 'PipyJS has no async functions: go on in a function that .then() is given',
  'function* () { yield 1 }': 'PipyJS has no generators: give a list',
  '(tag: any) => tag`x`': 'PipyJS has no tagged templates: call the function',
  '(f: any, l: number[]) => f(...l)': 'PipyJS has no spread in calls: pass an array',
  '(o: any) => o?.f()': CALL,
  '(o: any) => o?.f.g(1)': CALL,

  // Taking apart, and assigning.
  '(...all: number[]) => all': REST,
  '(l: number[]) => { const [a, ...r] = l; return [a, r] }': REST,
  '({ a = 1 }) => a': 'PipyJS has no defaults in destructuring: write ?? where the name is used',
  '([, b]: number[]) => b': 'PipyJS has no holes in arrays: name each element, or write undefined',
  '(a: any, o: any) => { ({ a } = o); return a }':
    'PipyJS has no destructuring assignment: assign each name',
  '(n: number) => { n++; return n }':
    'PipyJS has no "++" and "--" that every version knows: write x = x + 1',
  '(o: any) => { o.x += 1; return o }':
    '"+=" on a property would ask for the object twice: write the assignment out',
  '(o: any) => { delete o.x; return o }':
    '"delete" on a key written in a literal does nothing in PipyJS: ' +
    'build a new object without the key',

  // Objects and literals.
  '{ get x() { return 1 } }': 'PipyJS has no getters and setters: write a function',
  '{ 1: 2 }': 'a numeric key reads "1.000000" in Pipy 0.50: put it in quotes',
  '{ "a": 1, ["b"]: 2, "a": 3 }': 'the key "a" stands twice, which ends Pipy 0.50: leave one out',
  '/x/': 'PipyJS has no regex literals: write new RegExp("…")',
  '10n': 'PipyJS has no BigInt: write a number, or a text',
  '"\\0"':
    'PipyJS cannot hold NUL, a no-break space or a byte order mark in a text: make it from bytes',

  // Names.
  Symbol: 'PipyJS has no "Symbol": use a text',
  '() => typeof nowhere':
    '"typeof nowhere" throws in PipyJS where the name is undeclared: ' +
    'ask for a name that is declared',
  '(a: any) => { if (a) { const x = 1; a.push(() => x) } else { const x = 2; a(x) } }':
    '"x" is declared twice in a function and used in an inner one: name them apart',
  '($x: number) => $x': reserved('$x'),
  '($: any) => $.f(($: any) => $)': reserved('$2'),
  '(from: number) => from': wordOf('1.5', 'from'),
  '(l: number[]) => { for (const from of l) l.push(from) }': wordOf('1.5', 'from'),
  '({ x: from }: any) => from': wordOf('1.5', 'from'),
  '(async: number) => async': wordOf('0.50, 0.90, 1.5', 'async'),
}

/** Whole modules, each with its message. */
const MODULES: Readonly<Record<string, string>> = {
  'class A {}; export default new A()': 'PipyJS has no class: write functions over plain objects',
  'const as = [1]\nexport default (n: number) => as[n]': wordOf('1.5', 'as'),
  'function from() { return 1 }\nexport default from': wordOf('1.5', 'from'),
  'if (Math) console.log(1)\nexport default 1':
    'a module’s top level holds declarations only: put statements into a function',
}

const ofValues = Object.entries(VALUES).map(
  ([value, message]) => [`export default ${value}`, message] as const,
)

for (const [source, message] of [...ofValues, ...Object.entries(MODULES)]) {
  test(source, async () => {
    const folder = folderOf({ 'entry.ts': `// a line before\n${source}\n` })
    await refuses(build({ entry: join(folder, 'entry.ts') }), message, /entry\.ts:[23]:\d+:/)
  })
}

/** A rule's example as a module, as the README's reader would have it. */
const moduleOf = (example: string): string =>
  /pipy|export/.test(example)
    ? example
    : `export default (n: any, o: any, list: any, f: any) => { ${example} }`

for (const rule of RULES) {
  test(`of the README: ${rule.example}`, async () => {
    const folder = folderOf({ 'all.ts': 'export const one = 1\n' })
    const compiled = compile(moduleOf(rule.example), { file: join(folder, 'entry.ts') })
    await refuses(compiled, messageOf(rule), /entry\.ts:1:\d+:/)
  })
}

/** The compiler has this message, and its place. */
async function refuses(result: Promise<unknown>, message: string, place: RegExp): Promise<void> {
  await assert.rejects(result, (error: Error) => {
    assert.equal(error instanceof BuildError, true, error.stack ?? '')
    assert.equal(error.message.includes(`[ERROR] ${message}\n`), true, error.message)
    assert.match(error.message, place)
    return true
  })
}

test('a word of Pipy’s may be a key and stand behind a dot', async () => {
  const source = 'export default (a: any) => ({ from: a.from, as: a?.as, of: a.new })\n'
  const { code } = await build({ entry: join(folderOf({ 'entry.ts': source }), 'entry.ts') })
  assert.match(code, /\{ from: a\.from, as: a\?\.as, of: a\.new \}/)
})

test.run()
