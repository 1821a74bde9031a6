/** What stops a script at the start, with the words of the host. */
import { WORDS, type PipyLine } from '../../build/pipyjs/words.ts'
import { words } from '../words.ts'
import { noProperty } from './pieces.ts'
import type { ByVersion, Seen } from './scene.ts'
import { LISTENER, play, type Rows } from './stage.ts'

/** What comes of a script that the host does not take. */
const refused = (log: ByVersion<string>): Seen => ({ ended: 'refused', log })

const pipelines: Rows = {
  'a link to a pipeline that is not there': [
    { filters: ".link('nowhere')" },
    refused('pipeline not found'),
  ],
  'in a branch that is never taken': [
    { filters: ".branch(() => true, $=>$, () => false, $=>$.link('nowhere'), $=>$)" },
    refused('pipeline not found: nowhere'),
  ],
  'in a pipeline that nobody uses': [
    { filters: ".pipeline('x').link('nowhere')" },
    refused('pipeline not found'),
  ],
  'in what connectTLS goes to': [
    { filters: ".connectTLS({}).to($=>$.link('nowhere'))" },
    refused('pipeline not found'),
  ],
  'in a script that is used': [
    { filters: ".use('x.js', 'x')", files: { 'x.js': "pipy({}).pipeline('x').link('nowhere')" } },
    refused('pipeline not found'),
  ],
  'a used pipeline that is not there': [
    {
      filters: ".use('x.js', 'nowhere')",
      files: { 'x.js': "pipy({}).pipeline('x').replaceData(data => data)" },
    },
    refused('pipeline not found in module /x.js: nowhere'),
  ],
  'a used script that is not there': [
    { filters: ".use('nowhere.js', 'x')" },
    refused('/nowhere.js'),
  ],
  'a link to a pipeline that comes later is none': [
    { filters: ".link('x').pipeline('x').replaceData(() => new StreamEnd)", client: ['a'] },
    { ended: 'end' },
  ],
  'a filter before any listen or pipeline': [
    { script: "pipy({}).replaceData(data => data).listen('0.0.0.0:{port}')" },
    refused('no pipeline found'),
  ],
  'a filter that there is not': [{ filters: '.nowhere()' }, refused('nowhere')],
}

const scripts: Rows = {
  'a name that there is not': [
    { script: `((x = nowhere.y) => ${LISTENER})()` },
    refused('nowhere'),
  ],
  'an error while the script runs': [
    { script: `((x = undefined.y) => ${LISTENER})()` },
    refused(noProperty),
  ],
  'a text that is no script': [{ filters: '.replaceData(data =>' }, refused('Syntax error')],
  'an address that is none': [{ script: "pipy({}).listen('nowhere')" }, refused('nowhere')],
}

/** What comes of a script that 1.5 alone does not take. */
const refusedBy15 = (log: string): Seen => ({
  ended: { '0.50': 'open', '0.90': 'open', else: 'refused' },
  log: { '0.50': '', '0.90': '', else: log },
})

const dollars: Rows = {
  'a parameter that starts with $': [
    { script: `(($x = 1) => ${LISTENER})()` },
    refusedBy15("reserved argument name '$x'"),
  ],
  'the sole $ is none': [
    { script: `(($ = 1) => ${LISTENER}.replaceData(() => new StreamEnd))()`, client: ['a'] },
    { ended: 'end' },
  ],
  'a variable may start with $': [
    {
      script: `pipy({ $x: 1 }).listen('0.0.0.0:{port}')
        .replaceData(() => [new Data(\`\${$x}\`), new StreamEnd])`,
      client: ['a'],
    },
    { received: '1', ended: 'end' },
  ],
}

/** What comes of a script in which a word of some Pipys is a name. */
const asName = (lines: readonly PipyLine[]): Seen =>
  lines.length === 3 ? refused('Syntax error') : refusedBy15('unexpected token')

const asParameters: Rows = Object.fromEntries(
  [...WORDS].map(([word, lines]) => [
    `"${word}" is no parameter’s name`,
    [{ script: `((${word} = 1) => ${LISTENER})()` }, asName(lines)],
  ]),
)

/** Literals may stand wherever a variable does, and are never one. */
const LITERALS = ['false', 'null', 'true', 'undefined']

const asVariables: Rows = Object.fromEntries(
  [...WORDS]
    .filter(([word]) => !LITERALS.includes(word))
    .map(([word, lines]) => {
      const script = `pipy({ ${word}: 1 }).listen('0.0.0.0:{port}')
        .replaceData(() => (${word} = 2, new StreamEnd))`
      return [`"${word}" is no variable’s name`, [{ script }, asName(lines)]]
    }),
)

/** Words of JavaScript and TypeScript that are names in every Pipy. */
const NAMES = words(`
  of get set type target constructor abstract accessor any assert asserts declare global infer is
  keyof module namespace never number object out override readonly require satisfies string symbol
  unique unknown using
`)
const KEYS = [...WORDS.keys()]

/** Each name with something behind it. */
const each = (names: readonly string[], rest: string) => names.map(name => name + rest).join(', ')
/** The sum of names, and an end. */
const sumOf = (names: readonly string[]) =>
  `[new Data(\`\${${names.join(' + ')}}\`), new StreamEnd]`
const givesSum = (names: readonly string[]) => `.replaceData(() => ${sumOf(names)})`
const fieldsOf = (names: readonly string[]) => names.map(name => `o.${name}`)
const all: Seen = { received: `${NAMES.length}`, ended: 'end' }

const names: Rows = {
  'other words may name parameters': [
    { script: `((${each(NAMES, ' = 1')}) => ${LISTENER}${givesSum(NAMES)})()`, client: ['a'] },
    all,
  ],
  'and variables': [
    {
      script: `pipy({ ${each(NAMES, ': 1')} }).listen('0.0.0.0:{port}')
        .replaceData(() => (${each(NAMES, ' = 1')}, ${sumOf(NAMES)}))`,
      client: ['a'],
    },
    all,
  ],
  'and properties': [
    {
      script: `((o = { ${each(NAMES, ': 1')} }) => ${LISTENER}${givesSum(fieldsOf(NAMES))})()`,
      client: ['a'],
    },
    all,
  ],
  'as keys, and behind a dot, all of them may stand': [
    {
      script: `((o = { ${each(KEYS, ': 1')} }) => ${LISTENER}${givesSum(fieldsOf(KEYS))})()`,
      client: ['a'],
    },
    { received: `${KEYS.length}`, ended: 'end' },
  ],
}

play('refusals', {
  ...pipelines,
  ...scripts,
  ...dollars,
  ...asParameters,
  ...asVariables,
  ...names,
})
