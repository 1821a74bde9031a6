/** What a load is, and what came of one. */
import type { Fields } from './ask.ts'

/** What is asked, and by how many clients at once. */
export interface Load {
  readonly url: string
  readonly headers: Fields
  readonly clients: number
  /** How long, in whole seconds. */
  readonly seconds: number
  /** How many probes instead; Node makes these. */
  readonly count?: number
}

/** What came of it; times in ms from the request's first byte (wrk), or the connect (Node). */
export interface Measured {
  readonly probes: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
  readonly p999: number
  /** Answers of another status than 200 to 399, and connections without an answer. */
  readonly wrong: number
  /** The client's own share of its core; from 0.9 on it may be what is measured. */
  readonly busy: number
}
