/** Ends of streams: the filters that see them, and the errors that make them. */
import { clean, hangsBefore090, noProperty, showsEnd } from './pieces.ts'
import { play } from './stage.ts'

const never = ".replaceStreamEnd(end => [new Data('never'), end])"

play('ends', {
  // The filters.
  'replaceStreamEnd gives what comes instead': [
    { filters: ".replaceStreamEnd(end => [new Data('bye'), end])", client: ['a', 'END'] },
    { received: 'abye', ended: 'end' },
  ],
  'without an end the client waits': [
    { filters: '.replaceStreamEnd(() => undefined)', client: ['a', 'END'] },
    { received: 'a', ended: 'open' },
  ],
  'what handleStreamEnd gives is not looked at': [
    { filters: ".handleStreamEnd(() => 'text')", client: ['a', 'END'] },
    { received: 'a', ended: 'end' },
  ],
  'a clean end has no error': [
    { filters: showsEnd, client: ['END'] },
    { received: clean(), ended: 'end' },
  ],
  'an end made without an error has none': [
    { filters: `.replaceData(() => new StreamEnd)${showsEnd}`, client: ['a'] },
    { received: clean(), ended: 'end' },
  ],

  // The errors.
  'an error in a callback ends the stream, past the callbacks that follow': [
    { filters: `.replaceData(data => data.x.y)${never}`, client: ['a'] },
    { ended: hangsBefore090, log: noProperty },
  ],
  'an error in a callback of the stream’s end': [
    { filters: '.replaceStreamEnd(end => end.x.y)', client: ['a', 'END'] },
    { received: 'a', ended: hangsBefore090 },
  ],
  'an error in handleStreamEnd': [
    { filters: '.handleStreamEnd(end => end.x.y)', client: ['a', 'END'] },
    { received: 'a', ended: hangsBefore090 },
  ],
  'an error in a branch’s condition does as well': [
    { filters: `.branch(() => undefined.x, $=>$, $=>$)${never}`, client: ['a'] },
    { ended: hangsBefore090 },
  ],
  // What a client has sent and nobody has read makes it a reset: a race, so this one is silent.
  'an error in onStart ends the client': [
    { filters: '.onStart(() => undefined.x).replaceData(data => data)' },
    { ended: hangsBefore090 },
  ],
  'a name that is not there is an error when it is used': [
    { filters: '.replaceData(() => new Data(nowhere))', client: ['a'] },
    {
      ended: hangsBefore090,
      log: { embedded: 'nowhere is not defined', else: 'unresolved identifier' },
    },
  ],
})
