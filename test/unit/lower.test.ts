/** The lowering: what it writes, and that it means the same. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { program } from '../programs/generated.ts'
import { after, before, lowered, moduleOf } from '../programs/lowered.ts'
import { suite } from '../suite.ts'

const test = suite('lower')

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
  assert.equal(
    lowered(source),
    `((
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
`,
  )
  assert.deepEqual(JSON.stringify(after(source)), JSON.stringify(['hello one3', 'hello two!3']))
})

/** Forms of a function's body, and what is written of each. */
const forms: Readonly<Record<string, readonly [body: string, expected: string]>> = {
  'an assignment in a branch of ?: gets its parentheses': [
    'let x = 0; return a ? x = 1 : x = 2',
    'a ? (x = 1) : (x = 2)',
  ],
  'a choice between ? and : gets its parentheses': [
    'return a ? (a > 1 ? 2 : 3) : a',
    'a ? (a > 1 ? 2 : 3) : a',
  ],
  'an arrow in a branch of ?: gets its parentheses': [
    'return a ? () => 1 : () => 2',
    'a ? (() => 1) : (() => 2)',
  ],
  'each link of a chain gets its ?.': ['return a?.b.c.d', 'a?.b?.c?.d'],
  'an index in a chain gets its ?.': ['return a?.b[0]', 'a?.b?.[0]'],
  'destructuring takes the parts': ['const { b, c: [d] } = a; return b + d', 'b = a.b'],
  'a method becomes an arrow': ['return { f(x) { return x } }', 'f: (x) => ('],
  'a backtick in a template becomes a hole': ['return `\\`${a}`', '`${"`"}${a}`'],
  'a dollar in a template becomes a hole': ['return `\\${${a}`', '`${"$"}{${a}`'],
  'a control character is written in two digits': ['return "\\v" + a', '"\\x0b"'],
  'a spread in a list becomes concat': [
    'return [1, ...a, 2, 3, ...a]',
    '[].concat([1], a, [2, 3], a)',
  ],
  'a spread alone, too': ['return [...a]', '[].concat(a)'],
  'what stands behind an object’s spread is assigned later, as Pipy would put it first': [
    'return { x: 1, ...a, y: 2, ...a }',
    'Object.assign({ x: 1, ...a }, { y: 2, ...a })',
  ],
  'an object’s spread at its end stays': ['return { x: 1, ...a }', '{ x: 1, ...a }'],
  'a word of some Pipy may be a key and stand after a dot': [
    'return { from: a.as }',
    '{ from: a.as }',
  ],
  'a compound assignment is written out': ['let x = 1; x *= a + 1; return x', 'x = x * (a + 1)'],
}
for (const [name, [body, expected]] of Object.entries(forms)) {
  test(name, () => {
    const main = `var main_default = (a) => { ${body} };`
    const code = lowered(`${main}\nexport { main_default as default };`)
    assert.equal(code.includes(expected), true, code)
  })
}

test('generated programs give the same before and after', () => {
  const means = fc.property(program, one => {
    const source = moduleOf([one], 'programs.map((each) => each())[0]')
    assert.equal(after(source), before(source))
  })
  fc.assert(means, { numRuns: 500 })
})

test.run()
