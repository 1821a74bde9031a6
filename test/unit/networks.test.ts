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

const cases: Record<string, { inside: string[]; outside: string[] }> = {
  '10.0.0.0/8': {
    inside: ['10.255.0.1', '::ffff:10.1.2.3'],
    outside: ['11.0.0.1', '', 'x'],
  },
  '0.0.0.0/0': { inside: ['1.2.3.4'], outside: ['::1'] },
  '::/0': { inside: ['1.2.3.4'], outside: [] },
  'fd00::/8': { inside: ['fd12::1'], outside: ['fe80::1'] },
  '::1': { inside: ['::1'], outside: [] },
  '192.168.1.128/25': { inside: [], outside: ['192.168.1.127'] },
  '10.0.0.1': { inside: ['10.0.0.1'], outside: [] },
}
for (const [network, addresses] of Object.entries(cases)) {
  for (const address of addresses.inside)
    test(`${address} is in ${network}`, () => assert.equal(inside(network, address), true))
  for (const address of addresses.outside)
    test(`${address || 'nothing'} is not in ${network}`, () =>
      assert.equal(inside(network, address), false))
}

const NONE = `10.0.0 10.0.0.256/8 10.0.0.0/33 10.0.0.0/8/8 10.0.0.0/x 10.0.0.0/
  ::/129 1::2::3 g:: 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 ::1.2.3`
for (const text of ['', ...NONE.split(/\s+/)])
  test(`"${text}" is no network`, () => assert.equal(parseNetwork(text), undefined))

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
