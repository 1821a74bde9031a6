/** The right value of each code, and whether what `--fix` prints mends it. */
import assert from 'node:assert/strict'
import { applyPatch } from 'rfc6902'
import { CODES, type CodeName } from '../../scripts/check/codes.ts'
import { suite } from '../suite.ts'
import { brokenPod } from './broken.ts'
import { CASES } from './cases.ts'
import type { Json } from './changes.ts'
import { check } from './findings.ts'
import { MENDS } from './mends.ts'

const test = suite('check: right values and fixes')

const findingsIn = async (pod: Json, args: readonly string[]): Promise<Json[]> =>
  JSON.parse((await check(['-', '-o', 'json', ...args], pod)).stdout)[0].findings
const placeOf = ({ code, container, field }: Json): string => `${code}: ${container} ${field}`

/** `code (container "app", field)`, as the script’s first line has them. */
const claimsIn = (script: string): string[] =>
  [
    ...(script.split('\n')[0] ?? '').matchAll(
      /([\w-]+) \((?:container "([^"]*)")?(?:, )?([^)]*)\)/g,
    ),
  ].map(([, code, container = '', field]) => `${code}: ${container} ${field}`)

for (const code of Object.keys(CASES) as CodeName[]) {
  const { wanted, notFixed } = MENDS[code]
  const { at } = CASES[code]
  const value = 'is' in wanted ? `names ${wanted.is}` : 'names no value'

  test(`${code}: ${value}, and ${notFixed === undefined ? 'is mended' : `is not: ${notFixed}`}`, async () => {
    const { pod, args } = brokenPod(code)
    const before = await findingsIn(pod, args)
    const own = before.find(one => placeOf(one) === `${code}: ${at}`)
    assert.equal(own?.wanted, 'is' in wanted ? wanted.is : '')
    assert.notEqual(own?.found, own?.wanted || undefined)

    const script = await check(['-', '--fix', ...args], pod)
    const patch = await check(['-', '--fix', '-o', 'patch', ...args], pod)
    const isWrong = CODES[code].severity !== 'note'
    assert.deepEqual([script.status, patch.status], isWrong ? [1, 1] : [0, 0])
    const claims = claimsIn(script.stdout)
    assert.equal(claims.includes(`${code}: ${at}`), notFixed === undefined, script.stdout)
    assert.equal(CODES[code].isMendable, notFixed === undefined)
    if (isWrong && notFixed !== undefined)
      assert.match(script.stdout, new RegExp(`^# left: ${code}\\b.*: .`, 'm'))

    const operations = JSON.parse(patch.stdout)
    assert.equal(operations.length > 0, claims.length > 0)
    for (const failed of applyPatch(pod, operations)) assert.equal(failed, null)
    const lefts = script.stdout.match(/(?<=^# left: )[\w-]+/gm) ?? []
    const after = (await findingsIn(pod, args)).filter(({ severity }) => severity !== 'note')
    assert.deepEqual(after.map(one => one.code).sort(), lefts.sort())
  })
}

test.run()
