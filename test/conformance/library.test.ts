/** Globals and built-ins: what the scripts compute with. */
import { rows, type ByVersion } from './stage.ts'

const { row, run } = rows('library')

/** What an expression gives, as JSON (undefined is `nothing`); each in a script of one listener. */
const values: [string, string, ByVersion<unknown>][] = [
  // Bytes.
  ['an empty Data', 'new Data().size', 0],
  ['a Data counts bytes', "new Data('aé').size", 3],
  ['a Data of hexadecimal', "new Data('61c3A9', 'hex').toString()", 'aé'],
  ['and back', "new Data('aé').toString('hex')", '61c3a9'],
  ['bytes that are no UTF-8 are no text', "new Data('61ff', 'hex').toString()", 'nothing'],
  ['nor is a first byte without its second', "new Data('61c361', 'hex').toString()", 'nothing'],
  [
    'a character cut short at the end is text',
    "typeof new Data('61c3', 'hex').toString()",
    { embedded: 'undefined', else: 'string' },
  ],
  [
    'what is text gives its bytes back',
    "new Data(new Data('61c3a9f09f9880', 'hex').toString()).toString('hex')",
    '61c3a9f09f9880',
  ],
  ['a NUL is a character', "new Data('006100', 'hex').toString().length", 3],
  ['a byte order mark stays', "new Data('efbbbf61', 'hex').toString().length", 2],
  ['Latin bytes as utf8', "new Data('aé').toString('utf8')", 'aé'],
  ['push appends', "((a = new Data('a')) => (a.push(new Data('bc')), a.toString()))()", 'abc'],
  [
    'what is pushed stays as it was',
    "((a = new Data('a'), b = new Data('b')) => (a.push(b), a.push(b), b.size))()",
    1,
  ],
  [
    'shift takes off the front',
    "((a = new Data('abc')) => [a.shift(2).toString(), a.toString()])()",
    ['ab', 'c'],
  ],
  [
    'shift takes no more than there is',
    "((a = new Data('abc')) => [a.shift(9).toString(), a.size])()",
    ['abc', 0],
  ],
  ['shift of nothing', "((a = new Data('abc')) => [a.shift(0).size, a.size])()", [0, 3]],
  [
    'a copy is one of its own',
    "((a = new Data('abc'), b = new Data(a)) => (a.shift(1), b.size))()",
    3,
  ],
  // Ends.
  ['an end with an error', "new StreamEnd('ReadTimeout').error", 'ReadTimeout'],
  ['a clean end', 'new StreamEnd().error', { '0.50': '', else: 'nothing' }],
  // Files, environment, other scripts.
  ['pipy.load gives bytes', "pipy.load('a.json').size", 9],
  ['also by a path from the root', "pipy.load('/a.json').size", 9],
  ['pipy.load of nothing', "pipy.load('nowhere') ?? 'nothing'", 'nothing'],
  ['JSON.decode reads bytes', "JSON.decode(pipy.load('a.json'))", { a: [1] }],
  ['JSON.parse', 'JSON.parse(\'[1, "a", null]\')', [1, 'a', null]],
  [
    'JSON.stringify',
    "JSON.stringify({ a: [1, 'b', null, true], c: undefined })",
    '{"a":[1,"b",null,true]}',
  ],
  ['JSON.stringify escapes', String.raw`JSON.stringify(['"\n/'])`, '["\\"\\n/"]'],
  ['pipy.solve gives a script’s value', "pipy.solve('b.js')", [1, 2]],
  ['once', "pipy.solve('b.js') === pipy.solve('b.js')", true],
  ['an absolute path reaches the file system', "os.readFile('/proc/self/auxv').size > 0", true],
  ['os.readFile of nothing', "os.readFile('/nowhere') ?? 'nothing'", 'nothing'],
  ['os.env', 'os.env.CONFORMANCE', 'set'],
  ['os.env of nothing', "os.env.CONFORMANCE_NOT ?? 'nothing'", 'nothing'],
  // Cryptography.
  [
    'Hmac with a text for its key',
    "((h = new crypto.Hmac('sha256', 'key')) => (h.update('te'), h.update('xt'), h.digest('hex')))()",
    '6afa9046a9579cad143a384c1b564b9a250d27d6f6a63f9f20bf3a7594c9e2c6',
  ],
  [
    'Hmac of bytes',
    "((h = new crypto.Hmac('sha256', new Data('key'))) => (h.update(new Data('text')), h.digest('hex')))()",
    '6afa9046a9579cad143a384c1b564b9a250d27d6f6a63f9f20bf3a7594c9e2c6',
  ],
  // Texts.
  [
    'charAt and codes',
    "['abc'.charAt(1), 'abc'.charCodeAt(1), 'aé'.codePointAt(1)]",
    ['b', 98, 233],
  ],
  ['charAt behind the end', "'abc'.charAt(9) === ''", { '0.50': false, else: true }],
  [
    'endsWith, includes, startsWith',
    "['abc'.endsWith('bc'), 'abc'.includes('d'), 'abc'.startsWith('ab'), 'abc'.startsWith('')]",
    [true, false, true, true],
  ],
  ['indexOf', "['abcabc'.indexOf('c'), 'abcabc'.indexOf('c', 3), 'abc'.indexOf('x')]", [2, 5, -1]],
  ['lastIndexOf', "'abcabc'.lastIndexOf('b')", { '0.50': -1, else: 4 }],
  [
    'padStart and repeat',
    "['7'.padStart(3, '0'), '77'.padStart(1, '0'), 'ab'.repeat(3), 'ab'.repeat(0)]",
    ['007', '77', 'ababab', ''],
  ],
  ['replaceAll', "'a.b.c'.replaceAll('.', '-')", 'a-b-c'],
  [
    'split',
    "['a,b,'.split(','), ''.split(','), 'abc'.split('')]",
    [['a', 'b', ''], [''], ['a', 'b', 'c']],
  ],
  [
    'substring',
    "['abc'.substring(1), 'abc'.substring(1, 2), 'abc'.substring(2, 1), 'abc'.substring(5)]",
    ['bc', 'b', 'b', ''],
  ],
  [
    'letters',
    "['aBc'.toLowerCase(), 'aBc'.toUpperCase(), ' a b\\t\\r\\n'.trim()]",
    ['abc', 'ABC', 'a b'],
  ],
  ['characters are counted', "'aé😀'.length", { embedded: 4, else: 3 }],
  // Lists and objects.
  [
    'every and some',
    '[[1, 2].every(n => n > 0), [].every(n => n > 0), [1, 2].some(n => n > 1), [].some(n => n > 1)]',
    [true, true, true, false],
  ],
  [
    'filter, map, flatMap',
    '[[1, 2, 3].filter(n => n > 1), [1, 2].map((n, i) => n * i), [1, 2].flatMap(n => [n, n])]',
    [
      [2, 3],
      [0, 2],
      [1, 1, 2, 2],
    ],
  ],
  [
    'find and findIndex',
    "[[1, 2].find(n => n > 1), [1].find(n => n > 1) ?? 'nothing', [1, 2].findIndex(n => n > 1), [1].findIndex(n => n > 1)]",
    [2, 'nothing', 1, -1],
  ],
  [
    'includes, indexOf, join',
    "[[1, 2].includes(2), ['a'].indexOf('a'), [].indexOf(1), [1, 'b'].join('-'), [1, 2].join()]",
    [true, 0, -1, '1-b', '1,2'],
  ],
  [
    'reduce, slice, concat',
    '[[1, 2].reduce((a, n) => a + n, 10), [1, 2, 3].slice(1), [1, 2, 3].slice(1, 2), [1].concat([2], [3, 4])]',
    [13, [2, 3], [2], [1, 2, 3, 4]],
  ],
  ['forEach and push', '((l = []) => ([1, 2].forEach((n, i) => l.push(n + i)), l.length))()', 2],
  ['an element by its index', '((l = [1, 2]) => (l[1] = 5, [l[0], l[1], l.length]))()', [1, 5, 2]],
  ['an index that is not there', "[1][3] ?? 'nothing'", 'nothing'],
  [
    'keys, values, entries, fromEntries',
    "[Object.keys({ a: 1, b: 2 }), Object.values({ a: 1 }), Object.entries({ a: 1 }), Object.fromEntries([['a', 1]])]",
    [['a', 'b'], [1], [['a', 1]], { a: 1 }],
  ],
  ['Math', '[Math.floor(1.7), Math.floor(-1.5), Math.max(1, 2), Math.min(1, 2)]', [1, -2, 2, 1]],
  ['Number', "[Number('12'), Number('0x10'), Number('1e3')]", [12, 16, 1000]],
  ['Number of nothing', "Number('')", { '0.50': null, else: 0 }],
  [
    'RegExp',
    "[new RegExp('^a+$').test('aa'), new RegExp('^[0-9]{1,3}$').test('1234')]",
    [true, false],
  ],
  ['Date.now', 'Date.now() > 1700000000000', true],
  [
    'a list is filled and ordered',
    "[new Array(2).fill(0), ['b', 'a'].sort(), [3, 1, 2].sort((a, b) => a - b)]",
    [
      [0, 0],
      ['a', 'b'],
      [1, 2, 3],
    ],
  ],
  [
    'both ends of a list',
    '((l = [1, 2, 3]) => [l.pop(), l.shift(), l.unshift(0), l].length + l.length)()',
    6,
  ],
  [
    'splice takes out',
    '((l = [1, 2, 3, 4]) => [l.splice(1, 2), l])()',
    [
      [2, 3],
      [1, 4],
    ],
  ],
  ['reduceRight', "['a', 'b'].reduceRight((all, one) => all + one, '')", 'ba'],
  [
    'padEnd, trimStart, trimEnd',
    "['7'.padEnd(3, '0'), ' a '.trimStart(), ' a '.trimEnd()]",
    ['700', 'a ', ' a'],
  ],
  ['replace takes the first hit', "'a.b.a'.replace('a', 'x')", 'x.b.a'],
  [
    'search and exec',
    "['abc'.search(new RegExp('c')), new RegExp('b(c)').exec('abc'), new RegExp('x').exec('a')]",
    [2, ['bc', 'c'], null],
  ],
  [
    'more of Math',
    '[Math.abs(-1), Math.ceil(1.2), Math.pow(2, 3), Math.round(1.5), Math.sqrt(4), Math.trunc(-1.5)]',
    [1, 2, 8, 2, 2, -1],
  ],
  ['a point in time', 'new Date(0).toISOString()', '1970-01-01T00:00:00.000Z'],
  ['JSON with blanks', 'JSON.stringify({ a: 1 }, null, 2)', '{\n  "a": 1\n}'],
  // Operators.
  ['templates', '`a${1}b${"c"}`', 'a1bc'],
  [
    'numbers as text',
    '[`${14001}`, `${0.5}`, `${1 / 3}`.length > 5, 7 % 4, 2 ** 3]',
    ['14001', '0.5', true, 3, 8],
  ],
  ['?? and ?.', '[undefined ?? 1, null ?? 2, 0 ?? 3, ({}).a?.b ?? 4]', [1, 2, 0, 4]],
  ['spread', '[[...[1, 2], 3], { ...{ a: 1 } }]', [[1, 2, 3], { a: 1 }]],
  [
    'what is written behind a spread comes before it',
    'Object.keys({ ...{ a: 1 }, b: 2 })',
    { embedded: ['a', 'b'], else: ['b', 'a'] },
  ],
  [
    'Object.assign keeps the order',
    'Object.keys(Object.assign({ c: 1, ...{ a: 1 } }, { b: 2, ...undefined }))',
    ['c', 'a', 'b'],
  ],
  ['minus zero', '`${0 * -1}`', { embedded: '0', '0.50': '0', else: '-0' }],
  ['spread of nothing', '[...[], 1].length', { '0.50': 2, else: 1 }],
  [
    'comparisons',
    "['a' < 'b', 1 == 1, '1' === 1, null == undefined, typeof 'a', typeof undefined]",
    [true, true, false, true, 'string', 'undefined'],
  ],
]

const files = { 'a.json': '{"a":[1]}', 'b.js': '[1, 2]' }

const text = (one: unknown) => Buffer.from(JSON.stringify(one)).toString('latin1')

for (const [name, expression, value] of values) {
  const byVersion = typeof value === 'object' && value !== null && 'else' in value
  const received = byVersion
    ? (Object.fromEntries(
        Object.entries(value).map(([line, one]) => [line, text(one)]),
      ) as ByVersion<string>)
    : text(value)
  const script = `pipy({}).listen('0.0.0.0:{port}').replaceData(() => ((value = ${expression}) => [new Data(JSON.stringify(value === undefined ? 'nothing' : value)), new StreamEnd])())`
  row(
    name,
    { script, files, client: ['x'], env: { CONFORMANCE: 'set' } },
    { received, ended: 'end' },
  )
}

row(
  'console.log prints a line',
  {
    script:
      "(() => (console.log('a', 1, 'b'), pipy({}).listen('0.0.0.0:{port}').replaceData(() => new StreamEnd)))()",
    client: ['x'],
  },
  { ended: 'end', log: 'a 1 b' },
)

run()
