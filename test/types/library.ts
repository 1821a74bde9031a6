/**
 * Type tests: what some Pipy lacks is an error in `src/`. Checked by tsc alone; nothing runs this.
 */

// @ts-expect-error missing in every Pipy
parseInt('1')
// @ts-expect-error missing in every Pipy
setTimeout(() => {}, 1)
// @ts-expect-error missing in every Pipy
fetch('http://x')
// @ts-expect-error missing in every Pipy
encodeURIComponent('x')
// @ts-expect-error Node's
process.exit(1)
// @ts-expect-error from 0.90 on
new Map()
// @ts-expect-error gives undefined in every Pipy
'abc'[0].length
// @ts-expect-error gives the first hit alone
'abc'.match('b')
// @ts-expect-error a regular expression does not split
'abc'.split(new RegExp('b'))
// @ts-expect-error a function does not replace
'abc'.replaceAll('b', () => 'c')
// @ts-expect-error does nothing in 0.50
;[1, 2].reverse()
// @ts-expect-error gives -1
;[1, 2].lastIndexOf(2)
// @ts-expect-error is shallow
;[[1]].flat()
// @ts-expect-error was not found in every Pipy
Array.isArray([])
const listen = pipy({}).listen('[::]:1')
// @ts-expect-error from 0.90 on: only behind a test for it
listen.insert(() => new Data())
// @ts-expect-error a handler gives events
listen.replaceData(() => 'text')
// @ts-expect-error a pipeline is named by a text
listen.link(7)

export {}
