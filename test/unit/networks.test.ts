/** Networks by CIDR, judged by Node's own BlockList. */
import assert from 'node:assert/strict'
import { BlockList, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { isInside, parseNetwork } from '../../src/config/networks.ts'
import { suite } from '../suite.ts'

const test = suite('networks')

const inside = (network: string, address: string): boolean => {
  const parsed = parseNetwork(network)
  if (!parsed) throw new Error(`"${network}" is no network`)
  return isInside([parsed], address)
}

const cases: [string, string, boolean][] = [
  ['10.0.0.0/8', '10.255.0.1', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['10.0.0.0/8', '::ffff:10.1.2.3', true],
  ['0.0.0.0/0', '1.2.3.4', true],
  ['0.0.0.0/0', '::1', false],
  ['::/0', '1.2.3.4', true],
  ['fd00::/8', 'fd12::1', true],
  ['fd00::/8', 'fe80::1', false],
  ['::1', '::1', true],
  ['192.168.1.128/25', '192.168.1.127', false],
  ['10.0.0.1', '10.0.0.1', true],
  ['10.0.0.0/8', '', false],
  ['10.0.0.0/8', 'x', false],
]
for (const [network, address, expected] of cases) {
  test(`${address || 'nothing'} is ${expected ? '' : 'not '}in ${network}`, () =>
    assert.equal(inside(network, address), expected))
}

for (const text of [
  '',
  '10.0.0',
  '10.0.0.256/8',
  '10.0.0.0/33',
  '10.0.0.0/8/8',
  '10.0.0.0/x',
  '::/129',
  '1::2::3',
  'g::',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '::1.2.3',
  '10.0.0.0/',
]) {
  test(`"${text}" is no network`, () => assert.equal(parseNetwork(text), undefined))
}

test('every address and network is judged as Node does it', () => {
  const network = fc.oneof(
    fc.tuple(fc.ipV4(), fc.nat({ max: 32 })),
    fc.tuple(fc.ipV6(), fc.nat({ max: 128 })),
  )
  fc.assert(
    fc.property(
      network,
      fc.oneof(fc.ipV4(), fc.ipV6()),
      fc.boolean(),
      ([address, bits], other, same) => {
        const asked = same ? address : other
        if (isIPv6(address) !== isIPv6(asked)) return
        const list = new BlockList()
        const family = isIPv6(address) ? 'ipv6' : 'ipv4'
        list.addSubnet(address, bits, family)
        assert.equal(inside(`${address}/${bits}`, asked), list.check(asked, family))
      },
    ),
    { numRuns: 1000 },
  )
})

test.run()
