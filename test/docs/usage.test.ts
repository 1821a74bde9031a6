/** Commands and options that the pages name are the command's own. */
import assert from 'node:assert/strict'
import { runCommand } from '../command.ts'
import { suite } from '../suite.ts'
import { PAGES, textOf } from './page.ts'

const test = suite('docs: usage')

/** By the command's name. */
const helps = new Map<string, string>()

const helpOf = (command: string): string => {
  const known = helps.get(command) ?? runCommand([command, '--help']).stdout
  helps.set(command, known)
  return known
}

const listed = [...runCommand(['--help']).stdout.matchAll(/^ {2}([a-z]+) +\S/gm)].map(
  ([, name = '']) => name,
)

test('the table of commands has each of them, in both languages', () => {
  assert.ok(listed.length > 5, `${listed}`)
  for (const page of ['README.md', 'README.ja.md']) {
    const rows = [...textOf(page).matchAll(/^\| `pipy-probes ([a-z]+) /gm)].map(
      ([, name = '']) => name,
    )
    assert.deepEqual(rows.toSorted(), listed.toSorted(), page)
  }
})

for (const page of PAGES) {
  test(`${page} names commands and options that are there`, () => {
    const usages = [...textOf(page).matchAll(/(?:`|\$ |\| )pipy-probes ([a-z]+)([^`\n]*)/g)]
    const unknown = usages.flatMap(([usage, command = '', rest = '']) => {
      if (!listed.includes(command)) return [usage]
      const [own = ''] = rest.split(/(?<!\\)\|/)
      const options = own.match(/--[a-z][\w-]*/g) ?? []
      return options
        .filter(option => option !== '--help' && !new RegExp(`${option}\\b`).test(helpOf(command)))
        .map(option => `${command} ${option}`)
    })
    assert.deepEqual(unknown, [])
  })
}

test.run()
