/** What the kubelet makes of one probe. */
export interface Verdict {
  /** `unknown` is an error of the prober's own: no counter moves. */
  readonly result: 'success' | 'warning' | 'failure' | 'unknown'
  /** The kubelet's words: `HTTP probe failed with statuscode: 503`. */
  readonly message: string
  /** The last status, 0 where none came. */
  readonly status: number
  /** In milliseconds. */
  readonly duration: number
}

/** A warning counts as success. */
export const isHealthy = ({ result }: Verdict): boolean =>
  result === 'success' || result === 'warning'
