/** What a run found: the figures of every round, and what follows from them. */

/** The figures of one round by their name. */
export type Figures = Readonly<Record<string, number>>

/** One subject in one setting. */
export interface Row {
  /** `probe`, `growth`, … */
  readonly scenario: string
  /** `16 clients` */
  readonly setting: string
  readonly host: string
  readonly subject: string
  /** One for each round that went well; the place is the round's number. */
  readonly rounds: (Figures | undefined)[]
  /** Why rounds are missing, or what was not right in them. */
  notes: string[]
}

/** The middle of the rounds, and their ends. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** One row held against another, round by round, so that what slows both falls out. */
export interface Comparison {
  readonly scenario: string
  readonly setting: string
  readonly host: string
  readonly subject: string
  readonly base: string
  /** By name: `CPU ÷`, `p99 −`. */
  readonly values: Readonly<Record<string, Spread>>
}

/** What a scenario gives. */
export interface Result {
  readonly rows: readonly Row[]
  readonly comparisons: readonly Comparison[]
}

/** How a figure of a row is held against the base's. */
export interface Measure {
  readonly name: string
  readonly figure: string
  readonly by: 'ratio' | 'difference'
}

/** NaN throughout where there is no value. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length / 2
  const at = (index: number) => sorted[index] ?? NaN
  const median = sorted.length % 2 === 1 ? at(middle - 0.5) : (at(middle - 1) + at(middle)) / 2
  return { median, min: at(0), max: at(sorted.length - 1) }
}

/** The spread of one figure. */
export const figureOf = (row: Row, figure: string): Spread =>
  spreadOf(row.rounds.flatMap(round => round?.[figure] ?? []))

/** Holds each row of a group, which `groupOf` names, against the first of it. */
export function compareToFirst(
  rows: readonly Row[],
  measures: readonly Measure[],
  groupOf: (row: Row) => string,
): Comparison[] {
  return rows.flatMap(row => {
    const first = rows.find(other => groupOf(other) === groupOf(row))
    return first && first !== row ? (compare(row, first, measures) ?? []) : []
  })
}

/** Holds a row against another of the same setting; undefined where no round has both. */
export function compare(row: Row, base: Row, measures: readonly Measure[]): Comparison | undefined {
  const pairs = row.rounds.flatMap((one, index) => {
    const other = base.rounds[index]
    return one && other ? [[one, other] as const] : []
  })
  const values = measures.map(
    ({ name, figure, by }) =>
      [
        name,
        spreadOf(
          pairs.flatMap(([one, other]) => {
            const [value, against] = [one[figure], other[figure]]
            if (value === undefined || against === undefined) return []
            return by === 'ratio' ? value / against : value - against
          }),
        ),
      ] as const,
  )
  const { scenario, setting, host, subject } = row
  if (pairs.length === 0) return undefined
  const known = values.filter(([, { median }]) => !Number.isNaN(median))
  return { scenario, setting, host, subject, base: base.subject, values: Object.fromEntries(known) }
}
