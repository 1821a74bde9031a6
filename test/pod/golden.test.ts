/**
 * Golden pairs: `<name>.in.yaml`, and the `<name>.out.yaml` and `<name>.warnings.txt` that
 * rewriting makes of it.
 */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { CONTRACT_OPTIONS } from '../../scripts/commands/options.ts'
import { runHere } from '../here.ts'
import { forCorpus } from '../corpus.ts'
import { suite } from '../suite.ts'

const test = suite('golden')
const folder = new URL('../golden/', import.meta.url).pathname
const update = process.env.UPDATE_GOLDEN === '1'

const names = readdirSync(folder)
  .filter(file => file.endsWith('.in.yaml'))
  .map(file => file.replace('.in.yaml', ''))

for (const name of names) {
  const input = readFileSync(`${folder}${name}.in.yaml`, 'utf8')
  const args = /^# rewrite (.*)\n/.exec(input)?.[1]?.split(' ') ?? []

  test(name.replaceAll('-', ' '), async () => {
    const { stdout, stderr, status } = await runHere(['rewrite', ...args], input)
    assert.equal(status, 0, stderr)
    golden(`${name}.out.yaml`, stdout)
    golden(`${name}.warnings.txt`, stderr)
    const again = await runHere(['rewrite', ...args], stdout)
    assert.equal(again.stdout, stdout, 'a second rewriting changes nothing')
    const undo = ['rewrite', '--undo', '-o', 'json', ...args]
    assert.deepEqual(
      json((await runHere(undo, stdout)).stdout),
      json((await runHere(undo, input)).stdout),
      'an undo gives an equal object',
    )
    assert.equal(await configOf(stdout), await configOf(input, args), 'the config stays the same')
  })
}

/** The config of the one Pod, with the options that it follows from; `''` where there are more. */
const configOf = async (manifest: string, args: readonly string[] = []): Promise<string> => {
  const options = args.flatMap((word, index) =>
    Object.hasOwn(CONTRACT_OPTIONS, word.slice(2)) ? [word, args[index + 1] ?? ''] : [],
  )
  return (await runHere(['config', '-f', '-', ...options], manifest)).stdout
}

const golden = (file: string, text: string): void => {
  const path = folder + file
  if (update && text !== '') writeFileSync(path, text)
  assert.equal(
    text,
    existsSync(path) ? readFileSync(path, 'utf8') : '',
    `${file} is stale: UPDATE_GOLDEN=1 npm test writes it anew`,
  )
}

const json = (text: string): unknown[] =>
  text
    .split(/(?<=^\})\n/m)
    .filter(part => part.trim() !== '')
    .map(part => JSON.parse(part))

/** The fields that rewriting may change. */
const PROBES = 'path|port|scheme|name|value|httpGet|httpHeaders|tcpSocket|grpc|service'
const RECORD = 'annotations|metadata|pipy-probes/originals'
const CHANGED = new RegExp(`^[-+]\\s+(- )?(${PROBES}|${RECORD}):`)

forCorpus(test, (name, path) =>
  test(`corpus: ${name} is rewritten in its probes alone, stays so, and is undone`, async () => {
    const before = readFileSync(path, 'utf8')
    const after = (await runHere(['rewrite'], before)).stdout
    assert.notEqual(after, before)
    assert.equal((await runHere(['rewrite'], after)).stdout, after)
    assert.equal((await runHere(['rewrite', '--undo'], after)).stdout, before)
    const diff = (await runHere(['rewrite', '-o', 'diff', '--healthcheck', 'sidecar'], before))
      .stdout
    for (const line of diff.split('\n').filter(text => /^[-+] /.test(text)))
      assert.match(line, CHANGED)
  }),
)

test('no golden output is without its input', () => {
  const files = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isFile())
  const stale = files.filter(file => !names.some(name => file.name.startsWith(`${name}.`)))
  assert.deepEqual(stale, [])
})

test.run()
