/** Rows of expressions, and what each gives. */
import type { ByVersion, Scene, Seen } from './scene.ts'
import { play, type Rows } from './stage.ts'

/** The files beside the script that computes a value, and its environment. */
const SURROUNDINGS: Scene = {
  files: { 'a.json': '{"a":[1]}', 'b.js': '[1, 2]' },
  env: { CONFORMANCE: 'set' },
}

/** An expression, and what it gives, as JSON can say it; undefined is `nothing`. */
export type Value = readonly [expression: string, value: ByVersion<unknown>]

/** Runs expressions as a suite, by the sentences that they show. */
export function playValues(name: string, table: Readonly<Record<string, Value>>): void {
  play(name, values(table))
}

/** Each expression in a script of its own, which gives the value to its client. */
export function values(table: Readonly<Record<string, Value>>): Rows {
  return Object.fromEntries(
    Object.entries(table).map(([title, [expression, value]]) => {
      const filters = `.replaceData(() => ((value = ${expression}) => [
        new Data(JSON.stringify(value === undefined ? 'nothing' : value)), new StreamEnd
      ])())`
      const scene: Scene = { ...SURROUNDINGS, filters, client: ['x'] }
      const seen: Seen = { received: textOf(value), ended: 'end' }
      return [title, [scene, seen]]
    }),
  )
}

const textOf = (value: ByVersion<unknown>): ByVersion<string> => {
  const isByVersion = typeof value === 'object' && value !== null && 'else' in value
  if (!isByVersion) return jsonOf(value)
  const lines = Object.entries(value).map(([line, one]) => [line, jsonOf(one)])
  return Object.fromEntries(lines) as ByVersion<string>
}

/** As the client receives it, byte for byte. */
const jsonOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('latin1')
