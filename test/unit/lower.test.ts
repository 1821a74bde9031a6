/** The lowering: what it writes, and that it means the same. */
import assert from 'node:assert/strict'
import vm from 'node:vm'
import fc from 'fast-check'
import { lower } from '../../build/lower/index.ts'
import { suite } from '../suite.ts'

const test = suite('lower')

const lowered = (source: string): string => {
  const result = lower(source)
  if ('refusals' in result) throw new Error(result.refusals.map(refusal => refusal.message).join('\n'))
  return result.code
}

/** The value of a module's default export, before and after. */
const before = (source: string): unknown => vm.runInNewContext(source.replace(/export \{ (\w+) as default \};?/, '$1'))
const after = (source: string): unknown => vm.runInNewContext(lowered(source))

test('a small module becomes one expression that a Pipy user can read', () => {
  const source = `// src/greet.ts
var NAMES = ["one", "two"];
function greet(name) {
  if (!name) return "nobody";
  const greeting = \`hello \${name}\`;
  return greeting;
}

// src/main.ts
var main_default = NAMES.map((name, index) => {
  const { length } = name;
  let text = greet(name);
  if (index > 0) {
    text = text + "!";
  }
  for (const other of NAMES) {
    const same = other === name;
    if (same) text += length;
  }
  return text;
});
export {
  main_default as default
};
`
  assert.equal(lowered(source), `((
  // src/greet.ts
  greet = (name, greeting) => (
    !name ? "nobody" : (
      greeting = \`hello \${name}\`,
      greeting
    )
  ),
  NAMES = ["one", "two"],

  // src/main.ts
  main_default = NAMES.map((name, index, length, text) => (
    length = name.length,
    text = greet(name),
    index > 0 && (
      text = text + "!"
    ),
    NAMES.forEach((other, same) => (
      same = other === name,
      same && (
        text = text + (length)
      )
    )),
    text
  ))
) => (
  main_default
))()
`)
  assert.deepEqual(JSON.stringify(after(source)), JSON.stringify(['hello one3', 'hello two!3']))
})

const forms: [string, string, string][] = [
  ['an assignment in a branch of ?: gets its parentheses', 'let x = 0; return a ? x = 1 : x = 2', 'a ? (x = 1) : (x = 2)'],
  ['an arrow in a branch of ?: gets its parentheses', 'return a ? () => 1 : () => 2', 'a ? (() => 1) : (() => 2)'],
  ['each link of a chain gets its ?.', 'return a?.b.c.d', 'a?.b?.c?.d'],
  ['an index in a chain gets its ?.', 'return a?.b[0]', 'a?.b?.[0]'],
  ['destructuring takes the parts', 'const { b, c: [d] } = a; return b + d', 'b = a.b'],
  ['a method becomes an arrow', 'return { f(x) { return x } }', 'f: (x) => ('],
  ['a backtick in a template becomes a hole', 'return `\\`${a}`', '`${"`"}${a}`'],
  ['a dollar in a template becomes a hole', 'return `\\${${a}`', '`${"$"}{${a}`'],
  ['a control character is written in two digits', 'return "\\v" + a', '"\\x0b"'],
  ['a compound assignment is written out', 'let x = 1; x *= a + 1; return x', 'x = x * (a + 1)'],
]
for (const [name, body, expected] of forms) {
  test(name, () => {
    assert.equal(lowered(moduleOf(body)).includes(expected), true, lowered(moduleOf(body)))
  })
}

function moduleOf(body: string): string {
  return `var main_default = (a) => { ${body} };\nexport { main_default as default };`
}

/** Function bodies over the numbers a, b, the locals x, y and the list l: everything that is written in statements. */
const { body } = fc.letrec<{ expression: string; condition: string; statement: string; block: string; guard: string; body: string }>(tie => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('a', 'b', 'x', 'y', '1', '2', 'l.length', 'o?.p.q', '(a ?? b)'),
    fc.tuple(tie('expression'), fc.constantFrom('+', '-', '*'), tie('expression')).map(([one, sign, two]) => `(${one} ${sign} ${two})`),
    fc.tuple(tie('condition'), tie('expression'), tie('expression')).map(([test_, one, two]) => `(${test_} ? ${one} : ${two})`),
    fc.tuple(tie('condition'), tie('expression'), tie('expression')).map(([test_, one, two]) => `(${test_} ? x = ${one} : y = ${two})`),
    tie('expression').map(one => `l.map((item) => { const part = item + ${one}; return part * 2 })[0]`),
    tie('expression').map(one => `((k) => { if (k > 1) return k; return -k })(${one})`),
  ),
  condition: fc.tuple(tie('expression'), fc.constantFrom('<', '>', '===', '!=='), tie('expression')).map(([one, sign, two]) => `${one} ${sign} ${two}`),
  statement: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(fc.constantFrom('x', 'y'), fc.constantFrom('=', '+=', '-=', '*='), tie('expression')).map(([name, sign, value]) => `${name} ${sign} ${value};`),
    tie('expression').map(value => `log.push(${value});`),
    fc.tuple(tie('condition'), tie('block')).map(([test_, block]) => `if (${test_}) ${block}`),
    fc.tuple(tie('condition'), tie('block'), tie('block')).map(([test_, one, two]) => `if (${test_}) ${one} else ${two}`),
    tie('block').map(block => `for (const item of l) { const twice = item * 2; x = x + twice; ${block} }`),
    fc.tuple(tie('condition'), tie('expression'), tie('block')).map(([test_, value, block]) => `if (${test_}) { log.push(0); return ${value}; } else ${block}`),
  ),
  block: fc.array(fc.oneof({ maxDepth: 2 }, tie('statement').filter(text => !text.includes('return')), fc.constant('x = x + 1;')), { maxLength: 3 }).map(all => `{ ${all.join(' ')} }`),
  guard: fc.tuple(tie('condition'), tie('expression')).map(([test_, value]) => `if (${test_}) return ${value};`),
  body: fc.tuple(fc.array(fc.oneof(tie('statement'), tie('guard')), { maxLength: 6 }), fc.boolean(), tie('expression'))
    .map(([all, returns, value]) => `let x = a; let y = b; const { p: { q } } = o ?? { p: { q: 0 } }; ${all.join('\n')} ${returns ? `return ${value} + q` : ''}`),
}))

test('generated functions give the same before and after', () => {
  fc.assert(fc.property(body, fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), fc.boolean(), (text, a, b, withObject) => {
    const source = `var log = [];
var f = (a, b, l, o) => { ${text} };
var main_default = JSON.stringify([f(${a}, ${b}, [1, 2], ${withObject ? '{ p: { q: 3 } }' : 'undefined'}), log]);
export { main_default as default };`
    assert.equal(after(source), before(source))
  }), { numRuns: 500 })
})

test.run()
