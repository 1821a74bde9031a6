/** What the compiler's command has written runs on this run's host. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rows } from './stage.ts'

const { row, run } = rows('compiled')

const ROOT = new URL('../../', import.meta.url)
const README = readFileSync(new URL('build/pipyjs/README.md', ROOT), 'utf8')

/** The script that `pipyjs build` makes of files, the first of which is the entry. */
const built = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const command = new URL('node_modules/.bin/pipyjs', ROOT).pathname
  const args = ['build', Object.keys(files)[0] ?? '', '-o', 'out.js']
  const { status, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 20_000,
  })
  assert.equal(status, 0, stderr)
  const script = readFileSync(join(folder, 'out.js'), 'utf8')
  rmSync(folder, { recursive: true })
  return script
}

const [, greeter = ''] = /```ts\n([^]*?)```/.exec(README) ?? []
const script = built({ 'greeter.ts': greeter.replace('[::]:8080', '0.0.0.0:{port}') })

row(
  'the README’s script greets whom it knows',
  { script, client: ['ada'] },
  {
    received: 'hello Lady Ada',
    ended: 'end',
  },
)
row('and whom it does not', { script, client: ['bob\n'] }, { received: 'hello bob', ended: 'end' })

const modules = built({
  'entry.ts': `import { total } from './total.ts'
import prices from './prices.json'
export default pipy({}).listen('0.0.0.0:{port}').replaceData(data =>
  [new Data(\`\${total(\`\${data}\`.split(','), prices)}\`), new StreamEnd()])
`,
  'total.ts': `const enum Missing { Price = 100 }
export const total = (names: string[], prices: Record<string, number>): number => {
  let sum = 0
  for (const name of names) {
    const price = prices[name]
    if (price === undefined) sum += Missing.Price
    else if (price > 0) sum += price
  }
  return sum
}
`,
  'prices.json': '{ "tea": 3, "cake": 4, "water": 0 }',
})

row(
  'a script of two modules and a JSON file',
  { script: modules, client: ['tea,cake,gold'] },
  {
    received: '107',
    ended: 'end',
  },
)

run()
