/** Results as tables: the ratios first, the figures behind them below. */
import { alignRows } from '../columns.ts'
import { figureOf, type Comparison, type Row, type Spread } from './results.ts'

/** Ratios by scenario and setting, each `median (min…max)`. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  return grouped(comparisons, ({ scenario, setting }) => `${scenario}, ${setting}: ratios`)
    .map(([title, group]) => {
      const names = unique(group.flatMap(({ values }) => Object.keys(values)))
      const rows = group.map(({ host, subject, base, values }) => [
        host,
        subject,
        base,
        ...names.map(name => spreadWords(values[name])),
      ])
      return `${title}\n${aligned([['host', 'subject', 'against', ...names], ...rows])}`
    })
    .join('\n\n')
}

/** The figures by scenario and setting, with what was not right in them. */
export function figureTable(rows: readonly Row[]): string {
  return grouped(
    rows.filter(({ rounds }) => rounds.length > 0),
    ({ scenario, setting }) => `${scenario}, ${setting}`,
  )
    .map(([title, group]) => {
      const names = unique(
        group.flatMap(({ rounds }) => rounds.flatMap(round => Object.keys(round ?? {}))),
      )
      const body = group.map(row => [
        row.host,
        row.subject,
        ...names.map(name => spreadWords(figureOf(row, name))),
      ])
      return `${title}\n${aligned([['host', 'subject', ...names], ...body])}`
    })
    .join('\n\n')
}

/** One line for each thing that was not right. */
export function noteLines(rows: readonly Row[]): string[] {
  return rows.flatMap(({ scenario, setting, host, subject, notes, rounds }) =>
    [...notes, ...wrongIn(rounds)].map(note => {
      const row = [scenario, host, subject].filter(Boolean).join(' ')
      return `! ${[row, setting].filter(Boolean).join(', ')}: ${note}`
    }),
  )
}

const wrongIn = (rounds: Row['rounds']): string[] => {
  const wrong = rounds.reduce((sum, round) => sum + (round?.wrong ?? 0), 0)
  return wrong === 0 ? [] : [`${wrong} answers were wrong or missing`]
}

/** Three digits are as many as rounds agree in. */
const spreadWords = (spread: Spread | undefined): string => {
  if (!spread || Number.isNaN(spread.median)) return ''
  const most = Math.max(Math.abs(spread.min), Math.abs(spread.max))
  const digits =
    most >= 100 || [spread.min, spread.max].every(Number.isInteger) ? 0 : most >= 10 ? 1 : 2
  const [middle, min, max] = [spread.median, spread.min, spread.max].map(value =>
    value.toFixed(digits),
  )
  return min === max ? `${middle}` : `${middle} (${min}…${max})`
}

const aligned = (rows: readonly (readonly string[])[]): string =>
  alignRows(rows)
    .map(line => `  ${line}`.trimEnd())
    .join('\n')

const grouped = <T>(items: readonly T[], titleOf: (item: T) => string): [string, T[]][] =>
  unique(items.map(titleOf)).map(title => [title, items.filter(item => titleOf(item) === title)])

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)]
