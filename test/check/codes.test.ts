/** Each code, from a Pod as kubectl prints it that is broken in one place. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { CODES, type CodeName } from '../../scripts/check/codes.ts'
import { codesTable } from '../../scripts/check/table.ts'
import { fileOfPage, pageOf } from '../../scripts/test/tables.ts'
import { suite } from '../suite.ts'
import { brokenPod } from './broken.ts'
import { CASES } from './cases.ts'
import { findingsOf } from './findings.ts'

const test = suite('check: codes')

for (const [code, { at }] of Object.entries(CASES)) {
  test(`${code}: ${CODES[code as CodeName].wrong}`, async () => {
    const { pod, args } = brokenPod(code as CodeName)
    const findings = (await findingsOf(pod, ...args)).map(
      one => `${one.code}: ${one.container} ${one.field}`,
    )
    assert.equal(findings.includes(`${code}: ${at}`), true, findings.join('\n'))
  })
}

const TABLE = /^\| code \|[^]*?\n(?!\|)/m

test('the page’s table of codes is the code’s own', () => {
  const page = readFileSync(fileOfPage('codes'), 'utf8')
  if (process.env.UPDATE_README === '1')
    return writeFileSync(fileOfPage('codes'), page.replace(TABLE, `${codesTable()}\n`))
  assert.ok(page.includes(codesTable()), `${pageOf('codes')} needs this table:\n${codesTable()}`)
})

test.run()
