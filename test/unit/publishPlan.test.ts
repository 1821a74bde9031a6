/** What is staged, and what is refused, by what stands in the repo. */
import assert from 'node:assert/strict'
import type { Found } from '../../scripts/publish/found.ts'
import { nextVersion, planPublish, planRollback } from '../../scripts/publish/plan.ts'
import type { Codebase } from '../../scripts/publish/repository.ts'
import { suite } from '../suite.ts'

const test = suite('publish: plan')

const [FILE, KEPT] = ['/probes.js', '/probes.js.before-pipy-probes']
const bannered = (version: string) =>
  `// probes.js of pipy-probes ${version}, built from src/probes.ts for Pipy 0.50 to 1.5\n`
const [OURS, OLDER, OTHER] = [bannered('2.0.0'), bannered('1.0.0'), 'no banner']

/** A codebase with a config.js; what it has of the two files follows from what is given. */
const found = (given: Partial<Found> = {}, more: Partial<Codebase> = {}): Found => {
  const { current = undefined, kept, inherited } = given
  const isOwn = given.isOwn ?? current !== undefined
  return {
    file: FILE,
    exists: true,
    isOwn,
    current: current ?? inherited,
    inherited,
    kept,
    pending: undefined,
    ...given,
    codebase: {
      path: '/mesh',
      version: '7',
      isNumbered: false,
      files: ['/config.js', ...(isOwn ? [FILE] : []), ...(kept === undefined ? [] : [KEPT])],
      baseFiles: inherited === undefined ? [] : [FILE],
      base: inherited === undefined ? undefined : '/base',
      editFiles: [],
      erasedFiles: [],
      derived: [],
      ...more,
    },
  }
}

const asked = (plan: ReturnType<typeof planPublish>) =>
  'refused' in plan ? plan.refused : plan.edits.map(({ file, text }) => [file, text])

/** What is found, whether it is forced, and the edits, or what is said of it. */
type Row = [found: Found, isForced: boolean, expected: [string, string | undefined][] | RegExp]
const published: Record<string, Row> = {
  'ours is there': [found({ current: OURS }), false, []],
  'an older one of ours is replaced, and what was kept stays': [
    found({ current: OLDER, kept: OTHER }),
    false,
    [[FILE, OURS]],
  ],
  'an unknown one': [found({ current: OTHER }), false, /"\/mesh\/probes\.js" is neither ours nor/],
  'an unknown one, by force, is kept first': [
    found({ current: OTHER }),
    true,
    [
      [KEPT, OTHER],
      [FILE, OURS],
    ],
  ],
  'the base’s is kept by the base': [found({ inherited: OLDER }), false, [[FILE, OURS]]],
  'nothing to replace': [found(), false, /"\/mesh" has no \/probes\.js: name the file .* --file/],
  'nothing to replace, by force': [found(), true, [[FILE, OURS]]],
  'no config.js': [found({ current: OLDER }, { files: [FILE] }), false, /has no \/config\.js, by/],
  'another writer’s file pending': [
    found({ current: OLDER }, { editFiles: ['/main.js', FILE] }),
    true,
    /"\/mesh" has edits of another writer pending \(\/main\.js\): wait for its commit/,
  ],
  'another writer’s probes.js pending': [
    found({ current: OLDER, pending: OTHER }, { editFiles: [FILE] }),
    false,
    /has an edit of \/probes\.js pending that is not ours: wait .* give --force/,
  ],
  'ours pending, which an ended run has left': [
    found({ current: OLDER, pending: OURS }, { editFiles: [FILE] }),
    false,
    [[FILE, OURS]],
  ],
}
for (const [name, [at, isForced, expected]] of Object.entries(published))
  test(`publishing: ${name}`, () => {
    const plan = asked(planPublish(at, OURS, isForced))
    if (expected instanceof RegExp) assert.match(String(plan), expected)
    else assert.deepEqual(plan, expected)
  })

const rolledBack: Record<string, Row> = {
  'what was kept is given back before it goes': [
    found({ current: OURS, kept: OTHER }),
    false,
    [
      [FILE, OTHER],
      [KEPT, undefined],
    ],
  ],
  'ours goes where the base has one': [
    found({ current: OURS, inherited: OTHER }),
    false,
    [[FILE, undefined]],
  ],
  'nothing was kept': [found({ current: OURS }), false, /keeps nothing that was there before its/],
  'nothing was kept, by force': [found({ current: OURS }), true, [[FILE, undefined]]],
  'nothing of ours is there': [found({ current: OTHER }), false, []],
  'the mesh has put its own back already': [
    found({ current: OTHER, kept: OTHER }),
    false,
    [[KEPT, undefined]],
  ],
  'somebody has put another there': [
    found({ current: 'another', kept: OTHER }),
    false,
    /is neither ours nor one that is known/,
  ],
  'the base’s own, which is given back there': [found({ inherited: OURS }), false, []],
}
for (const [name, [at, isForced, expected]] of Object.entries(rolledBack))
  test(`rolling back: ${name}`, () => {
    const plan = asked(planRollback(at, isForced))
    if (expected instanceof RegExp) assert.match(String(plan), expected)
    else assert.deepEqual(plan, expected)
  })

test('the next version is another, of a number of any size and of a text', () => {
  assert.deepEqual(['1', '18446744073709551615', 'v1.9', 'stable'].map(nextVersion), [
    '2',
    '18446744073709551616',
    'v1.10',
    'stable.1',
  ])
})

test.run()
