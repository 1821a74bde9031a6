/** Generated programs: everything that is written in statements, for the compiler and for each Pipy. */
import fc from 'fast-check'

/**
 * Function bodies over the numbers a, b, the locals x, y and the list l, as
 * TypeScript allows them: undefined in a sum is NaN, and in Pipy before 1.5 it is 0.
 */
const { body } = fc.letrec<{ expression: string; condition: string; statement: string; block: string; guard: string; body: string }>(tie => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('a', 'b', 'x', 'y', '1', '2', 'l.length', '(o?.p.q ?? 4)', '(a ?? b)'),
    fc.tuple(tie('expression'), fc.constantFrom('+', '-', '*'), tie('expression')).map(([one, sign, two]) => `(${one} ${sign} ${two})`),
    fc.tuple(tie('condition'), tie('expression'), tie('expression')).map(([test_, one, two]) => `(${test_} ? ${one} : ${two})`),
    fc.tuple(tie('condition'), tie('expression'), tie('expression')).map(([test_, one, two]) => `(${test_} ? x = ${one} : y = ${two})`),
    tie('expression').map(one => `[...l, ${one}, ...[]].length`),
    fc.tuple(fc.constantFrom('abc', '', 'a,b'), fc.constantFrom('indexOf("b")', 'length', 'split(",").length', 'toUpperCase().length')).map(([text, call]) => `"${text}".${call}`),
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

/** A module whose default export is the text of what a generated function gave and logged. */
export const program = fc.tuple(body, fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), fc.boolean()).map(([text, a, b, withObject]) =>
  `var log = [];
var f = (a, b, l, o) => { ${text} };
var main_default = JSON.stringify([f(${a}, ${b}, [1, 2], ${withObject ? '{ p: { q: 3 } }' : 'undefined'}), log]);
export { main_default as default };`)
