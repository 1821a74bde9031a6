/** Texts, regular expressions, and points in time. */
import { playValues } from './values.ts'

playValues('texts', {
  'characters are counted': ["'aé😀'.length", { embedded: 4, else: 3 }],
  'charAt and codes': [
    "['abc'.charAt(1), 'abc'.charCodeAt(1), 'aé'.codePointAt(1)]",
    ['b', 98, 233],
  ],
  'charAt behind the end': ["'abc'.charAt(9) === ''", { '0.50': false, else: true }],

  // Looked at.
  'endsWith, includes, startsWith': [
    `['abc'.endsWith('bc'), 'abc'.includes('d'),
        'abc'.startsWith('ab'), 'abc'.startsWith('')]`,
    [true, false, true, true],
  ],
  indexOf: ["['abcabc'.indexOf('c'), 'abcabc'.indexOf('c', 3), 'abc'.indexOf('x')]", [2, 5, -1]],
  lastIndexOf: ["'abcabc'.lastIndexOf('b')", { '0.50': -1, else: 4 }],
  RegExp: [
    "[new RegExp('^a+$').test('aa'), new RegExp('^[0-9]{1,3}$').test('1234')]",
    [true, false],
  ],
  'search and exec': [
    `['abc'.search(new RegExp('c')), new RegExp('b(c)').exec('abc'),
        new RegExp('x').exec('a')]`,
    [2, ['bc', 'c'], null],
  ],

  // Changed.
  'padStart and repeat': [
    "['7'.padStart(3, '0'), '77'.padStart(1, '0'), 'ab'.repeat(3), 'ab'.repeat(0)]",
    ['007', '77', 'ababab', ''],
  ],
  'padEnd, trimStart, trimEnd': [
    "['7'.padEnd(3, '0'), ' a '.trimStart(), ' a '.trimEnd()]",
    ['700', 'a ', ' a'],
  ],
  replaceAll: ["'a.b.c'.replaceAll('.', '-')", 'a-b-c'],
  'replace takes the first hit': ["'a.b.a'.replace('a', 'x')", 'x.b.a'],
  split: [
    "['a,b,'.split(','), ''.split(','), 'abc'.split('')]",
    [['a', 'b', ''], [''], ['a', 'b', 'c']],
  ],
  substring: [
    `['abc'.substring(1), 'abc'.substring(1, 2),
        'abc'.substring(2, 1), 'abc'.substring(5)]`,
    ['bc', 'b', 'b', ''],
  ],
  letters: [
    "['aBc'.toLowerCase(), 'aBc'.toUpperCase(), ' a b\\t\\r\\n'.trim()]",
    ['abc', 'ABC', 'a b'],
  ],

  // Points in time.
  'Date.now': ['Date.now() > 1700000000000', true],
  'a point in time': ['new Date(0).toISOString()', '1970-01-01T00:00:00.000Z'],
})
