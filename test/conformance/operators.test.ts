/** Operators and numbers. */
import { playValues } from './values.ts'

playValues('operators', {
  // Numbers.
  Math: ['[Math.floor(1.7), Math.floor(-1.5), Math.max(1, 2), Math.min(1, 2)]', [1, -2, 2, 1]],
  'more of Math': [
    `[Math.abs(-1), Math.ceil(1.2), Math.pow(2, 3),
        Math.round(1.5), Math.sqrt(4), Math.trunc(-1.5)]`,
    [1, 2, 8, 2, 2, -1],
  ],
  Number: ["[Number('12'), Number('0x10'), Number('1e3')]", [12, 16, 1000]],
  'Number of nothing': ["Number('')", { '0.50': null, else: 0 }],
  'numbers as text': [
    '[`${14001}`, `${0.5}`, `${1 / 3}`.length > 5, 7 % 4, 2 ** 3]',
    ['14001', '0.5', true, 3, 8],
  ],
  'minus zero': ['`${0 * -1}`', { embedded: '0', '0.50': '0', else: '-0' }],

  // Operators.
  templates: ['`a${1}b${"c"}`', 'a1bc'],
  comparisons: [
    "['a' < 'b', 1 == 1, '1' === 1, null == undefined, typeof 'a', typeof undefined]",
    [true, true, false, true, 'string', 'undefined'],
  ],
  '?? and ?.': ['[undefined ?? 1, null ?? 2, 0 ?? 3, ({}).a?.b ?? 4]', [1, 2, 0, 4]],

  // Spreads.
  spread: ['[[...[1, 2], 3], { ...{ a: 1 } }]', [[1, 2, 3], { a: 1 }]],
  'spread of nothing': ['[...[], 1].length', { '0.50': 2, else: 1 }],
  'what is written behind a spread comes before it': [
    'Object.keys({ ...{ a: 1 }, b: 2 })',
    { embedded: ['a', 'b'], else: ['b', 'a'] },
  ],
})
