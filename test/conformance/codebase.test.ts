/** What a script reads and writes: files, other scripts, the environment, JSON, the log. */
import { LISTENER, play } from './stage.ts'
import { values } from './values.ts'

play('codebase', {
  ...values({
    // The codebase: a.json holds {"a":[1]}, b.js [1, 2].
    'pipy.load gives bytes': ["pipy.load('a.json').size", 9],
    'also by a path from the root': ["pipy.load('/a.json').size", 9],
    'pipy.load of nothing': ["pipy.load('nowhere') ?? 'nothing'", 'nothing'],
    'pipy.solve gives a script’s value': ["pipy.solve('b.js')", [1, 2]],
    once: ["pipy.solve('b.js') === pipy.solve('b.js')", true],

    // The system; the environment has CONFORMANCE=set.
    'an absolute path reaches the file system': ["os.readFile('/proc/self/auxv').size > 0", true],
    'os.readFile of nothing': ["os.readFile('/nowhere') ?? 'nothing'", 'nothing'],
    'os.env': ['os.env.CONFORMANCE', 'set'],
    'os.env of nothing': ["os.env.CONFORMANCE_NOT ?? 'nothing'", 'nothing'],

    // JSON.
    'JSON.decode reads bytes': ["JSON.decode(pipy.load('a.json'))", { a: [1] }],
    'JSON.parse': ['JSON.parse(\'[1, "a", null]\')', [1, 'a', null]],
    'JSON.stringify': [
      "JSON.stringify({ a: [1, 'b', null, true], c: undefined })",
      '{"a":[1,"b",null,true]}',
    ],
    'JSON.stringify escapes': [String.raw`JSON.stringify(['"\n/'])`, String.raw`["\"\n/"]`],
    'JSON with blanks': ['JSON.stringify({ a: 1 }, null, 2)', '{\n  "a": 1\n}'],
  }),

  'console.log prints a line': [
    {
      script: `(() => (
        console.log('a', 1, 'b'), ${LISTENER}.replaceData(() => new StreamEnd)))()`,
      client: ['x'],
    },
    { ended: 'end', log: 'a 1 b' },
  ],
})
