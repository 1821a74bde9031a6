/** The types say what this run's host has: each name since the version of its `@since`, and not before. */
import assert from 'node:assert/strict'
import { filtersOf, type Scope } from '../../pipy/embedded/filters.ts'
import { globals } from '../../pipy/embedded/library.ts'
import { suite } from '../suite.ts'
import { globalsOf, knowsOption, membersOf } from './asking.ts'
import { keyOf, readDeclared, type Declared } from './declared.ts'
import { EXAMPLES, TAKERS, WRITTEN_DOWN } from './examples.ts'
import { hostLine } from './stage.ts'

const test = suite('types', 120_000)

const { declared, problems } = readDeclared()

/**
 * The embedded host claims the names below, as Pipy 1.5 has them; what of the language's library is
 * in every Pipy, Node has by itself. Its filters are no names: each is an error with its own words.
 */
const EMBEDDED = [
  ...Object.keys(globals()), 'pipy', '__inbound', 'pipy.load', 'pipy.solve', 'Inbound.localAddress', 'Inbound.remoteAddress',
  'Data.size', 'Data.push', 'Data.shift', 'Data.toString', 'StreamEnd.error', 'Timeout.wait',
  'crypto.Hmac', 'crypto.Hmac.update', 'crypto.Hmac.digest', 'OperatingSystem.env', 'OperatingSystem.readFile',
  'Console.log', 'JSON.decode',
]
const isEmbedded = hostLine === 'embedded'
const line = isEmbedded ? '1.5' : hostLine
const isHere = ({ since }: Declared) => since <= line

/** Of the declared names those that this host is asked for. */
const asked = declared.filter(one => {
  if (WRITTEN_DOWN.includes(one.owner)) return false
  if (!isEmbedded) return true
  return EMBEDDED.includes(keyOf(one)) || (one.place.startsWith('every/library/') && keyOf(one) !== 'JSON.encode')
})
/** `__inbound` is a name in handlers alone. */
const isGlobal = ({ owner, name }: Declared) => owner === '' && !name.startsWith('__')
const isOption = ({ owner }: Declared) => owner in TAKERS
const globalNames = asked.filter(isGlobal)
const options = asked.filter(isOption)
const members = asked.filter(one => !isGlobal(one) && !isOption(one))

/** Whether the global that a member's owner is made with is there at all. */
const hasOwner = ({ owner }: Declared): boolean => {
  const [, root] = /^(?:new )?(\w+)/.exec(EXAMPLES[owner]?.[0] ?? '') ?? []
  return declared.every(one => one.owner !== '' || one.name !== root || isHere(one))
}

/** What is wrong with tags, given the names that were found. */
const wrongTags = (tags: readonly Declared[], found: readonly string[]): string[] => tags.flatMap(one => {
  const isFound = found.includes(keyOf(one))
  if (isFound === isHere(one)) return []
  return [`${one.place}: ${keyOf(one)} is ${isFound ? 'there' : 'missing'} in ${hostLine}, and says @since ${one.since}`]
})

const findGlobals = (tags: readonly Declared[]) => globalsOf(tags.map(({ name }) => name))
const findMembers = (tags: readonly Declared[]) => membersOf(tags.filter(hasOwner))
const findOptions = async (tags: readonly Declared[]): Promise<string[]> => {
  const found: string[] = []
  for (const tag of tags) if (await knowsOption(tag)) found.push(keyOf(tag))
  return found
}

test('every name says since which Pipy there is one', () => {
  assert.deepEqual(problems, [])
  assert.ok(declared.length > 400, `${declared.length} names were read`)
})

test('every type has an example to look at', () => {
  const types = [...new Set(declared.map(({ owner }) => owner))].filter(owner => owner !== '')
  assert.deepEqual(types.filter(owner => ![EXAMPLES, TAKERS].some(known => owner in known) && !WRITTEN_DOWN.includes(owner)), [])
})

test(`${globalNames.length} globals are there since the version they say`, async () => {
  assert.deepEqual(wrongTags(globalNames, await findGlobals(globalNames)), [])
})

test(`${members.length} filters and members are there since the version they say`, async () => {
  assert.deepEqual(wrongTags(members, await findMembers(members)), [])
})

test('a wrong tag is found', async () => {
  const place = 'here'
  const early: Declared[] = [{ owner: '', name: 'nowhere', since: '0.50', place }, { owner: 'Data', name: 'nowhere', since: '0.50', place }]
  const late: Declared[] = [{ owner: '', name: 'Data', since: '9' as '1.5', place }, { owner: 'Data', name: 'size', since: '9' as '1.5', place }]
  const tags = [...early, ...late]
  const found = [...await findGlobals(tags.filter(isGlobal)), ...await findMembers(tags.filter(one => !isGlobal(one)))]
  assert.deepEqual(wrongTags(tags, found), [
    `here: nowhere is missing in ${hostLine}, and says @since 0.50`,
    `here: Data.nowhere is missing in ${hostLine}, and says @since 0.50`,
    `here: Data is there in ${hostLine}, and says @since 9`,
    `here: Data.size is there in ${hostLine}, and says @since 9`,
  ])
})

if (isEmbedded) {
  test('what the embedded host claims, and its filters, are declared', () => {
    const names = [...EMBEDDED, ...Object.keys(filtersOf({} as Scope)).map(name => `Filters.${name}`)]
    assert.deepEqual(names.filter(name => !declared.some(one => keyOf(one) === name)), [])
  })
} else {
  test(`${options.length} options are known since the version they say`, async () => {
    assert.deepEqual(wrongTags(options, await findOptions(options)), [])
  })
  test('an option that there is not is found', async () => {
    assert.equal(await knowsOption({ owner: 'ConnectOptions', name: 'nowhere' }), false)
  })
}

test.run()
