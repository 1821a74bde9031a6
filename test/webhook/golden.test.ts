/**
 * The command’s golden pairs through the webhook: each Pod,
 * and each Pod template as the Pod it becomes.
 */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import { workloadsOf } from '../../src/pod/workloads.ts'
import { patched, review, startWebhook, stopWebhooks, webhookSuite } from './webhook.ts'

const test = webhookSuite('webhook golden pairs')
const folder = new URL('../golden/', import.meta.url).pathname
const names = readdirSync(folder)
  .filter(file => file.endsWith('.in.yaml'))
  .map(file => file.replace('.in.yaml', ''))

/** The Pods that the documents of a file stand for. */
const podsIn = (text: string): object[] =>
  parseAllDocuments(text, { merge: true, logLevel: 'silent' })
    .flatMap(document => workloadsOf(document.toJS(), false))
    // An alias is an object of its own in JSON.
    .map(({ template }) => JSON.parse(JSON.stringify({ ...template, kind: 'Pod' })))

let served = 0

for (const name of names) {
  test(name.replaceAll('-', ' '), async () => {
    const input = readFileSync(`${folder}${name}.in.yaml`, 'utf8')
    const webhook = await startWebhook(/^# rewrite (.*)\n/.exec(input)?.[1] ?? '')
    const wanted = podsIn(readFileSync(`${folder}${name}.out.yaml`, 'utf8'))
    const warnings: string[] = []
    for (const [index, object] of podsIn(input).entries()) {
      const response = await review(webhook, object)
      warnings.push(...(response.warnings ?? []))
      const after = patched(object, response)
      assert.deepEqual(after, wanted[index])
      assert.equal((await review(webhook, after)).patch, undefined, 'a second call changes nothing')
      served += 1
    }
    const file = `${folder}${name}.warnings.txt`
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
    assert.equal(warnings.length, lines.length)
    for (const [index, warning] of warnings.entries()) {
      const said = warning.replace(/…$/, '')
      assert.ok(lines[index]?.includes(said), `"${warning}" is not in "${lines[index]}"`)
    }
    await stopWebhooks()
  })
}

test('every pair has been served', () => {
  assert.ok(names.length > 15 && served >= names.length, `${served} Pods of ${names.length} pairs`)
})

test.after(stopWebhooks)
test.run()
