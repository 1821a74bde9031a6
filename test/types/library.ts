/** Type tests: what some Pipy lacks is an error in `src/`. Checked by tsc alone; nothing runs this. */

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
// @ts-expect-error from 0.90 on: only behind a test for it
pipy({}).listen('[::]:1').insert(() => new Timeout(1).wait())
// @ts-expect-error a handler gives events
pipy({}).listen('[::]:1').replaceData(() => 'text')
// @ts-expect-error a pipeline is named by a text
pipy({}).listen('[::]:1').link(7)

export {}
