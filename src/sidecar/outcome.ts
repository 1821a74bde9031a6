/** What came of a probe: it is counted, and a line in the log when it changes, not one a probe. */
import type { Route } from '../config/types.ts'
import { isHook } from '../hooks.ts'
import { countersOf, show, type Counters, type Result } from './metrics.ts'

/** What came of one probe. */
export interface Outcome {
  readonly success: boolean
  readonly result: Result
  /** In a few words: `status 503`, `connection refused`. */
  readonly reason: string
  /** Set where the app has answered, which is all that a hook needs. */
  readonly isAnswer?: boolean
}

/** What the kubelet has made of a probe so far; all decisions for a route share one. */
export interface Watch {
  success: boolean | undefined
  readonly counters: Counters
}

const watches: { [place: string]: Watch | undefined } = {}

/** The watch of a route, by its place in the config. */
export function watchOf(route: Route): Watch {
  const watch = watches[route.place] ?? { success: undefined, counters: countersOf(route) }
  watches[route.place] = watch
  return watch
}

/** What is noted of an outcome: whose it is, and what was asked. */
export interface Watched {
  readonly watch: Watch | undefined
  readonly route: Route | undefined
  readonly asked: string
}

/** Notes a probe's outcome, by what the kubelet will make of it. */
export function record({ watch, route, asked }: Watched, outcome: Outcome): void {
  if (!route || !watch) return
  const before = watch.success
  const success = outcome.success || (outcome.isAnswer === true && isHook(route.kind))
  if (!_counted) count(watch, success ? 'success' : outcome.result, Date.now() - _started)
  _counted = true
  if (before === success) return
  watch.success = success
  show(route, success)
  console.log(
    `probe ${describe(route)} -> ${asked}: ${wordOf(before)} -> ${wordOf(success)} (${outcome.reason})`,
  )
}

/** Counts a probe that took so many milliseconds. */
export function count({ counters }: Watch, result: Result, time: number): void {
  counters.results[result].increase()
  counters.seconds.increase(time / 1000)
}

const wordOf = (success: boolean | undefined): string =>
  success === undefined ? 'unknown' : success ? 'success' : 'failure'

/** `bookstore liveness`; without the container where the mesh does not say it. */
export const describe = (route: Route): string =>
  route.original.container === '' ? route.kind : `${route.original.container} ${route.kind}`

/** The kubelet's rule: 200 to 399 succeeds. */
export const outcomeOf = (status: number): Outcome => ({
  success: status >= 200 && status < 400,
  result: status === 0 ? 'broken' : status >= 200 && status < 400 ? 'success' : 'status',
  isAnswer: status > 0,
  reason: status === 0 ? 'no HTTP answer' : `status ${status}`,
})
