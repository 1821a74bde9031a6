/** replaceData: what a callback may give in place of a piece, and what becomes of it. */
import { hangsBefore090, showsSize } from './pieces.ts'
import { LISTENER, play } from './stage.ts'

play('replaceData', {
  'replaceData is called for each piece': [
    {
      filters: '.replaceData(data => (_n = _n + 1, new Data(`[${_n}:${data.size}]`)))',
      client: ['a', { waitFor: '[1:1]' }, 'bb', { waitFor: '[2:2]' }, 'END'],
    },
    { received: '[1:1][2:2]', ended: 'end' },
  ],
  'nothing drops the piece': [
    { filters: `.replaceData(() => undefined)${showsSize}`, client: ['a', 'END'] },
    { received: '', ended: 'end' },
  ],
  'null drops it too': [
    { filters: `.replaceData(() => null)${showsSize}`, client: ['a', 'END'] },
    { received: '', ended: 'end' },
  ],
  'an empty piece goes on': [
    { filters: `.replaceData(() => new Data)${showsSize}`, client: ['a'] },
    { received: '[0]', ended: 'open' },
  ],
  'an empty piece makes a branch choose': [
    {
      filters: `.replaceData(() => new Data).branch(() => true, $=>$${showsSize}, $=>$)`,
      client: ['a'],
    },
    { received: '[0]', ended: 'open' },
  ],
  'an empty piece goes through a link': [
    { filters: `.replaceData(() => new Data).link('x').pipeline('x')${showsSize}`, client: ['a'] },
    { received: '[0]', ended: 'open' },
  ],
  'a list is several events, holes in it none': [
    {
      filters: `.replaceData(data => [data, undefined, null, new Data('b')])${showsSize}`,
      client: ['a'],
    },
    { received: '[1][1]', ended: 'open' },
  ],
  'an empty list drops the piece': [
    { filters: '.replaceData(() => [])', client: ['a', 'END'] },
    { ended: 'end' },
  ],
  'a list with an end ends the client after the data': [
    { filters: ".replaceData(() => [new Data('bye'), new StreamEnd])", client: ['a'] },
    { received: 'bye', ended: 'end' },
  ],
  'data that is given with the end, after it, goes on before it': [
    { filters: `.replaceData(() => [new StreamEnd, new Data('late')])${showsSize}`, client: ['a'] },
    { received: { '0.50': '', else: '[4]' }, ended: 'end' },
  ],
  'an end with an error ends the client alike': [
    {
      filters: ".replaceData(() => [new Data('bye'), new StreamEnd('ConnectionReset')])",
      client: ['a'],
    },
    { received: 'bye', ended: 'end' },
  ],
  'one piece may be given many times': [
    {
      script: `((k = new Data('k')) =>
        ${LISTENER}.replaceData(() => [k, k, new Data(\`\${k.size}|\`)]))()`,
      client: ['a', { waitFor: '|' }, 'b', { waitFor: '1|kk1|' }],
    },
    { received: 'kk1|kk1|', ended: 'open' },
  ],
  'anything else is an error': [
    { filters: ".replaceData(() => 'text')", client: ['a'] },
    { ended: hangsBefore090 },
  ],
  'a list with anything else is an error': [
    { filters: ".replaceData(() => [new Data('x'), 'text'])", client: ['a'] },
    { received: 'x', ended: hangsBefore090 },
  ],
})
