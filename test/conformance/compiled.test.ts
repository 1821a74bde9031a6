/** What the compiler's command has written runs on this run's host. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderOf } from '../folder.ts'
import { play } from './stage.ts'

const ROOT = new URL('../../', import.meta.url)
const README = readFileSync(new URL('build/pipyjs/README.md', ROOT), 'utf8')

/** The script that `pipyjs build` makes of files, the first of which is the entry. */
const built = (files: Readonly<Record<string, string>>): string => {
  const folder = folderOf(files)
  const command = new URL('node_modules/.bin/pipyjs', ROOT).pathname
  const args = ['build', Object.keys(files)[0] ?? '', '-o', 'out.js']
  const options = { cwd: folder, encoding: 'utf8', timeout: 20_000 } as const
  const { status, stderr } = spawnSync(command, args, options)
  assert.equal(status, 0, stderr)
  return readFileSync(join(folder, 'out.js'), 'utf8')
}

const [, example = ''] = /```ts\n([^]*?)```/.exec(README) ?? []
const greeter = built({ 'greeter.ts': example.replace('[::]:8080', '0.0.0.0:{port}') })

const prices = built({
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

play('compiled', {
  'the README’s script greets whom it knows': [
    { script: greeter, client: ['ada'] },
    { received: 'hello Lady Ada', ended: 'end' },
  ],
  'and whom it does not': [
    { script: greeter, client: ['bob\n'] },
    { received: 'hello bob', ended: 'end' },
  ],
  'a script of two modules and a JSON file': [
    { script: prices, client: ['tea,cake,gold'] },
    { received: '107', ended: 'end' },
  ],
})
