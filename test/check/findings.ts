/** What `pipy-probes check` says of a Pod. */
import assert from 'node:assert/strict'
import { runHere, type Done } from '../here.ts'
import type { Json } from './changes.ts'

/** Checks an object, or manifests, and gives what is printed. */
export const check = (args: readonly string[], input: Json): Promise<Done> =>
  runHere(['check', ...args], typeof input === 'string' ? input : JSON.stringify(input))

/** The findings of a Pod that has some. */
export async function findingsOf(pod: Json, ...args: string[]): Promise<readonly Json[]> {
  const { stdout, stderr, status } = await check(['-o', 'json', '-', ...args], pod)
  const findings: Json[] = stderr === '' ? JSON.parse(stdout)[0].findings : []
  const isWrong = findings.some(({ severity }) => severity !== 'note')
  assert.equal(status, isWrong ? 1 : 0, stderr)
  return findings
}
