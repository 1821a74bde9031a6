/** The command `pipyjs`: reads its options, compiles, writes, prints its errors. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { build, BuildError } from './build.ts'
import { realFile, writeWhole } from './output.ts'

/** Bad input: printed as one line. */
class InputError extends Error {}

const HELP = `Usage: pipyjs build ENTRY.ts [-o OUT.js]

Compiles a TypeScript module, and all that it imports, to PipyJS: one expression
that Pipy 0.50, 0.90 and 1.5 all run. The module's default export is the
script's value. Types are not checked: that is for tsc.

  -o, --out FILE  write the script to FILE, not to standard output
  -h, --help      this text
  --version       the version

Exit codes: 0 done, 2 what is refused, and then nothing is written.
`

const WRITE = 'write pipyjs build ENTRY.ts'

const OPTIONS = {
  out: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

const main = async (args: string[]): Promise<void> => {
  const { values, positionals } = parse(args)
  if (values.help || positionals[0] === 'help') return print(HELP)
  if (values.version) return print(`${version()}\n`)
  const [command, entry, ...others] = positionals
  if (command === undefined) throw new InputError(`no command is given\n\n${HELP.trimEnd()}`)
  if (command !== 'build') throw new InputError(`"${command}" is no command: ${WRITE}`)
  if (entry === undefined) throw new InputError(`no module is given: ${WRITE}`)
  if (others.length > 0) {
    throw new InputError(`"${others[0]}" is one too many: one entry imports all of a script`)
  }
  await buildTo(entry, values.out)
}

const buildTo = async (entry: string, out: string | undefined): Promise<void> => {
  const { code, inputs, warnings } = await build({ entry, color: process.stderr.isTTY })
  process.stderr.write(warnings)
  if (out === undefined) return print(code)
  if (inputs.some(input => realFile(input) === realFile(out))) {
    throw new InputError(`-o "${out}" is a source of the script: name another file`)
  }
  try {
    writeWhole(out, code)
  } catch (error) {
    throw new InputError(`-o "${out}" cannot be written: ${(error as Error).message}`)
  }
}

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new InputError(`${(error as Error).message}\nSee pipyjs --help`)
  }
}

const version = (): string => {
  const text = readFileSync(new URL('package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

const print = (text: string): void => void process.stdout.write(text)

// A reader that has enough (head, less) is no error.
process.stdout.on('error', () => process.exit(0))
try {
  await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof InputError || error instanceof BuildError)) throw error
  process.stderr.write(error instanceof BuildError ? error.message : `pipyjs: ${error.message}\n`)
  process.exitCode = 2
}
