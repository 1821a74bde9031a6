/**
 * What a sidecar counts, for the metrics endpoint that Pipy has at its admin port. How many series
 * there are is decided by the config: no client can add one. docs/monitoring.md explains them.
 */
import type { Route } from '../config/types.ts'

/**
 * What came of a probe: the app answered with a failure, its port refused the connection, no answer
 * came in time, or what came was no answer.
 */
export type Result = 'success' | 'status' | 'refused' | 'timeout' | 'broken'

/** A route's own counters, which are looked up once. */
export interface Counters {
  readonly results: { readonly [result in Result]: stats.Counter }
  /** From a request's first bytes to its outcome. */
  readonly seconds: stats.Counter
}

// Pipy 0.90 shows each label alone, too, as 0. A series whose last label is
// never empty is none of those.
const requests = new stats.Counter('pipy_probe_requests_total', ['container', 'kind', 'result'])
const seconds = new stats.Counter('pipy_probe_seconds_total', ['container', 'kind'])
const up = new stats.Gauge('pipy_probe_up', ['container', 'kind'])
/** Requests that got a refusal in place of a probe. */
export const refused = new stats.Counter('pipy_probe_refused_total')
refused.zero()

/** The counters of a route, at 0: what has not happened yet can be seen to begin. */
export function countersOf({ original, kind }: Route): Counters {
  const ofRoute = requests.withLabels(escaped(original.container), kind)
  const ofTime = seconds.withLabels(escaped(original.container), kind)
  ofTime.increase(0)
  const counterOf = (result: Result): stats.Counter => {
    const counter = ofRoute.withLabels(result)
    counter.increase(0)
    return counter
  }
  return {
    results: {
      success: counterOf('success'),
      status: counterOf('status'),
      refused: counterOf('refused'),
      timeout: counterOf('timeout'),
      broken: counterOf('broken'),
    },
    seconds: ofTime,
  }
}

/** Shows whether a route's last probe has succeeded: nothing until there was one. */
export function show({ original, kind }: Route, success: boolean): void {
  up.withLabels(escaped(original.container), kind).set(success ? 1 : 0)
}

/** Pipy writes a label's value as it is. */
const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
