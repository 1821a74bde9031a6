/** `npm run picture`: the README's picture, from a run of `npm start -- --break`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { plain, screensOf } from './ansi.ts'
import { svgOf } from './svg.ts'

const FILE = 'docs/start.svg'
const COMMAND = '$ npm start -- --break'
const LABEL = 'npm start: a table of the bookstore’s probes, which fail once it stops'
/** Characters. */
const COLUMNS = 132
/** Once the kubelet would restart, another round or two is the whole story. */
const ENOUGH = 10

/** What `npm start` prints in a terminal of that width, up to so many screens. */
const outputOf = async (args: readonly string[]): Promise<string> => {
  const terminal = `process.stdout.isTTY = true; process.stdout.columns = ${COLUMNS}`
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--import',
      `data:text/javascript,${terminal}`,
      'scripts/start.ts',
      ...args,
    ],
    { env: { ...process.env, FORCE_COLOR: '1' }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (screensOf(output).length > ENOUGH) child.kill('SIGINT')
  })
  await once(child, 'close')
  return output
}

/** The table, and what is below it. */
const tableOf = (screen: readonly string[]): string[] => {
  const from = screen.findIndex(line => plain(line).startsWith('CONTAINER'))
  const to = screen.findIndex(line => line.startsWith('Ctrl-C'))
  return [`\x1b[2m${COMMAND}\x1b[22m`, '', ...screen.slice(from, to)]
}

const screens = screensOf(await outputOf(['--break']))
  .slice(0, ENOUGH)
  .map(tableOf)
if (screens.length < ENOUGH) throw new Error(`npm start gave ${screens.length} screens`)
writeFileSync(FILE, svgOf(screens, LABEL))
console.log(`${FILE}: ${screens.length} screens`)
