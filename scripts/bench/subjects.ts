/** What is measured side by side: ways of each kind to one application. */
import { setTimeout as pause } from 'node:timers/promises'
import { InputError } from '../error.ts'
import type { App } from './app.ts'
import { ask, statusOf } from './ask.ts'
import type { Cores } from './cores.ts'
import type { Load } from './load.ts'
import type { Program } from './programs.ts'

/** A way from a client to the application. */
export interface Subject {
  readonly name: string
  /** The host it runs on: `pipy 1.5.14`; empty where it is no script. */
  readonly host: string
  readonly start: () => Promise<Running>
}

/** A way that is open. */
export interface Running extends Pick<Load, 'url' | 'headers'> {
  /** The proxy; undefined for the direct way. */
  readonly program: Program | undefined
}

/** What the subjects have in common. */
export interface Surroundings {
  readonly app: App
  readonly cores: Cores
  /** The folder of the built files. */
  readonly dist: string
}

/** Waits for a right answer. @throws InputError when none comes within 5 s. */
export async function waitForAnswer({ url, headers, program }: Running): Promise<void> {
  const deadline = Date.now() + 5000
  for (;;) {
    const answer = await ask(url, headers, 2000)
    if (statusOf(answer) === 200) return
    if (Date.now() > deadline) {
      const what = JSON.stringify(answer.slice(0, 200))
      throw new InputError(`it answers ${what}; its last words:\n${program?.lastWords() ?? ''}`)
    }
    await pause(50)
  }
}
