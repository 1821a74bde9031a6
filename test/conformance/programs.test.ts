/** Generated programs, lowered, give on this run's host what Node gives of them as written. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Sidecar } from '../../pipy/sidecar.ts'
import { host } from '../e2e/sidecar.ts'
import { program } from '../programs/generated.ts'
import { before, lowered, moduleOf } from '../programs/lowered.ts'
import { suite, until } from '../suite.ts'

const test = suite('programs')

const COUNT = 300
/** `SEED=7` runs the programs of an earlier run again. */
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

/** A line for each program before the next one runs: the missing one names what failed. */
const PRINTED = 'programs.forEach((one, index) => console.log(`program ${index}: ${one()}.`))'

/** What the host prints for each program; undefined from the one on that ended the script. */
const run = async (programs: readonly string[]) => {
  const files = { 'main.js': lowered(moduleOf(programs, PRINTED)) }
  const sidecar = await Sidecar.start({ host, scripts: {}, files, ports: [] })
  const resultOf = (index: number) => {
    const line = sidecar.lines.find(one => one.includes(`program ${index}: `))
    return line?.slice(line.indexOf(': [') + 2, -1)
  }
  const isOver = () => !sidecar.isRunning || resultOf(programs.length - 1) !== undefined
  try {
    // A script without a configuration ends some Pipys, and not others.
    await until('the programs to end', isOver).catch(() => {})
    return { results: programs.map((_, index) => resultOf(index)), lines: sidecar.lines }
  } finally {
    await sidecar.stop()
  }
}

test(`${COUNT} programs (seed ${seed})`, async () => {
  const programs = fc.sample(program, { numRuns: COUNT, seed })
  const expected = before(moduleOf(programs, 'programs.map((one) => one())')) as string[]
  const { results, lines } = await run(programs)
  const wrong = results.findIndex((result, index) => result !== expected[index])
  if (wrong < 0) return
  const others = lines.filter(line => !line.includes('program ')).join('\n')
  const given = results[wrong] ?? `nothing\n${others}`
  assert.fail(`SEED=${seed}, program ${wrong}:
${programs[wrong]}
Node: ${expected[wrong]}
${host.name}: ${given}`)
})

test.run()
