/** What the pages name is there. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DEFECTS } from '../meshes/defects.ts'
import { suite } from '../suite.ts'

const test = suite('docs')

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>
}

for (const page of [
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/meshes.md',
  'docs/performance.md',
  'docs/kubectl.md',
  'build/pipyjs/README.md',
]) {
  const text = readFileSync(page, 'utf8')

  test(`${page} names files and folders that are there`, () => {
    const named = text.match(/(?<=[`( ])(?:src|scripts|pipy|build|test|docs)\/[\w./-]*\w/g) ?? []
    const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) =>
      join(dirname(page), path),
    )
    const isThere = (path: string) => existsSync(path) || existsSync(`${path}.test.ts`)
    assert.deepEqual(
      [...named, ...linked].filter(path => !isThere(path)),
      [],
    )
  })

  test(`${page} names npm scripts that are there`, () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
    assert.deepEqual(
      named.filter(name => !scripts[name]),
      [],
    )
  })
}

test('docs/meshes.md says of every defect that is tried what becomes of it', () => {
  const rows = readFileSync('docs/meshes.md', 'utf8').matchAll(/^\| ([AB]\d+) \| ([^|]+) \|/gm)
  assert.deepEqual(
    [...rows].map(([, id, says]) => `${id} ${says}`),
    Object.entries(DEFECTS).map(([id, { says }]) => `${id} ${says}`),
  )
})

test.run()
