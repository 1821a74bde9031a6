/** Where a stream goes on: branches, linked pipelines, used scripts, and their variables. */
import { gives, showsSize } from './pieces.ts'
import { play } from './stage.ts'

const counts = '.replaceData(data => (_n = _n + 1, data))'
const setsSeven = '.replaceData(data => (_n = 7, data))'
const givesN = gives('`${_n}`')
/** A script with a pipeline of these filters. */
const used = (filters: string) => ({ 'x.js': `pipy({}).pipeline('x')${filters}` })

play('pipelines', {
  // branch
  'branch takes the first condition that holds': [
    {
      filters: `.branch(
        () => false, $=>$${gives("'1'")},
        () => true, $=>$${gives("'2'")},
        $=>$${gives("'3'")})`,
      client: ['a'],
    },
    { received: '2', ended: 'open' },
  ],
  'branch takes the last where none holds': [
    { filters: `.branch(() => false, $=>$${gives("'1'")}, $=>$${gives("'3'")})`, client: ['a'] },
    { received: '3', ended: 'open' },
  ],
  'branch holds events back until a condition holds': [
    { filters: `${counts}.branch(() => _n > 1, $=>$${showsSize})`, client: ['a', 'END'] },
    { ended: 'open' },
  ],
  'and then gives them all': [
    {
      filters: `
        .replaceData(data => [data, data])${counts}
        .branch(() => _n > 1, $=>$${showsSize})`,
      client: ['a', 'END'],
    },
    { received: '[1][1]', ended: 'end' },
  ],
  'branch chooses once': [
    {
      filters: `${counts}.branch(() => _n === 1, $=>$${showsSize}, $=>$${gives("'late'")})`,
      client: ['a', { waitFor: '[1]' }, 'bb', { waitFor: '[2]' }],
    },
    { received: '[1][2]', ended: 'open' },
  ],
  'branch chooses at an end too': [
    {
      filters: `.branch(
        () => true, $=>$.replaceStreamEnd(end => [new Data('bye'), end]),
        $=>$)`,
      client: ['END'],
    },
    { received: 'bye', ended: 'end' },
  ],
  'filters after a branch get what it gives': [
    { filters: `.branch(() => true, $=>$${gives("'abc'")}, $=>$)${showsSize}`, client: ['a'] },
    { received: '[3]', ended: 'open' },
  ],

  // link, and variables
  'every connection has its own variables': [
    {
      filters: '.replaceData(() => (_n = _n + 1, new Data(`${_n}`)))',
      client: ['a', { waitFor: '1' }, 'b', { waitFor: '12' }],
    },
    { received: '12', ended: 'open' },
  ],
  'a linked pipeline has the same variables': [
    { filters: `${setsSeven}.link('x').pipeline('x')${givesN}`, client: ['a'] },
    { received: '7', ended: 'open' },
  ],
  'variables outside of a connection are the first ones': [
    {
      script: `((c = pipy({ _n: 5 })) => c.listen('0.0.0.0:{port}')${givesN})()`,
      client: ['a'],
    },
    { received: '5', ended: 'open' },
  ],

  // use
  'a used script has its own': [
    {
      filters: `${setsSeven}.use('x.js', 'x')
        .replaceData(data => new Data(\`\${data.toString()} \${_n}\`))`,
      files: {
        'x.js': `pipy({ _n: 1 }).pipeline('x')
          .replaceData(() => (_n = _n + 1, new Data(\`\${_n}\`)))`,
      },
      client: ['a', { waitFor: '2 7' }, 'b'],
    },
    { received: '2 73 7', ended: 'open' },
  ],
  'a used script has the client’s addresses': [
    {
      filters: ".use('x.js', 'x')",
      files: used(gives('__inbound.remoteAddress')),
      client: ['a'],
    },
    { received: '127.0.0.1', ended: 'open' },
  ],
  'use starts at the first event': [
    { filters: ".use('x.js', 'x')", files: used('.onStart(() => new StreamEnd)') },
    { ended: 'open' },
  ],
  'filters after a use get what it gives': [
    {
      filters: `.use('x.js', 'x')${showsSize}`,
      files: used(gives("'abc'")),
      client: ['a', 'END'],
    },
    { received: '[3]', ended: 'end' },
  ],
  'use of several passes each in turn, and by one that lacks the pipeline': [
    {
      filters: ".use(['x.js', 'y.js', 'z.js'], 'x')",
      files: {
        'x.js': `pipy({}).pipeline('x')${gives("'abc'")}`,
        'y.js': "pipy({}).pipeline('y')",
        'z.js': `pipy({}).pipeline('x')${showsSize}`,
      },
      client: ['a'],
    },
    { received: '[3]', ended: 'open' },
  ],
  'a branch by values goes on with the chain': [
    {
      filters: `.branch(false, $=>$${gives("'1'")}, true, $=>$${gives("'23'")})${showsSize}`,
      client: ['a'],
    },
    { received: { '0.50': '', else: '[2]' }, ended: { '0.50': 'refused', else: 'open' } },
  ],
})
