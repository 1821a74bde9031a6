/** docs/architecture.md's picture is the code's: imports go down in it, and nothing is missing. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { suite } from '../suite.ts'

const test = suite('architecture')

/** The boxes of the picture, each with the number of its line. */
const picture = (): Map<string, number> => {
  const blocks = readFileSync('docs/architecture.md', 'utf8').split('```')
  const drawn = blocks.find(block => block.includes('what both run')) ?? ''
  return new Map(
    drawn
      .split('\n')
      .flatMap((line, row) =>
        (line.match(/\b(?:src|scripts|pipy|build)\/[\w./-]+/g) ?? []).map(
          box => [box, row] as const,
        ),
      ),
  )
}

const boxes = picture()

/** The box of a file: the file's own, or its folder's. */
const boxOf = (file: string): string | undefined => {
  for (let path = file; path !== '.'; path = dirname(path)) {
    if (boxes.has(path)) return path
  }
  return undefined
}

const files = ['src', 'scripts', 'pipy', 'build'].flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map(path => join(folder, path)),
)

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) [^;]*?from '(\.[^']+)'/gm)].map(
    ([, path = '']) => join(dirname(file), path),
  )

test('every source file has a box in the picture', () => {
  assert.deepEqual(
    files.filter(file => boxOf(file) === undefined),
    [],
  )
})

test('every box in the picture has files', () => {
  const used = new Set(files.map(boxOf))
  assert.deepEqual(
    [...boxes.keys()].filter(box => !used.has(box)),
    [],
  )
})

test('an import goes from a line of the picture to one below it', () => {
  const wrong = files.flatMap(file =>
    importsOf(file)
      .map(target => [boxOf(file) ?? file, boxOf(target) ?? target] as const)
      .filter(([from, to]) => from !== to && (boxes.get(from) ?? 0) >= (boxes.get(to) ?? -1))
      .map(([from, to]) => `${file}: ${from} imports ${to}`),
  )
  assert.deepEqual(wrong, [])
})

test('what both worlds run imports nothing of either', () => {
  const shared = [
    'src/pod',
    'src/config',
    'src/http',
    'src/grpc',
    'src/hooks.ts',
    'src/kinds.ts',
    'src/memory.ts',
    'src/text.ts',
  ]
  const own = files.filter(file => shared.includes(boxOf(file) ?? ''))
  const wrong = own.flatMap(file =>
    importsOf(file)
      .filter(target => !shared.includes(boxOf(target) ?? ''))
      .map(target => `${file} imports ${target}`),
  )
  assert.deepEqual(wrong, [])
})

test.run()
