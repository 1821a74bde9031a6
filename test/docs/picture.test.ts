/** The README's picture: a run of `npm start`, as it would be today. */
import assert from 'node:assert/strict'
import { bookstoreProbes } from '../../scripts/bookstore/probes.ts'
import { piecesOf, screensOf } from '../../scripts/picture/ansi.ts'
import { svgOf } from '../../scripts/picture/svg.ts'
import { suite } from '../suite.ts'
import { textOf } from './page.ts'

const test = suite('docs: picture')

test('the picture shows each probe of the bookstore on its way, well and not', async () => {
  const picture = textOf('docs/start.svg')
  const { watched } = await bookstoreProbes()
  for (const { route } of watched) assert.ok(picture.includes(`>${route}</text>`), route)
  assert.match(picture, /class="green">✓+</)
  assert.match(picture, /class="red">3 of 3 failures: restart</)
})

test('what a terminal shows becomes pieces at their columns, in their colours', () => {
  const screens = screensOf(
    'before\x1b[2J\x1b[Hone\n\x1b[31mtwo  three\x1b[39m four five\x1b[2J\x1b[H',
  )
  assert.deepEqual(screens, [['one', '\x1b[31mtwo  three\x1b[39m four five'], ['']])
  assert.deepEqual(piecesOf(screens[0]?.[1] ?? ''), [
    { column: 0, text: 'two', look: 'red' },
    { column: 5, text: 'three', look: 'red' },
    { column: 11, text: 'four five', look: '' },
  ])
})

test('where nothing moves, the last screen is seen alone', () => {
  const svg = svgOf([['first <'], ['last "&"']], 'a table')
  assert.match(svg, /<g class="screen s0">\n<text [^>]+>first &lt;<\/text>\n<\/g>/)
  assert.match(svg, /<g class="screen last">\n<text [^>]+>last &quot;&amp;&quot;<\/text>/)
  assert.match(svg, /\.screen { visibility: hidden; } \.last { visibility: visible; }/)
  assert.match(svg, /prefers-reduced-motion: no-preference\) {\n\s+\.screen { animation/)
})

test.run()
