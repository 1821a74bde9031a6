/** The types say what this run's host has: each name since the version of its tag, not before. */
import assert from 'node:assert/strict'
import { filtersOf, type Scope } from '../../pipy/embedded/filters.ts'
import { globals } from '../../pipy/embedded/library.ts'
import { suite } from '../suite.ts'
import { words } from '../words.ts'
import { globalsAmong, knowsOption } from './names/asking.ts'
import { keyOf, readDeclared, type Declared } from './names/declared.ts'
import { EXAMPLES, TAKERS, WRITTEN_DOWN } from './names/examples.ts'
import { membersAmong } from './names/members.ts'
import { hostLine } from './stage.ts'

const test = suite('types', 120_000)

const { declared, problems } = readDeclared()

/**
 * The embedded host claims these names, as Pipy 1.5 has them; what of the language's library is in
 * every Pipy, Node has by itself. Its filters are claimed, too, but cannot be looked at: each other
 * one is an error in the host's own words.
 */
const EMBEDDED = [
  ...Object.keys(globals()),
  ...words(`
    pipy pipy.load pipy.solve
    __inbound Inbound.localAddress Inbound.remoteAddress
    Data.size Data.push Data.shift Data.toString
    StreamEnd.error Timeout.wait Timeout.cancel
    crypto.Hmac crypto.Hmac.update crypto.Hmac.digest
    crypto.CertificateChain crypto.PrivateKey
    OperatingSystem.env OperatingSystem.readFile
    Console.log JSON.decode
    stats.Counter stats.Counter.increase stats.Gauge stats.Gauge.set
    stats.Gauge.increase stats.Gauge.decrease
    stats.Metric.withLabels stats.Metric.clear stats.Metric.zero
  `),
]
const isEmbedded = hostLine === 'embedded'
const isClaimed = (one: Declared): boolean =>
  EMBEDDED.includes(keyOf(one)) ||
  (one.place.startsWith('every/library/') && keyOf(one) !== 'JSON.encode')

const line = isEmbedded ? '1.5' : hostLine
const isHere = ({ since }: Declared): boolean => since <= line
const isWrittenDown = ({ owner }: Declared): boolean => WRITTEN_DOWN.includes(owner)
const isOption = ({ owner }: Declared): boolean => owner in TAKERS
/** `__inbound` is a name in handlers alone, and so is looked for with the members. */
const isGlobal = ({ owner, name }: Declared): boolean => owner === '' && !name.startsWith('__')
/** A member cannot be looked for where what its owner is made with is not there. */
const hasOwner = ({ owner }: Declared): boolean => {
  const [, root] = /^(?:new )?(\w+)/.exec(EXAMPLES[owner]?.[0] ?? '') ?? []
  return declared.every(one => one.owner !== '' || one.name !== root || isHere(one))
}

/** What is wrong with names, by what the host has of them. */
const wrongIn = async (names: readonly Declared[]): Promise<string[]> => {
  const members = names.filter(one => !isGlobal(one) && !isOption(one) && hasOwner(one))
  const found = await globalsAmong(names.filter(isGlobal).map(({ name }) => name))
  if (members.length > 0) found.push(...(await membersAmong(members)))
  for (const one of names.filter(isOption)) if (await knowsOption(one)) found.push(keyOf(one))
  return names
    .filter(one => found.includes(keyOf(one)) !== isHere(one))
    .map(one => {
      const is = found.includes(keyOf(one)) ? 'is there' : 'is missing'
      return `${one.place}: ${keyOf(one)} ${is} in ${hostLine}, and says @since ${one.since}`
    })
}

const asked = declared.filter(one => !isWrittenDown(one) && (!isEmbedded || isClaimed(one)))
const kinds = {
  globals: asked.filter(isGlobal),
  'filters and members': asked.filter(one => !isGlobal(one) && !isOption(one)),
  options: asked.filter(isOption),
}

test('every name says since which Pipy there is one', () => {
  assert.deepEqual(problems, [])
  assert.ok(declared.length > 400, `${declared.length} names were read`)
})

test('no entry has a name of a later Pipy', () => {
  const entryOf = ({ place }: Declared) =>
    place.startsWith('functional/') ? '1.5' : (/^since-([\d.]+)\//.exec(place)?.[1] ?? '0.50')
  const tested = ({ place }: Declared) => place.startsWith('tested.d.ts')
  assert.deepEqual(
    declared.filter(one => one.since > entryOf(one) && !tested(one)),
    [],
  )
})

test('every type has an example to look at', () => {
  const known = [...Object.keys(EXAMPLES), ...Object.keys(TAKERS), ...WRITTEN_DOWN, '']
  assert.deepEqual(
    declared.filter(({ owner }) => !known.includes(owner)),
    [],
  )
})

for (const [kind, names] of Object.entries(kinds)) {
  // The embedded host takes options as they come.
  if (isEmbedded && kind === 'options') continue
  test(`${names.length} ${kind} are there since the version they say`, async () => {
    assert.deepEqual(await wrongIn(names), [])
  })
}

test('a wrong tag is found', async () => {
  const tag = (owner: string, name: string, since: string) =>
    ({ owner, name, since, place: 'here' }) as Declared
  const tags: [Declared, string][] = [
    [tag('', 'nowhere', '0.50'), 'nowhere is missing'],
    [tag('', 'Data', '9'), 'Data is there'],
    [tag('Data', 'nowhere', '0.50'), 'Data.nowhere is missing'],
    [tag('Data', 'size', '9'), 'Data.size is there'],
  ]
  const options: [Declared, string][] = [
    [tag('ConnectOptions', 'nowhere', '0.50'), 'ConnectOptions.nowhere is missing'],
    [tag('ConnectOptions', 'idleTimeout', '9'), 'ConnectOptions.idleTimeout is there'],
  ]
  const all = isEmbedded ? tags : [...tags, ...options]
  assert.deepEqual(
    await wrongIn(all.map(([one]) => one)),
    all.map(([{ since }, wrong]) => `here: ${wrong} in ${hostLine}, and says @since ${since}`),
  )
})

if (isEmbedded) {
  test('what the embedded host claims, and its filters, are declared', () => {
    const filters = Object.keys(filtersOf({} as Scope)).map(name => `Filters.${name}`)
    const names = declared.map(keyOf)
    assert.deepEqual(
      [...EMBEDDED, ...filters].filter(name => !names.includes(name)),
      [],
    )
  })
}

test.run()
