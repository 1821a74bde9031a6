/** A config that no variable of the environment can hold. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { CONFIG_VARIABLE } from '../../src/config/source.ts'
import { contractOf } from '../../src/pod/contract.ts'
import { rewriteTemplate, type TemplateOptions } from '../../src/pod/template.ts'
import { suite } from '../suite.ts'

const test = suite('a long config')

const LONGEST = 131_052
const OPTIONS: TemplateOptions = {
  contract: contractOf('osm'),
  helper: { image: undefined, script: '' },
  sidecars: ['sidecar'],
  https: undefined,
  healthcheck: undefined,
  target: undefined,
}

const rewriting = (path: string, sidecar = 'sidecar') =>
  rewriteTemplate(
    {
      spec: {
        containers: [
          { name: 'app', livenessProbe: { httpGet: { path, port: 80 } } },
          { name: sidecar },
        ],
      },
    },
    OPTIONS,
  )

/** How much of a config is not its probe's path. */
const beside = (): number => {
  const config = JSON.stringify(rewriting('/').edits).match(
    /"pipy-probes\/config":("[^ ]*?}")/,
  )?.[1]
  return Buffer.byteLength(JSON.parse(config ?? '""')) - 1
}

test('the longest that a variable holds is given, and of one byte more the Pod stays', () => {
  const longest = '/'.padEnd(LONGEST - beside(), 'x')
  assert.deepEqual(rewriting(longest).warnings, [])
  assert.ok(rewriting(longest).edits.length > 0)
  const { edits, warnings } = rewriting(`${longest}x`)
  assert.deepEqual(edits, [])
  assert.match(warnings[0]?.message ?? '', /^has 131053 bytes, and a variable holds 131052: /)
})

test('bytes are counted, and not characters', () => {
  const path = '/'.padEnd((LONGEST - beside()) / 2, 'é')
  assert.deepEqual(rewriting(path).warnings, [])
  assert.equal(rewriting(`${path}éé`).warnings.length, 1)
})

test('without a sidecar that is given it no config is too long', () => {
  assert.deepEqual(rewriting('/'.padEnd(2 * LONGEST, 'x'), 'other').warnings, [])
})

if (process.platform !== 'linux') test.skip('what Linux takes (needs Linux)')
else
  test('Linux starts a program with the longest, and none with a longer one', () => {
    const errorOf = (length: number): string | undefined => {
      const env = { PATH: process.env.PATH, [CONFIG_VARIABLE]: 'x'.repeat(length) }
      const { error } = spawnSync('true', { env }) as { error?: NodeJS.ErrnoException }
      return error?.code
    }
    assert.equal(errorOf(LONGEST), undefined)
    assert.equal(errorOf(LONGEST + 1), 'E2BIG')
  })

test.run()
