/** The adapter to the functional API: what the classic names become there. */
import assert from 'node:assert/strict'
import { suite } from '../suite.ts'

const test = suite('pipy2')

/** A chain of the functional API, which says what it is asked for. */
type Chain = Record<string, (...args: unknown[]) => unknown>

const chainTo = (said: string[]): Chain => {
  const chain: Chain = new Proxy(
    {},
    {
      get: (_target, name) => (first: unknown) => {
        said.push(`${String(name)} ${wordOf(first)}`)
        if (name === 'onStart') begun.push(first as Begun)
        if (name === 'pipe' && typeof first === 'function') chosen.push(first as () => string[])
        return chain
      },
    },
  )
  return chain
}
const wordOf = (value: unknown): string =>
  typeof value === 'function' ? '()' : Array.isArray(value) ? `[${value.join(', ')}]` : `${value}`

type Begun = (inbound: unknown) => unknown
const begun: Begun[] = []
const chosen: (() => string[])[] = []
const listens: string[] = []

/** Pipy's own two functions: a pipeline is here the list of what it was told. */
const pipeline = (build: ($: Chain) => void): string[] => {
  const said: string[] = []
  build(chainTo(said))
  return said
}
const listen = (address: string, options: object, build: ($: Chain) => void): void =>
  void listens.push(`${address} ${JSON.stringify(options)} ${pipeline(build).join(' → ')}`)

const scope = Object.assign(globalThis, {
  pipeline,
  pipy: { listen, load: (path: string) => `the text of ${path}` },
  $connection: undefined as unknown,
})
const load = (path: string) => import(new URL(`../../src/pipy2/${path}`, import.meta.url).href)
const { start } = (await load('configuration.ts')) as { start: (configuration: Chain) => void }
const { pipy } = (await load('pipy.ts')) as {
  pipy: ((variables: object) => Chain) & { load: (path: string) => string }
}

const handler = () => undefined
/** The words of a classic chain, whose types Node does not know. */
const write = (chain: unknown): any => chain

test('a chain is told to Pipy when all of it is known, a link to a later pipeline too', () => {
  const configuration = write(pipy({ _n: 0 }))
    .listen('[::]:1', { readTimeout: 3 })
    .onStart(() => 'first')
    .handleStreamEnd(handler)
    .link('late')
    .listen(2)
    .link('late')
    .pipeline('late')
    .connectTLS({})
    .to(($: any) => $.connect('app', {}))
    .replaceData(handler)
    .replaceStreamEnd(handler)
    .insert(handler)
  assert.deepEqual(listens, [])
  start(configuration)
  const late =
    '[connectTLS [object Object], to [connect app], replaceData (), replaceStreamEnd (), insert ()]'
  assert.deepEqual(listens.splice(0), [
    `[::]:1 {"readTimeout":3} onStart () → handleStreamEnd () → pipe ${late}`,
    `2 {} onStart () → pipe ${late}`,
  ])
})

test('each connection begins with variables of its own, and its inbound', () => {
  const [first, second] = begun.splice(0)
  assert.equal(first?.('one'), 'first')
  const one = scope.$connection as { _n: number }
  assert.deepEqual(one, { _n: 0, __inbound: 'one' })
  one._n = 7
  assert.equal(second?.('two'), undefined)
  assert.deepEqual(scope.$connection, { _n: 0, __inbound: 'two' })
})

test('a branch becomes a choice among pipelines', () => {
  let [isOne, isTwo] = [false, false]
  const to = (target: string) => ($: any) => $.connect(target, {})
  start(
    write(pipy({}))
      .listen(1)
      .branch(() => isOne, to('one'), to('rest'))
      .branch(
        () => isOne,
        to('one'),
        () => isTwo,
        to('two'),
        to('rest'),
      ),
  )
  const choices = () => chosen.map(choose => choose().join())
  assert.deepEqual(choices(), ['connect rest', 'connect rest'])
  isTwo = true
  assert.deepEqual(choices(), ['connect rest', 'connect two'])
  isOne = true
  assert.deepEqual(choices(), ['connect one', 'connect one'])
})

test('files are loaded by Pipy itself', () => {
  assert.equal(pipy.load('config.json'), 'the text of config.json')
})

test.run()
