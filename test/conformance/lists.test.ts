/** Lists and objects. */
import { playValues } from './values.ts'

playValues('lists', {
  // Looked at.
  'every and some': [
    `[[1, 2].every(n => n > 0), [].every(n => n > 0),
        [1, 2].some(n => n > 1), [].some(n => n > 1)]`,
    [true, true, true, false],
  ],
  'find and findIndex': [
    `[[1, 2].find(n => n > 1), [1].find(n => n > 1) ?? 'nothing',
        [1, 2].findIndex(n => n > 1), [1].findIndex(n => n > 1)]`,
    [2, 'nothing', 1, -1],
  ],
  'includes, indexOf, join': [
    `[[1, 2].includes(2), ['a'].indexOf('a'), [].indexOf(1),
        [1, 'b'].join('-'), [1, 2].join()]`,
    [true, 0, -1, '1-b', '1,2'],
  ],
  'an element by its index': ['((l = [1, 2]) => (l[1] = 5, [l[0], l[1], l.length]))()', [1, 5, 2]],
  'an index that is not there': ["[1][3] ?? 'nothing'", 'nothing'],

  // Made of others.
  'filter, map, flatMap': [
    `[[1, 2, 3].filter(n => n > 1), [1, 2].map((n, i) => n * i),
        [1, 2].flatMap(n => [n, n])]`,
    [
      [2, 3],
      [0, 2],
      [1, 1, 2, 2],
    ],
  ],
  'reduce, slice, concat': [
    `[[1, 2].reduce((a, n) => a + n, 10), [1, 2, 3].slice(1),
        [1, 2, 3].slice(1, 2), [1].concat([2], [3, 4])]`,
    [13, [2, 3], [2], [1, 2, 3, 4]],
  ],
  reduceRight: ["['a', 'b'].reduceRight((all, one) => all + one, '')", 'ba'],
  'a list is filled and ordered': [
    "[new Array(2).fill(0), ['b', 'a'].sort(), [3, 1, 2].sort((a, b) => a - b)]",
    [
      [0, 0],
      ['a', 'b'],
      [1, 2, 3],
    ],
  ],

  // Changed.
  'forEach and push': ['((l = []) => ([1, 2].forEach((n, i) => l.push(n + i)), l.length))()', 2],
  'both ends of a list': [
    '((l = [1, 2, 3]) => [l.pop(), l.shift(), l.unshift(0), l].length + l.length)()',
    6,
  ],
  'splice takes out': [
    '((l = [1, 2, 3, 4]) => [l.splice(1, 2), l])()',
    [
      [2, 3],
      [1, 4],
    ],
  ],

  // Objects.
  'keys, values, entries, fromEntries': [
    `[Object.keys({ a: 1, b: 2 }), Object.values({ a: 1 }),
        Object.entries({ a: 1 }), Object.fromEntries([['a', 1]])]`,
    [['a', 'b'], [1], [['a', 1]], { a: 1 }],
  ],
  'Object.assign keeps the order': [
    'Object.keys(Object.assign({ c: 1, ...{ a: 1 } }, { b: 2, ...undefined }))',
    ['c', 'a', 'b'],
  ],
})
