/** Every finding there is: its code, how bad it is, the guide's step, and its words. */
import { PROBE_CODES } from './codes/probes.ts'
import { RUNNING_CODES } from './codes/running.ts'
import { START_CODES } from './codes/start.ts'
import type { Words } from './codes/words.ts'

/**
 * An error fails a probe, or lets one pass that should not; a warning may; a
 * note says what is left alone and why, and nothing is wrong.
 */
export type Severity = 'error' | 'warning' | 'note'

/** What is the same for every finding of a code. */
export interface Code {
  readonly severity: Severity
  /** Of the guide's troubleshooting: 1 probes and sidecar, 2 scheduling and start, 3 run time. */
  readonly step: 1 | 2 | 3
  /** Whether `--fix` mends it in a Pod whose record it can go by, or that is not rewritten yet. */
  readonly isMendable: boolean
  readonly wrong: string
  readonly mend: string
}

const ofStep = <Name extends string>(step: Code['step'], codes: Record<Name, Words>) =>
  Object.fromEntries(
    Object.entries<Words>(codes).map(
      ([name, { severity = 'error', isMendable = false, wrong, mend }]) => [
        name,
        { severity, step, isMendable, wrong, mend },
      ],
    ),
  ) as Record<Name, Code>

/** By code, in the table's order; codes are stable. */
export const CODES = {
  ...ofStep(1, PROBE_CODES),
  ...ofStep(2, START_CODES),
  ...ofStep(3, RUNNING_CODES),
}

/** A code’s name: `probe-not-rewritten`. */
export type CodeName = keyof typeof CODES
