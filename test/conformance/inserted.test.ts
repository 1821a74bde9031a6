/** What a script puts into a stream by itself: onStart at its start, insert when it has it. */
import { showsSize } from './pieces.ts'
import type { Seen } from './scene.ts'
import { play } from './stage.ts'

/** 0.50 has no insert. */
const since090 = (received: string, ended: 'end' | 'open'): Seen => ({
  received: { '0.50': '', else: received },
  ended: { '0.50': 'refused', else: ended },
})

play('inserted', {
  'onStart runs when a client connects, and what it gives goes first': [
    { filters: `.onStart(() => new Data('hi'))${showsSize}` },
    { received: '[2]', ended: 'open' },
  ],
  'onStart may end a silent client': [
    { filters: '.onStart(() => new StreamEnd)' },
    { ended: 'end' },
  ],
  'an empty piece of onStart makes a branch choose': [
    {
      filters: `
        .onStart(() => new Data)
        .branch(() => true, $=>$.replaceData(() => new StreamEnd), $=>$)`,
    },
    { ended: 'end' },
  ],
  'onStart of a linked pipeline runs at the first event': [
    {
      filters: ".link('x').pipeline('x').onStart(() => new Data('hi'))",
      client: ['a', { waitFor: 'hia' }],
    },
    { received: 'hia', ended: 'open' },
  ],
  'and not before': [
    { filters: ".link('x').pipeline('x').onStart(() => new Data('hi'))" },
    { ended: 'open' },
  ],
  'onStart stands before any filter': [
    { filters: '.replaceData(data => data).onStart(() => undefined)' },
    { ended: 'refused', log: 'onStart() is only allowed prior to filters' },
  ],

  'insert puts events in when its promise is fulfilled': [
    {
      filters: `
        .insert(() => new Timeout(0.2).wait().then(() => [new Data('late'), new StreamEnd]))
        .replaceData(data => data)`,
      client: ['a'],
    },
    since090('alate', 'end'),
  ],
  'insert does not start without an event': [
    { filters: '.insert(() => new Timeout(0.05).wait().then(() => new StreamEnd))' },
    since090('', 'open'),
  ],
  'insert starts at an empty piece': [
    {
      filters: `
        .onStart(() => new Data)
        .insert(() => new Timeout(0.05).wait().then(() => new StreamEnd('ReadTimeout')))
        .replaceStreamEnd(end => [new Data(end.error), end])`,
    },
    since090('ReadTimeout', 'end'),
  ],
  'insert takes no promise too': [
    { filters: ".insert(() => new Data('first')).replaceData(data => data)", client: ['a'] },
    since090('firsta', 'open'),
  ],
  'what a promise of insert gives sees the variables of its client': [
    {
      filters: `
        .replaceData(data => (_n = 7, data))
        .insert(() => new Timeout(0.1).wait().then(() => new Data(\`\${_n}\`)))`,
      client: ['a', { waitFor: 'a7' }],
    },
    since090('a7', 'open'),
  ],
})
