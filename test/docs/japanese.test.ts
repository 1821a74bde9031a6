/** README.ja.md says what README.md says: all that is no language is the same in both. */
import assert from 'node:assert/strict'
import { suite } from '../suite.ts'
import { blocksOf, commandsOf, headingsOf, linksOf, proseOf, textOf } from './page.ts'

const test = suite('docs: Japanese')

const [english, japanese] = [textOf('README.md'), textOf('README.ja.md')]

/** The same in both, whatever the order: a sentence may put it elsewhere. */
const same = (name: string, found: (text: string) => readonly string[]): void =>
  test(`README.ja.md has ${name} of README.md`, () => {
    assert.deepEqual(found(japanese).toSorted(), found(english).toSorted())
  })

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([found]) => found)

test('README.ja.md has the headings of README.md, level by level', () => {
  const levels = (text: string) => headingsOf(text).map(({ level }) => level)
  assert.deepEqual(levels(japanese), levels(english))
})

test('README.ja.md shows the commands and outputs of README.md, in the same order', () => {
  assert.deepEqual(commandsOf(japanese), commandsOf(english))
})

test('README.ja.md has the other blocks of README.md', () => {
  const others = (text: string) => blocksOf(text).filter(block => !block.startsWith('```console'))
  assert.deepEqual(others(japanese), others(english))
})

same('the links', text =>
  linksOf(text)
    .filter(({ path }) => !/^README(\.ja)?\.md$/.test(path))
    .map(({ path, anchor }) => `${path}#${anchor}`),
)
same('the addresses', text => all(proseOf(text), /https?:[^)\s]+/g))
same('the code', text => all(proseOf(text), /`[^`]+`/g))
same('the numbers', text =>
  all(proseOf(text).replace(/`[^`]+`|\]\([^)]*\)/g, ''), /\b\d{2,}\b|\d+\.\d+/g),
)

test('each is reached from the other', () => {
  assert.ok(linksOf(english).some(({ path }) => path === 'README.ja.md'))
  assert.ok(linksOf(japanese).some(({ path }) => path === 'README.md'))
})

test.run()
