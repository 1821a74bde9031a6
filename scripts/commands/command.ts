import type { ParseArgsConfig } from 'node:util'

/** A command of `pipy-probes`. */
export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  readonly help: string
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** Whether words beside the options are taken. */
  readonly positionals?: boolean
  /** Gives the exit code. @throws InputError for what the user must mend. */
  run(options: Options, positionals: string[]): Promise<number>
}

/** By each option's own declaration, as `parseArgs` gives them. */
export type Options = Record<string, any>
