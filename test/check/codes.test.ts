/** Each code, from a Pod as kubectl prints it that is broken in one place. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { CODES, type CodeName } from '../../scripts/check/codes.ts'
import { codesTable } from '../../scripts/check/table.ts'
import { fileOfPage, pageOf } from '../../scripts/test/tables.ts'
import { fileOf } from '../command.ts'
import { suite } from '../suite.ts'
import { CASES } from './cases.ts'
import { findingsOf } from './findings.ts'
import { healthyConfig, healthyPod } from './pod.ts'

const test = suite('check: codes')

/** An event of the Pod’s container, as `kubectl get events -o json` prints it. */
const eventOf = (name: string, message: string) => ({
  message,
  involvedObject: { name, fieldPath: 'spec.containers{bookstore}' },
})

for (const [code, broken] of Object.entries(CASES)) {
  test(`${code}: ${CODES[code as CodeName].wrong}`, () => {
    const [pod, config] = [healthyPod(), healthyConfig()]
    broken.pod?.(pod)
    broken.config?.(config)
    const items = broken.event ? [eventOf(pod.metadata.name, broken.event)] : []
    const args = ['--events', fileOf('events.json', { items })]
    if (broken.config) args.push('--config', fileOf('config.json', config))
    if (broken.iptables) args.push('--iptables', fileOf('iptables', broken.iptables))
    const findings = findingsOf(pod, ...args).map(
      one => `${one.code}: ${one.container} ${one.field}`,
    )
    assert.equal(findings.includes(`${code}: ${broken.at}`), true, findings.join('\n'))
  })
}

test('the page’s table of codes is the code’s own', () => {
  const page = readFileSync(fileOfPage('codes'), 'utf8')
  assert.ok(page.includes(codesTable()), `${pageOf('codes')} needs this table:\n${codesTable()}`)
})

test.run()
