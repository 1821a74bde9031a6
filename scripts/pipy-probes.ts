#!/usr/bin/env node
/** The command `pipy-probes`: picks the command, reads its options, prints its errors. */
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { Command } from './commands/command.ts'
import { check } from './commands/check.ts'
import { completionOf } from './commands/completion.ts'
import { config } from './commands/config.ts'
import { iptables } from './commands/iptables.ts'
import { manifests } from './commands/manifests.ts'
import { pipy } from './commands/pipy.ts'
import { probe } from './commands/probe.ts'
import { publish } from './commands/publish.ts'
import { rewrite } from './commands/rewrite.ts'
import { run } from './commands/run.ts'
import { webhook } from './commands/webhook.ts'
import { InputError } from './error.ts'
import { version } from './paths.ts'

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

const main = async ([name = '', ...rest]: string[]): Promise<number> => {
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

/** A reader that has enough (head, less) is no error; a command that serves ends by itself. */
const endWithReader = (): void => {
  process.stdout.on('error', () => {
    if (process.stdout.listenerCount('error') === 1) process.exit(0)
  })
}

const print = (text: string): number => {
  console.log(asInvoked(text))
  return 0
}

endWithReader()
try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof InputError)) throw error
  console.error(`pipy-probes: ${error.message}`)
  process.exitCode = 2
}
