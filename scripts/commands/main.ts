/** The command line: picks the command, reads its options, prints its errors. */
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { check } from './check.ts'
import { completionOf } from './completion.ts'
import { config } from './config.ts'
import { iptables } from './iptables.ts'
import { manifests } from './manifests.ts'
import { pipy } from './pipy.ts'
import { probe } from './probe.ts'
import { publish } from './publish.ts'
import { rewrite } from './rewrite.ts'
import { run } from './run.ts'
import { webhook } from './webhook.ts'
import { InputError } from '../error.ts'
import { version } from '../paths.ts'

const COMMANDS: readonly Command[] = [
  rewrite,
  check,
  config,
  iptables,
  run,
  probe,
  webhook,
  manifests,
  publish,
  pipy,
  completionOf(() => COMMANDS),
]

const HELP = `Usage: pipy-probes COMMAND [options]

Kubernetes health probes for Pods whose mesh sidecar is the Pipy proxy.

${COMMANDS.map(command => `  ${command.name.padEnd(10)} ${command.summary}`).join('\n')}

  --help     this text, or a command's own after its name
  --version  the version

Exit codes: 0 done or healthy, 1 a negative verdict, 2 bad input.
`

/** Runs a command by its words, and gives its exit code; what the user must mend is printed. */
export async function main(words: string[]): Promise<number> {
  try {
    return await runNamed(words)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    console.error(`pipy-probes: ${error.message}`)
    return 2
  }
}

const runNamed = async ([name = '', ...rest]: string[]): Promise<number> => {
  if (name === '--version') return print(version())
  if (name === '--help' || name === '-h' || name === 'help') return print(HELP.trimEnd())
  const command = COMMANDS.find(known => known.name === name)
  if (!command)
    throw new InputError(
      name === ''
        ? `no command is given\n\n${HELP.trimEnd()}`
        : `"${name}" is no command: pipy-probes --help lists them`,
    )
  const { values, positionals } = parse(command, rest)
  if (values.help) return print(command.help.trimEnd())
  return command.run(values, positionals)
}

const parse = (command: Command, args: string[]) => {
  try {
    return parseArgs({
      args,
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: command.positionals ?? false,
    })
  } catch (error) {
    throw new InputError(`${(error as Error).message}\nSee pipy-probes ${command.name} --help`)
  }
}

/** kubectl's plug-in is called by another name. */
const asInvoked = (text: string): string =>
  basename(process.argv[1] ?? '').startsWith('kubectl-')
    ? text.replaceAll(/^(Usage:|      ) pipy-probes/gm, '$1 kubectl pipy-probes')
    : text

const print = (text: string): number => {
  console.log(asInvoked(text))
  return 0
}
