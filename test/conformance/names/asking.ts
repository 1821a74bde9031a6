/** Asks this run's host for names, by scripts in the words of every Pipy. */
import { Sidecar } from '../../../pipy/sidecar.ts'
import { host } from '../../e2e/sidecar.ts'
import { freePorts } from '../../ports.ts'
import { until } from '../../suite.ts'
import type { Declared } from './declared.ts'
import { TAKERS, WRONG_VALUES } from './examples.ts'

/** Runs a script on the host, until a look at it has shown something, or it has failed. */
export async function run<Found>(
  script: string,
  files: Readonly<Record<string, string>>,
  has: (lines: readonly string[]) => boolean,
  take: (lines: readonly string[]) => Found | Promise<Found>,
): Promise<Found> {
  const codebase = { 'main.js': script, ...files }
  const sidecar = await Sidecar.start({ host, scripts: {}, files: codebase, ports: [] })
  try {
    // Pipy 1.5 now and then hangs while it ends, and has said why.
    const isOver = () => !sidecar.isRunning || sidecar.lines.some(line => line.includes('rror: '))
    await until('the script to listen or to fail', () => has(sidecar.lines) || isOver())
    return await take(sidecar.lines)
  } catch (error) {
    throw new Error(`${String(error)}\n${sidecar.lines.join('\n')}`, { cause: error })
  } finally {
    await sidecar.stop()
  }
}

const says =
  (words: string) =>
  (lines: readonly string[]): boolean =>
    lines.some(line => line.includes(words))

/** Those of the names that are globals. Each is looked at in turn, until one ends the script. */
export async function globalsAmong(names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const [port] = await freePorts(1)
  const looks = names.map((name, index) => `console.log('global', ${index}, typeof [${name}])`)
  const script = `(() => (${looks.join(', ')}, pipy({}).listen('127.0.0.1:${port}')))()`
  const wordsOf = (index: number) => `global ${index} object`
  const missing = await run(script, {}, says(wordsOf(names.length - 1)), lines =>
    names.findIndex((_, index) => !says(wordsOf(index))(lines)),
  )
  if (missing < 0) return [...names]
  return [...names.slice(0, missing), ...(await globalsAmong(names.slice(missing + 1)))]
}

/** Whether the host knows an option: it refuses a wrong value of it, by the option's name. */
export async function knowsOption({ owner, name }: Declared): Promise<boolean> {
  for (const value of WRONG_VALUES) {
    const [port, other] = await freePorts(2)
    const options = `{ ${name}: ${value} }`
    const taker = TAKERS[owner]?.replace('?', options).replace('{other}', `${other}`)
    const chain = `pipy({}).listen('127.0.0.1:${port}')${taker}`
    const script = `((chain = ${chain}) => (console.log('taken', 1), chain))()`
    if (await run(script, {}, says('taken 1'), says(`.${name} expects`))) return true
  }
  return false
}
