/** What came of a probe: a line in the log when it changes, not one a probe. */
import type { Route } from '../config/types.ts'

/** What came of one probe. */
export interface Outcome {
  readonly success: boolean
  /** In a few words: `status 503`, `connection refused`. */
  readonly reason: string
}

const last: { [place: string]: boolean | undefined } = {}

/** Notes a probe's outcome, by what the kubelet will make of it. */
export const record = (route: Route, target: string, { success, reason }: Outcome): void => {
  const before = last[route.place]
  if (before === success) return
  last[route.place] = success
  console.log(`probe ${describe(route)} -> ${target}: ${wordOf(before)} -> ${wordOf(success)} (${reason})`)
}

const wordOf = (success: boolean | undefined): string => (success === undefined ? 'unknown' : success ? 'success' : 'failure')

/** `bookstore liveness`; without the container where the mesh does not say it. */
export const describe = (route: Route): string =>
  route.original.container === '' ? route.kind : `${route.original.container} ${route.kind}`

/** The kubelet's rule: 200 to 399 succeeds. */
export const outcomeOf = (status: number): Outcome => ({
  success: status >= 200 && status < 400,
  reason: status === 0 ? 'no HTTP answer' : `status ${status}`,
})
