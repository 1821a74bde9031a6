/** What stops a script at the start, with the words of the host. */
import { WORDS, type PipyLine } from '../../build/pipyjs/words.ts'
import { rows, type Seen } from './stage.ts'

const { row, run } = rows('refusals')

const listen = "pipy({}).listen('0.0.0.0:{port}')"
const used = { 'x.js': "pipy({}).pipeline('x').replaceData(data => data)" }

row(
  'a link to a pipeline that is not there',
  { script: `${listen}.link('nowhere')` },
  { ended: 'refused', log: 'pipeline not found' },
)
row(
  'in a branch that is never taken',
  { script: `${listen}.branch(() => true, $=>$, () => false, $=>$.link('nowhere'), $=>$)` },
  { ended: 'refused', log: 'pipeline not found: nowhere' },
)
row(
  'in a pipeline that nobody uses',
  { script: `${listen}.pipeline('x').link('nowhere')` },
  { ended: 'refused', log: 'pipeline not found' },
)
row(
  'in what connectTLS goes to',
  { script: `${listen}.connectTLS({}).to($=>$.link('nowhere'))` },
  { ended: 'refused', log: 'pipeline not found' },
)
row(
  'in a script that is used',
  {
    script: `${listen}.use('x.js', 'x')`,
    files: { 'x.js': "pipy({}).pipeline('x').link('nowhere')" },
  },
  { ended: 'refused', log: 'pipeline not found' },
)
row(
  'a used pipeline that is not there',
  { script: `${listen}.use('x.js', 'nowhere')`, files: used },
  { ended: 'refused', log: 'pipeline not found in module /x.js: nowhere' },
)
row(
  'a used script that is not there',
  { script: `${listen}.use('nowhere.js', 'x')` },
  { ended: 'refused', log: '/nowhere.js' },
)
row(
  'a link to a pipeline that comes later is none',
  { script: `${listen}.link('x').pipeline('x').replaceData(() => new StreamEnd)`, client: ['a'] },
  { ended: 'end' },
)
row(
  'a filter before any listen or pipeline',
  { script: "pipy({}).replaceData(data => data).listen('0.0.0.0:{port}')" },
  { ended: 'refused', log: 'no pipeline found' },
)
row(
  'a filter that there is not',
  { script: `${listen}.nowhere()` },
  { ended: 'refused', log: 'nowhere' },
)
row(
  'a name that there is not',
  { script: `((x = nowhere.y) => ${listen})()` },
  { ended: 'refused', log: 'nowhere' },
)
row(
  'an error while the script runs',
  { script: `((x = undefined.y) => ${listen})()` },
  {
    ended: 'refused',
    log: {
      embedded: 'Cannot read properties of undefined',
      else: 'cannot read property of undefined',
    },
  },
)
row(
  'a text that is no script',
  { script: `${listen}.replaceData(data =>` },
  { ended: 'refused', log: 'Syntax error' },
)
row(
  'an address that is none',
  { script: "pipy({}).listen('nowhere')" },
  { ended: 'refused', log: 'nowhere' },
)
row(
  'a parameter that starts with $',
  { script: `(($x = 1) => ${listen})()` },
  {
    ended: { '0.50': 'open', '0.90': 'open', else: 'refused' },
    log: { '0.50': '', '0.90': '', else: "reserved argument name '$x'" },
  },
)
row(
  'the sole $ is none',
  { script: `(($ = 1) => ${listen}.replaceData(() => new StreamEnd))()`, client: ['a'] },
  { ended: 'end' },
)
row(
  'a variable may start with $',
  {
    script:
      "pipy({ $x: 1 }).listen('0.0.0.0:{port}').replaceData(() => [new Data(`${$x}`), new StreamEnd])",
    client: ['a'],
  },
  { received: '1', ended: 'end' },
)

/** What comes of a script in which a word of some Pipys is a name. */
const asName = (lines: readonly PipyLine[]): Seen =>
  lines.length === 3
    ? { ended: 'refused', log: 'Syntax error' }
    : {
        ended: { '0.50': 'open', '0.90': 'open', else: 'refused' },
        log: { '0.50': '', '0.90': '', else: 'unexpected token' },
      }

/** Literals may stand wherever a variable does, and are never one. */
const LITERALS = ['false', 'null', 'true', 'undefined']

for (const [word, lines] of WORDS) {
  row(
    `"${word}" is no parameter’s name`,
    { script: `((${word} = 1) => ${listen})()` },
    asName(lines),
  )
  if (LITERALS.includes(word)) continue
  row(
    `"${word}" is no variable’s name`,
    {
      script: `pipy({ ${word}: 1 }).listen('0.0.0.0:{port}').replaceData(() => (${word} = 2, new StreamEnd))`,
    },
    asName(lines),
  )
}

/** Words of JavaScript and TypeScript that are names in every Pipy. */
const NAMES = (
  'of get set type target constructor abstract accessor any assert asserts declare global infer is keyof module ' +
  'namespace never number object out override readonly require satisfies string symbol unique unknown using'
).split(' ')
const sum = (name: (word: string) => string) =>
  `[new Data(\`\${${NAMES.map(name).join(' + ')}}\`), new StreamEnd]`
const values = NAMES.map(name => `${name}: 1`).join(', ')
const assigned = NAMES.map(name => `${name} = 1`).join(', ')
const all: Seen = { received: `${NAMES.length}`, ended: 'end' }

row(
  'other words may name parameters',
  {
    script: `((${assigned}) => ${listen}.replaceData(() => ${sum(name => name)}))()`,
    client: ['a'],
  },
  all,
)
row(
  'and variables',
  {
    script: `pipy({ ${values} }).listen('0.0.0.0:{port}').replaceData(() => (${assigned}, ${sum(name => name)}))`,
    client: ['a'],
  },
  all,
)
row(
  'and properties',
  {
    script: `((o = { ${values} }) => ${listen}.replaceData(() => ${sum(name => `o.${name}`)}))()`,
    client: ['a'],
  },
  all,
)
row(
  'as keys, and behind a dot, all of them may stand',
  {
    script: `((o = { ${[...WORDS.keys()].map(word => `${word}: 1`).join(', ')} }) => ${listen}.replaceData(() => [new Data(\`\${${[...WORDS.keys()].map(word => `o.${word}`).join(' + ')}}\`), new StreamEnd]))()`,
    client: ['a'],
  },
  { received: `${WORDS.size}`, ended: 'end' },
)

run()
