/** What cannot be checked is refused in one line; what was rewritten has no finding. */
import assert from 'node:assert/strict'
import { assertRefused, fileOf } from '../command.ts'
import { runHere } from '../here.ts'
import { forCorpus } from '../corpus.ts'
import { suite } from '../suite.ts'
import type { Json } from './changes.ts'
import { check } from './findings.ts'

const test = suite('check: refusals')

const NOT_OURS = `kind: Pod
metadata: {name: a, annotations: {pipy-probes/originals: "{"}}
spec: {containers: [{name: a}]}
`

interface Refused {
  readonly input?: string
  readonly args?: readonly string[]
  readonly message: RegExp
}
const refused: Record<string, Refused> = {
  'no Pod': { input: 'kind: Service\n', message: /"-" holds no Pod/ },
  'an annotation that is not ours': {
    input: NOT_OURS,
    message: /annotation "pipy-probes\/originals" is not one of ours/,
  },
  'an address that is none': {
    args: ['--live', 'pod'],
    message: /--live "pod" is no IP address/,
  },
  'a port map that is none': {
    args: ['--live', '127.0.0.1', '--port-map', '1'],
    message: /--port-map "1" is not PORT=PORT/,
  },
  'a URL that answers nothing': {
    args: ['--config', 'http://127.0.0.1:1/'],
    message: /--config "http:\/\/127\.0\.0\.1:1\/" cannot be fetched/,
  },
  'events that are broken': {
    args: ['--events', fileOf('broken', '{')],
    message: /--events ".*" is neither JSON/,
  },
}
for (const [name, { input = '{}', args = [], message }] of Object.entries(refused)) {
  test(`${name}: one clear line, exit code 2`, async () =>
    assertRefused(await check(['-', ...args], input), message))
}

forCorpus(test, (name, path) =>
  test(`corpus: ${name} has no finding once rewritten`, async () => {
    const reports: Json[] = JSON.parse(
      (await check(['-o', 'json', '-'], (await runHere(['rewrite', path])).stdout)).stdout,
    )
    const codes = reports.flatMap(({ findings }) => findings.map(({ code }: Json) => code))
    assert.deepEqual(codes, [])
  }),
)

test.run()
