/** Generated programs, lowered by the compiler, give on every host what Node makes of their source. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import vm from 'node:vm'
import fc from 'fast-check'
import { lower } from '../../build/lower/index.ts'
import { host } from '../e2e/sidecar.ts'
import { program } from '../programs.ts'
import { suite, until } from '../suite.ts'

const test = suite('programs')
const COUNT = 300
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

const lowered = (source: string): string => {
  const result = lower(source)
  if ('refusals' in result) throw new Error(result.refusals.map(({ message }) => message).join('\n'))
  return result.code.trim()
}
const inNode = (source: string): string => String(vm.runInNewContext(source.replace(/export .*$/, 'main_default')))

/** What a script prints on the host until its last line. */
const printed = async (script: string): Promise<string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'))
  writeFileSync(join(folder, 'main.js'), script)
  const [command, ...args] = host.command
  const child = spawn(command, [...args, join(folder, 'main.js')], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => void (output += text))
  try {
    await until('the script to print all', () => output.includes('#end')).catch((error: Error) => assert.fail(`${error.message}:\n${output.slice(-500)}`))
    return output.split('\n')
  } finally {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

test(`${COUNT} programs (seed ${seed})`, async () => {
  const sources = fc.sample(program, { numRuns: COUNT, seed })
  const lines = sources.map((source, index) => `p${index} = console.log('#${index} ' + ${lowered(source)})`)
  const output = await printed(`((\n${lines.join(',\n')},\nend = console.log('#end')\n) => undefined)()`)
  for (const [index, source] of sources.entries()) {
    const line = output.find(one => one.includes(`#${index} `))
    // Minus zero is printed as such by Pipy alone.
    assert.equal(line?.slice(line.indexOf('#')).replaceAll('-0', '0'), `#${index} ${inNode(source)}`.replaceAll('-0', '0'), `${source}\n${lowered(source)}`)
  }
})

test.run()
