/** What a script counts, as `/metrics` at the admin port shows it. */
import assert from 'node:assert/strict'
import { accepts, Sidecar } from '../../pipy/sidecar.ts'
import { host } from '../e2e/sidecar.ts'
import { freePorts } from '../ports.ts'
import { suite, until } from '../suite.ts'
import { hostLine } from './stage.ts'

const test = suite('stats')

/** What `/metrics` gives, in the order of the alphabet, after a script was read. */
const shownBy = async (expressions: readonly string[]): Promise<string[]> => {
  const [port = 0, adminPort = 0] = await freePorts(2)
  const script = `((
    c = new stats.Counter('mine_total', ['one', 'other']),
    g = new stats.Gauge('mine')
  ) => (${expressions.join(', ')}, pipy({}).listen(${port}).replaceData(() => new StreamEnd)))()`
  const sidecar = await Sidecar.start({
    host,
    scripts: {},
    files: { 'main.js': script },
    ports: [port],
    args: [`--admin-port=${adminPort}`],
  })
  try {
    await until('the admin port', () => accepts(adminPort))
    const answer = await fetch(`http://127.0.0.1:${adminPort}/metrics`)
    const lines = (await answer.text()).split('\n')
    return lines.filter(line => /^(# TYPE )?mine/.test(line)).sort()
  } finally {
    await sidecar.stop()
  }
}

/** With the lines of types, which Pipy 0.50 has not, and what Pipy 0.90 adds. */
const expected = (types: readonly string[], rows: readonly string[], added: readonly string[]) =>
  [...(hostLine === '0.50' ? [] : types), ...rows, ...(hostLine === '0.90' ? added : [])].sort()

const TYPES = ['# TYPE mine gauge', '# TYPE mine_total counter']
const EMPTY = ['mine 0', 'mine_total 0']

test('a metric without a value is none', async () =>
  assert.deepEqual(await shownBy(['c']), expected(TYPES, [], EMPTY)))

test('counters are increased by label, and gauges set', async () =>
  assert.deepEqual(
    await shownBy([
      "c.withLabels('a', 'x').increase()",
      "c.withLabels('a').withLabels('x').increase(0.5)",
      "c.withLabels('a', 'y').zero()",
      'g.set(7)',
      'g.decrease(2)',
    ]),
    expected(
      TYPES,
      ['mine 5', 'mine_total{one="a",other="x"} 1.5', 'mine_total{one="a",other="y"} 0'],
      ['mine_total 0', 'mine_total{one="a"} 0'],
    ),
  ))

test('a label’s value is written as it is', async () =>
  assert.deepEqual(
    await shownBy([String.raw`c.withLabels('a"', '\\n').increase()`]),
    expected(
      TYPES,
      [String.raw`mine_total{one="a"",other="\n"} 1`],
      [...EMPTY, 'mine_total{one="a""} 0'],
    ),
  ))

test('of a name, the metric that was made last is shown', async () =>
  assert.deepEqual(
    await shownBy(['g.set(1)', "new stats.Gauge('mine').set(2)"]),
    expected(TYPES, ['mine 2'], ['mine_total 0']),
  ))

test.run()
