#!/usr/bin/env node
/** The command `pipy-probes`, as a program. */
import { main } from './commands/main.ts'

/** A reader that has enough (head, less) is no error; a command that serves ends by itself. */
const endWithReader = (): void => {
  process.stdout.on('error', () => {
    if (process.stdout.listenerCount('error') === 1) process.exit(0)
  })
}

endWithReader()
try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
}
