/** The compiler's command and functions, as a user has them, and its README. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, compile } from '../../build/pipyjs/index.ts'
import { tableIn, refusalsTable, withTable } from '../../build/pipyjs/refusals/table.ts'
import { folderOf } from '../folder.ts'
import { suite } from '../suite.ts'

const test = suite('pipyjs')

const root = fileURLToPath(new URL('../../', import.meta.url))
const README = join(root, 'build/pipyjs/README.md')
const PIPYJS = join(root, 'node_modules/.bin/pipyjs')

/** What a program printed, and its exit code. */
const runIn = (cwd: string, program: string, args: readonly string[]) =>
  spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 20_000 })

const run = (cwd: string, ...args: string[]) => runIn(cwd, PIPYJS, args)

const GOOD = 'export default (n: number): number => { const m = n + 1; return m * 2 }\n'
const WHILE = 'export default (n: number) => {\n  while (n > 0) n = n - 1\n}\n'
const REFUSED = `✘ [ERROR] PipyJS has no "while": use for…of or an array method

    entry.ts:2:2:
      2 │   while (n > 0) n = n - 1
        ╵   ~~~~~~~~~~~~~~~~~~~~~~~

`

test('npx pipyjs build writes the script that the function gives', async () => {
  const folder = folderOf({ 'entry.ts': GOOD })
  const [entry, out] = [join(folder, 'entry.ts'), join(folder, 'new/out.js')]
  const args = ['--no', 'pipyjs', 'build', entry, '-o', out]
  const { stdout, stderr, status } = runIn(root, 'npx', args)
  assert.deepEqual({ stdout, stderr, status }, { stdout: '', stderr: '', status: 0 })
  assert.equal(readFileSync(out, 'utf8'), (await build({ entry })).code)
  assert.deepEqual(readdirSync(join(folder, 'new')), ['out.js'])
})

test('without -o the script goes to standard output', async () => {
  const folder = folderOf({ 'entry.ts': GOOD })
  const { stdout, status } = run(folder, 'build', 'entry.ts')
  assert.equal(status, 0)
  assert.equal(stdout, (await compile(GOOD, { file: 'entry.ts' })).code)
})

test('--help and --version print and exit with 0', () => {
  assert.match(run(root, '--help').stdout, /^Usage: pipyjs build ENTRY\.ts/)
  assert.match(run(root, 'build', '-h').stdout, /^Usage: pipyjs build ENTRY\.ts/)
  const { version } = JSON.parse(readFileSync(join(root, 'build/pipyjs/package.json'), 'utf8'))
  assert.equal(run(root, '--version').stdout, `${version}\n`)
})

test('what is refused is said at its place, with exit code 2, and an older script stays', () => {
  const folder = folderOf({ 'entry.ts': WHILE, 'out.js': 'before' })
  for (const out of ['out.js', 'new/out.js']) {
    const { stdout, stderr, status } = run(folder, 'build', 'entry.ts', '-o', out)
    assert.deepEqual({ stdout, stderr, status }, { stdout: '', stderr: REFUSED, status: 2 })
  }
  assert.equal(readFileSync(join(folder, 'out.js'), 'utf8'), 'before')
  assert.deepEqual(readdirSync(folder).sort(), ['entry.ts', 'out.js'])
})

test('a script that cannot be written whole leaves the older one, and no part', () => {
  const long = `export default "${'long '.repeat(10_000)}"\n`
  const folder = folderOf({ 'entry.ts': long, 'out.js': 'before' })
  // The system refuses files of more than 8 blocks; tsx and the coverage write none meanwhile.
  const command = `ulimit -f 8; "${PIPYJS}" build entry.ts -o out.js`
  const alone = ['-u', 'NODE_V8_COVERAGE', 'TSX_DISABLE_CACHE=1']
  const { stderr, status } = runIn(folder, 'env', [...alone, 'sh', '-c', command])
  assert.match(stderr, /^pipyjs: -o "out\.js" cannot be written: EFBIG/)
  assert.equal(status, 2)
  assert.equal(readFileSync(join(folder, 'out.js'), 'utf8'), 'before')
  assert.deepEqual(readdirSync(folder).sort(), ['entry.ts', 'out.js'])
})

test('a pipe is written to', () => {
  const folder = folderOf({ 'entry.ts': GOOD })
  const command = `"${PIPYJS}" build entry.ts -o /dev/stdout | tail -n 1`
  assert.equal(runIn(folder, 'sh', ['-c', command]).stdout, '))()\n')
})

test('all that is refused is said at once, in each file', () => {
  const folder = folderOf({
    'entry.ts': `import { f } from './f.ts'\nclass A {}\nexport default [f, A]\n`,
    'f.ts': WHILE.replace('default', 'const f ='),
  })
  const { stderr } = run(folder, 'build', 'entry.ts')
  assert.match(stderr, /no class[^]*\n {4}entry\.ts:2:0:\n/)
  assert.match(stderr, /no "while"[^]*\n {4}f\.ts:2:2:\n/)
})

const sources = folderOf({
  'entry.ts': `import { one } from './one.ts'\nexport default one\n`,
  'one.ts': 'export const one = 1\n',
  'broken.ts': 'export default (\n',
  'lost.ts': `import { two } from './two.ts'\nexport default two\n`,
  'none.ts': 'console.log(1)\n',
})
mkdirSync(join(sources, 'folder'))

/** Wrong commands, each with what is said of it. */
const wrong: Readonly<Record<string, readonly [command: string, message: RegExp]>> = {
  'no command': ['', /^pipyjs: no command is given\n\nUsage: /],
  'an unknown command': [
    'make entry.ts',
    /^pipyjs: "make" is no command: write pipyjs build ENTRY\.ts\n$/,
  ],
  'an unknown option': ['build --nope', /^pipyjs: Unknown option '--nope'[^]*See pipyjs --help\n$/],
  'no module': ['build -o out.js', /^pipyjs: no module is given/],
  'two modules': [
    'build entry.ts one.ts',
    /^pipyjs: "one\.ts" is one too many: one entry imports all/,
  ],
  'a missing module': ['build nowhere.ts', /\[ERROR\] Could not resolve "nowhere\.ts"\n/],
  'a missing import': [
    'build lost.ts',
    /\[ERROR\] Could not resolve "\.\/two\.ts"\n\n {4}lost\.ts:1:20:\n/,
  ],
  'a broken module': [
    'build broken.ts',
    /\[ERROR\] Unexpected end of file\n\n {4}broken\.ts:2:0:\n/,
  ],
  'a module without a value': [
    'build none.ts',
    /without a default export[^]*write export default pipy[^]*none\.ts:1:0:\n/,
  ],
  'the entry as the script': [
    'build entry.ts -o ./entry.ts',
    /^pipyjs: -o "\.\/entry\.ts" is a source of the script: name another file\n$/,
  ],
  'an import as the script': [
    'build entry.ts -o one.ts',
    /^pipyjs: -o "one\.ts" is a source of the script/,
  ],
  'a folder as the script': [
    'build entry.ts -o folder',
    /^pipyjs: -o "folder" cannot be written: EISDIR/,
  ],
  'a script in what is no folder': [
    'build entry.ts -o one.ts/out.js',
    /^pipyjs: -o "one\.ts\/out\.js" cannot be written: /,
  ],
}
for (const [name, [command, message]] of Object.entries(wrong)) {
  test(`${name}: a clear message, exit code 2, and no file`, () => {
    const before = readdirSync(sources).sort()
    const { stdout, stderr, status } = run(sources, ...command.split(' ').filter(Boolean))
    assert.deepEqual({ stdout, status }, { stdout: '', status: 2 })
    assert.match(stderr, message)
    assert.doesNotMatch(stderr, /\n\s+at /)
    assert.deepEqual(readdirSync(sources).sort(), before)
    assert.equal(readFileSync(join(sources, 'one.ts'), 'utf8'), 'export const one = 1\n')
  })
}

test('a warning is printed, and the script built', () => {
  const folder = folderOf({ 'entry.ts': 'export default (n: any) => typeof n === "nothing"\n' })
  const { stderr, status } = run(folder, 'build', 'entry.ts', '-o', 'out.js')
  assert.equal(status, 0)
  const warning =
    /\[WARNING\] The "typeof" operator will never evaluate to "nothing"[^]*entry\.ts:1:40:\n/
  assert.match(stderr, warning)
  assert.deepEqual(readdirSync(folder).sort(), ['entry.ts', 'out.js'])
})

test('a tsconfig.json where the user stands, broken for the compiler, does not hinder it', () => {
  const tsconfig = { extends: './nowhere.json', compilerOptions: { paths: { acorn: ['./x'] } } }
  const folder = folderOf({ 'entry.ts': GOOD, 'tsconfig.json': JSON.stringify(tsconfig) })
  assert.equal(run(folder, 'build', 'entry.ts', '-o', 'out.js').status, 0)
})

test('a program in plain Node has the functions', () => {
  const program = `import { BuildError, build, compile, lower } from 'pipyjs'
const refused = await compile(${JSON.stringify(WHILE)}).catch(error => error)
const { code } = await compile('export default 1')
console.log(code, refused instanceof BuildError, typeof build, typeof lower)`
  const { stdout, stderr } = runIn(root, process.execPath, ['--input-type=module', '-e', program])
  assert.equal(stderr, '')
  assert.match(stdout, /^\(\(\n[^]*\)\)\(\)\n true function function\n$/)
})

/** The README's script, with what it became between the same marks as in the README. */
const EXAMPLE = /```ts\n([^]*?)```([^]*?)```js\n([^]*?)```/
const squeezed = (text: string): string =>
  text.replace(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')')

test('the README’s table of refusals, and its script, are the code’s own', async () => {
  const readme = readFileSync(README, 'utf8')
  const [, source = '', , script = ''] = EXAMPLE.exec(readme) ?? []
  const { code } = await compile(source, { file: 'greeter.ts' })
  if (process.env.UPDATE_README === '1') {
    const withScript = (_all: string, typescript: string, between: string) =>
      `\`\`\`ts\n${typescript}\`\`\`${between}\`\`\`js\n${code}\`\`\``
    return writeFileSync(README, withTable(readme).replace(EXAMPLE, withScript))
  }
  assert.equal(tableIn(readme), refusalsTable())
  assert.equal(script, code)
})

const forms = readFileSync(README, 'utf8').split('## What comes out')[1]?.split('\n## ')[0] ?? ''
for (const [, source = '', expected = ''] of forms.matchAll(/^\| `(.+)` \| `(.+)` \|$/gm)) {
  test(`of the README: ${source}`, async () => {
    const parameters = '(n: any, o: any, list: any, f: any)'
    const { code } = await compile(`export default ${parameters} => { ${source} }`)
    assert.equal(squeezed(code).includes(expected), true, code)
  })
}

test('the README’s table of forms has rows', () => {
  assert.equal([...forms.matchAll(/^\| `.+` \| `.+` \|$/gm)].length, 15)
})

test('for the functional API variables are fields, and pipy is what a module gives', async () => {
  const folder = folderOf({
    'entry.ts': `declare let _head: string
export default pipy({ _head: '' }).replaceData((data, _other) => {
  _head = \`\${_head ?? ''}\${data}\`
  return __inbound.remoteAddress === _other ? _head : undefined
})
`,
    'pipy.ts': `const own = (variables: object) => ($connection = variables, pipy.listen(1))
export { own as pipy }
`,
  })
  const entry = join(folder, 'entry.ts')
  const { code } = await build({ entry, functional: { pipy: join(folder, 'pipy.ts') } })
  const lines = code.split('\n').map(line => line.trim())
  assert.equal(lines[0], 'var $connection;')
  for (const line of [
    'own = (variables) => ($connection = variables, pipy.listen(1)),',
    'entry_default = own({ _head: "" }).replaceData((data, _other) => (',
    '$connection._head = `${$connection._head ?? ""}${data}`,',
    '$connection.__inbound.remoteAddress === _other ? $connection._head : void 0',
  ])
    assert.ok(lines.includes(line), `${line} is not in\n${code}`)
  writeFileSync(entry, 'export default ($x: number) => $x\n')
  await assert.rejects(
    build({ entry, functional: { pipy: join(folder, 'pipy.ts') } }),
    /"\$x" starts with "\$"/,
  )
})

test.run()
