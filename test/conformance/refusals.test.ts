/** What stops a script at the start, with the words of the host. */
import { WORDS } from '../../pipy/words.ts'
import { rows } from './stage.ts'

const { row, run } = rows('refusals')

const listen = "pipy({}).listen('0.0.0.0:{port}')"
const used = { 'x.js': "pipy({}).pipeline('x').replaceData(data => data)" }

row('a link to a pipeline that is not there', { script: `${listen}.link('nowhere')` }, { ended: 'refused', log: 'pipeline not found' })
row('in a branch that is never taken', { script: `${listen}.branch(() => true, $=>$, () => false, $=>$.link('nowhere'), $=>$)` }, { ended: 'refused', log: 'pipeline not found: nowhere' })
row('in a pipeline that nobody uses', { script: `${listen}.pipeline('x').link('nowhere')` }, { ended: 'refused', log: 'pipeline not found' })
row('in what connectTLS goes to', { script: `${listen}.connectTLS({}).to($=>$.link('nowhere'))` }, { ended: 'refused', log: 'pipeline not found' })
row('in a script that is used', { script: `${listen}.use('x.js', 'x')`, files: { 'x.js': "pipy({}).pipeline('x').link('nowhere')" } }, { ended: 'refused', log: 'pipeline not found' })
row('a used pipeline that is not there', { script: `${listen}.use('x.js', 'nowhere')`, files: used }, { ended: 'refused', log: 'pipeline not found in module /x.js: nowhere' })
row('a used script that is not there', { script: `${listen}.use('nowhere.js', 'x')` }, { ended: 'refused', log: '/nowhere.js' })
row('a link to a pipeline that comes later is none', { script: `${listen}.link('x').pipeline('x').replaceData(() => new StreamEnd)`, client: ['a'] }, { ended: 'end' })
row('a filter before any listen or pipeline', { script: "pipy({}).replaceData(data => data).listen('0.0.0.0:{port}')" }, { ended: 'refused', log: 'no pipeline found' })
row('a filter that there is not', { script: `${listen}.nowhere()` }, { ended: 'refused', log: 'nowhere' })
row('a name that there is not', { script: `((x = nowhere.y) => ${listen})()` }, { ended: 'refused', log: 'nowhere' })
row('an error while the script runs', { script: `((x = undefined.y) => ${listen})()` }, { ended: 'refused', log: { embedded: 'Cannot read properties of undefined', else: 'cannot read property of undefined' } })
row('a text that is no script', { script: `${listen}.replaceData(data =>` }, { ended: 'refused', log: 'Syntax error' })
row('an address that is none', { script: "pipy({}).listen('nowhere')" }, { ended: 'refused', log: 'nowhere' })
row('a parameter that starts with $', { script: `(($x = 1) => ${listen})()` }, { ended: { '0.50': 'open', '0.90': 'open', else: 'refused' }, log: { '0.50': '', '0.90': '', else: "reserved argument name '$x'" } })
row('the sole $ is none', { script: `(($ = 1) => ${listen}.replaceData(() => new StreamEnd))()`, client: ['a'] }, { ended: 'end' })
row('a variable may start with $', { script: "pipy({ $x: 1 }).listen('0.0.0.0:{port}').replaceData(() => [new Data(`${$x}`), new StreamEnd])", client: ['a'] }, { received: '1', ended: 'end' })

for (const [word, lines] of WORDS) {
  row(`"${word}" is no parameter’s name`, { script: `((${word} = 1) => ${listen})()` },
    lines.length === 3 ? { ended: 'refused', log: 'Syntax error' } : { ended: { '0.50': 'open', '0.90': 'open', else: 'refused' }, log: { '0.50': '', '0.90': '', else: 'unexpected token' } })
}

row('as keys, and behind a dot, all of them may stand', { script: `((o = { ${[...WORDS.keys()].map(word => `${word}: 1`).join(', ')} }) => ${listen}.replaceData(() => [new Data(\`\${${[...WORDS.keys()].map(word => `o.${word}`).join(' + ')}}\`), new StreamEnd]))()`, client: ['a'] }, { received: `${WORDS.size}`, ended: 'end' })

run()
