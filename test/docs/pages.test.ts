/** What the pages name is there: files, folders, npm scripts, and each other's headings. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pageOf } from '../../scripts/test/tables.ts'
import { DEFECTS } from '../meshes/defects.ts'
import { suite } from '../suite.ts'
import { linksOf, PAGES, slugsOf, textOf } from './page.ts'

const test = suite('docs: pages')

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>
}
const isThere = (path: string) => existsSync(path) || existsSync(`${path}.test.ts`)

for (const page of PAGES) {
  const text = textOf(page)

  test(`${page} names files and folders that are there`, () => {
    const named = text.match(/(?<=[`( ])(?:src|scripts|pipy|build|test|docs)\/[\w./-]*\w/g) ?? []
    const linked = linksOf(text).map(({ path }) => join(dirname(page), path))
    assert.deepEqual(
      [...named, ...linked].filter(path => !isThere(path)),
      [],
    )
  })

  test(`${page} links to headings that are there`, () => {
    const broken = linksOf(text).filter(({ path, anchor }) => {
      const target = path === '' ? page : join(dirname(page), path)
      return anchor !== '' && !slugsOf(textOf(target)).includes(anchor)
    })
    assert.deepEqual(broken, [])
  })

  test(`${page} names npm scripts that are there`, () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
    assert.deepEqual(
      named.filter(name => !scripts[name]),
      [],
    )
  })
}

test('each page in docs/ is linked from the README', () => {
  const linked = linksOf(textOf('README.md')).map(({ path }) => path)
  const pages = PAGES.filter(page => page.startsWith('docs/'))
  assert.deepEqual(
    pages.filter(page => !linked.includes(page)),
    [],
  )
})

test('the README says how many probes the table of fidelity has', () => {
  const [, table = ''] = textOf(pageOf('fidelity')).split('| rows | how many |')
  const [rows = ''] = table.split('\n\n')
  const counts = [...rows.matchAll(/^\| [^|]+ \| (\d+) \|/gm)].map(([, count]) => Number(count))
  const all = counts.reduce((sum, count) => sum + count, 0)
  assert.match(textOf('README.md'), new RegExp(`^${all} probes as users write them`, 'm'))
})

test('docs/meshes.md says of every defect that is tried what becomes of it', () => {
  const rows = textOf('docs/meshes.md').matchAll(/^\| ([AB]\d+) \| ([^|]+) \|/gm)
  assert.deepEqual(
    [...rows].map(([, id, says]) => `${id} ${says}`),
    Object.entries(DEFECTS).map(([id, { says }]) => `${id} ${says}`),
  )
})

test.run()
