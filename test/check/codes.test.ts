/** Each code, from a Pod as kubectl prints it that is broken in one place. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { CODES, type CodeName } from '../../scripts/check/codes.ts'
import { codesTable } from '../../scripts/check/table.ts'
import { suite } from '../suite.ts'
import { brokenPod } from './broken.ts'
import { CASES } from './cases.ts'
import { findingsOf } from './findings.ts'

const test = suite('check: codes')

for (const [code, { at }] of Object.entries(CASES)) {
  test(`${code}: ${CODES[code as CodeName].wrong}`, () => {
    const { pod, args } = brokenPod(code as CodeName)
    const findings = findingsOf(pod, ...args).map(
      one => `${one.code}: ${one.container} ${one.field}`,
    )
    assert.equal(findings.includes(`${code}: ${at}`), true, findings.join('\n'))
  })
}

test('the README’s table of codes is the code’s own', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  assert.equal(readme.includes(codesTable()), true, `README.md needs this table:\n${codesTable()}`)
})

test.run()
