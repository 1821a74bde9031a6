/** Rounds in turn: the first of everything, then the second, so that a slow minute slows all. */
import { InputError } from '../error.ts'
import type { Figures, Row } from './results.ts'

/** A row to fill, and one round of it. @throws InputError when the round cannot be run. */
export interface Task {
  readonly row: Row
  readonly run: () => Promise<Figures>
}

/** Fills the rows; a task that fails is left out from then on, and its row says why. */
export async function alternate(tasks: readonly Task[], rounds: number): Promise<void> {
  const failed = new Set<Task>()
  for (let round = 1; round <= rounds; round += 1) {
    for (const task of tasks.filter(one => !failed.has(one))) {
      const { row, run } = task
      const where = `${row.scenario}, round ${round} of ${rounds}`
      printProgress(`${where}: ${row.host} ${row.subject}, ${row.setting}`)
      try {
        row.rounds[round - 1] = await run()
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        row.notes.push(error.message)
        failed.add(task)
      }
    }
  }
  printProgress('')
}

/** A new row without a round. */
export const newRow = (scenario: string, setting: string, host: string, subject: string): Row => ({
  scenario,
  setting,
  host,
  subject,
  rounds: [],
  notes: [],
})

/** On one line of a terminal; elsewhere a report needs no such lines. */
const printProgress = (text: string): void => {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\x1b[K${text.slice(0, process.stderr.columns - 1)}`)
}
